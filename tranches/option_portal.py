"""Where the contributions stand, and the next instalment: when it is planned, and who acts before."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.http import PortalRequest
from core.access.portal import Coming, Comings, IfAny, Often, Option, Options
from core.people import queries as people
from core.people.enums import RoleName
from tranches import paths, queries
from tranches.models import Tranche
from tranches.notice_base import title_of
from tranches.waiting import waiting

OFFICES = (
    RoleName.VERIFIER,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.FINANCE_OFFICER,
    RoleName.MUNICIPAL_OFFICIAL,
)


def options(request: PortalRequest) -> Options:
    often = Often.DAILY if people.has_role(request.user, *OFFICES) else Often.SOMETIMES
    url = paths.all_tranches(request.programme.slug)
    note = _("Each instalment, what it waits for, and who acts.")
    see = Option(_("See where the contributions stand"), url, note, "card", often)
    return [IfAny(queries.visible_to(request.user), lambda _rows: [see])]


def comings(request: PortalRequest) -> Comings:
    return [IfAny(queries.next_of_each(request.user), lambda rows: _instalments(request, rows))]


def _instalments(request: PortalRequest, nexts: Iterable[Any]) -> list[Coming]:
    """The next instalment of each project; those that wait for the same hand in one line."""
    opinion = queries.opinion_step()
    rows: dict[tuple[date, int, str], list[Tranche]] = {}
    for row in nexts:
        rows.setdefault((row.starts_on, row.position, _before(row, opinion)), []).append(row)
    return [_coming(request, alike, key[2]) for key, alike in rows.items()]


def _coming(request: PortalRequest, rows: list[Tranche], note: str) -> Coming:
    first, alone = rows[0], len(rows) == 1
    words = ngettext(
        "Instalment %(number)d of %(count)d project",
        "Instalment %(number)d of %(count)d projects",
        len(rows),
    )
    return Coming(
        title_of(first) if alone else words % {"number": first.position, "count": len(rows)},
        first.starts_on,
        paths.detail(first) if alone else paths.all_tranches(request.programme.slug),
        first.when,
        note,
    )


def _before(row: Any, opinion: queries.OpinionStep) -> str:
    """What it waits for now, and from whom."""
    found = waiting(row, opinion)
    step = found.what[:1].lower() + found.what[1:]
    return _("Waits for %(who)s: %(step)s.") % {"who": found.who, "step": step}
