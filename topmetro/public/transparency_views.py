"""The transparency page: acts and payments by year, documents of the calls, the register's digest."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths as call_paths
from calls import queries as calls
from core.access import clock
from core.access.http import PortalRequest
from core.access.page import PUBLIC, page
from core.audit import queries as audit
from core.documents import queries as documents
from core.documents.enums import Visibility
from core.programmes.models import Programme
from core.ui.downloads import download
from core.ui.pieces import Crumb, Tab
from topmetro.public import transparency as tables
from topmetro.public.fresh import fresh_for_strangers
from tranches import queries as tranches


@dataclass(frozen=True)
class Published:
    """A document of a call, or the act that approved its ranking."""

    title: str
    url: str
    note: str


@page(PUBLIC)
@fresh_for_strangers
def transparency(request: PortalRequest) -> HttpResponse:
    """The last year that has something, or the one asked for (`?anno=2021`)."""
    years = tranches.years()
    year = _asked(request.GET.get("anno", ""), years)
    path = reverse("public:transparency", args=[request.programme.slug])
    context = {
        "year": str(year),
        "tabs": [Tab(str(one), f"{path}?anno={one}#acts", active=one == year) for one in years],
        "acts": [(row, _day(row["data_atto"])) for row in tables.acts(year)],
        "granted_by_acts": tranches.granted_by_acts(),
        "payments": [(row, _day(row["data"])) for row in tables.payments(year)],
        "granted": tranches.granted_total(),
        "paid": tranches.paid_total(),
        "documents": _documents(),
        "today": clock.today(),
        "digest": audit.public_digest(),
        "breadcrumbs": [
            Crumb(
                request.programme.name,
                reverse("public:programme_home", args=[request.programme.slug]),
            ),
            Crumb(_("Transparency")),
        ],
    }
    return render(request, "public/transparency.html", context)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _asked(text: str, years: list[int]) -> int:
    """A year with something to show; anything else is dropped."""
    known = {str(one): one for one in years}
    return known.get(text) or (years[0] if years else clock.today().year)


def _documents() -> list[Published]:
    """Criteria and procedures (art. 26 c. 1): the calls' public documents and their approved rankings."""
    found = []
    for call in calls.public_calls().select_related("programme").order_by("-published_at", "pk"):
        found.append(Published(str(call.title), call_paths.public(call), _("public notice")))
        found += [
            Published(row.title, row.url(), str(call.title))
            for row in documents.documents_about(call, visibility=Visibility.PUBLIC)
        ]
        ranking = calls.published_ranking(call)
        if ranking is not None:
            note = _("approved with act %(number)s") % {"number": ranking.act_number}
            title = _("Ranking of “%(call)s”") % {"call": call.title}
            found.append(Published(title, call_paths.published_ranking(call), note))
    return found


@page(PUBLIC)
@fresh_for_strangers
def acts_csv(request: PortalRequest, year: int) -> HttpResponse:
    _refuse_odd(year, request.programme)
    content = tables.as_csv(tables.ACT_COLUMNS, tables.acts(year))
    return download(content, f"atti-{year}.csv", public=True)


@page(PUBLIC)
@fresh_for_strangers
def acts_json(request: PortalRequest, year: int) -> HttpResponse:
    _refuse_odd(year, request.programme)
    return download(tables.as_json(tables.acts(year)), f"atti-{year}.json", public=True)


@page(PUBLIC)
@fresh_for_strangers
def payments_csv(request: PortalRequest, year: int) -> HttpResponse:
    _refuse_odd(year, request.programme)
    content = tables.as_csv(tables.PAYMENT_COLUMNS, tables.payments(year))
    return download(content, f"pagamenti-{year}.csv", public=True)


def _refuse_odd(year: int, programme: Programme) -> None:
    """A year of the programme without acts has an empty list, with its header; others do not exist."""
    if not tables.is_year(year, programme):
        raise Http404
