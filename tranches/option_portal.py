"""Where the contributions stand, and the next instalment: when it is planned, and who acts before."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.http import PortalRequest
from core.access.portal import Coming, Often, Option
from core.people import queries as people
from core.people.enums import RoleName
from tranches import paths, queries
from tranches.enums import REQUESTABLE, Condition
from tranches.models import Tranche
from tranches.notice_base import title_of
from tranches.queries.steps import step_of
from tranches.story import WHO

OFFICES = (
    RoleName.VERIFIER,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.FINANCE_OFFICER,
    RoleName.MUNICIPAL_OFFICIAL,
)


def options(request: PortalRequest) -> list[Option]:
    if not queries.visible_to(request.user).exists():
        return []
    often = Often.DAILY if people.has_role(request.user, *OFFICES) else Often.SOMETIMES
    url = paths.all_tranches(request.programme.slug)
    note = _("Each instalment, what it waits for, and who acts.")
    return [Option(_("See where the contributions stand"), url, note, "card", often)]


def comings(request: PortalRequest) -> list[Coming]:
    """The next instalment of each project; those that wait for the same hand in one line."""
    opinion = queries.opinion_step()
    rows: dict[tuple[date, int, str], list[Tranche]] = {}
    for row in queries.next_of_each(request.user):
        rows.setdefault((row.starts_on, row.position, _before(row, opinion)), []).append(row)
    return [_coming(request, alike, key[2]) for key, alike in rows.items()]


def _coming(request: PortalRequest, rows: list[Tranche], note: str) -> Coming:
    first, alone = rows[0], len(rows) == 1
    words = ngettext(
        "Tranche %(number)d of %(count)d project",
        "Tranche %(number)d of %(count)d projects",
        len(rows),
    )
    return Coming(
        title_of(first) if alone else words % {"number": first.position, "count": len(rows)},
        first.starts_on,
        paths.detail(first) if alone else paths.all_tranches(request.programme.slug),
        first.when,
        note,
    )


def _before(row: Tranche, opinion: queries.OpinionStep) -> str:
    """Whose hand it waits for now. Reads what `next_of_each` brings along."""
    facts = vars(row)
    wants_report = Condition.REPORT_ACCEPTED in row.conditions and not facts["has_report"]
    if row.state in REQUESTABLE and wants_report:
        if facts["is_awaited"]:
            return _(
                "The verifier is reading the report; once it is accepted the lead asks for it."
            )
        return _("First the lead hands the report over and the verifier accepts it.")
    step = step_of(row, opinion, is_published=facts["is_published"])
    if step is None:
        return str(row.get_state_display())
    return _("Waits for %(who)s: %(step)s.") % {"who": WHO[step](), "step": step.label}
