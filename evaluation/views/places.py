"""Where the pages of the evaluation stand, how their rows are found, and what the register knows of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.ui.pieces import Crumb, home_crumb
from evaluation import paths, queries
from evaluation.models import Indicator, Measurement


def public_indicator(request: PortalRequest, key: str) -> Indicator:
    return get_object_or_404(queries.public_indicators(), key=key)


def desk_indicator(request: PortalRequest, key: UUID) -> Indicator:
    rows = Indicator.objects.select_related("dimension__question", "agreed_in", "programme")
    return get_object_or_404(rows, pk=key)


def known_measurement(request: PortalRequest, key: UUID) -> Measurement:
    """Also those that are public, for whoever works in the programme."""
    rows = queries.with_subject(queries.visible_to(request.user))
    return get_object_or_404(
        rows.select_related(
            "indicator__dimension__question",
            "indicator__programme",
            "project__territory",
            "territory",
            "programme",
            "recorded_by",
            "submitted_by",
            "reviewed_by",
            "supersedes",
        ),
        pk=key,
    )


def crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    url = reverse("evaluation:indicator_list", args=[slug]) if last else ""
    return [home_crumb(request), Crumb(_("Evaluation"), url), *last]


def indicator_crumb(indicator: Indicator) -> Crumb:
    return Crumb(indicator.title, paths.manage(indicator))


def value_crumb(row: Measurement) -> Crumb:
    return Crumb(_("Value"), paths.measurement(row))


def to_indicator(indicator: Indicator) -> HttpResponse:
    return redirect(paths.manage(indicator))


def to_measurement(row: Measurement) -> HttpResponse:
    return redirect(paths.measurement(row))
