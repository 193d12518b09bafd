"""Why a report can't be handed over, accepted or sent back now; *who* is in `rules`."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.access import hands
from core.access.blocked import Blocker
from core.access.models import User
from core.documents.queries import last_version
from projects import queries as projects
from tranches import queries
from tranches.blockers import earlier_blockers, tie_blockers, wrong_state
from tranches.enums import REQUESTABLE, Condition, ReportState
from tranches.models import ReportHandover, Tranche

OVER = "project_over"
TWICE, REPLACED = "handed_over_twice", "report_replaced"


@dataclass(frozen=True)
class ReportWords:
    """What is said with a report: what it covers, who signs it, a note for the verifier."""

    reference: str
    signed_by_name: str
    note: str


def hand_over_blockers(tranche: Tranche) -> list[Blocker]:
    """The plan asks for a report, the tranche is the next one and not asked for, none is accepted yet."""
    if Condition.REPORT_ACCEPTED not in tranche.conditions:
        return [Blocker("no_report", _("This instalment asks for no report."))]
    if tranche.state not in REQUESTABLE:
        return [wrong_state(tranche)]
    if queries.report_standing(tranche).state == ReportState.ACCEPTED:
        return [_already_accepted()]
    over = [one for one in projects.payment_blockers(tranche.grant.project) if one.code == OVER]
    return [*over, *earlier_blockers(tranche)]


def twice_blockers(tranche: Tranche, digest: str, words: ReportWords, *, by: User) -> list[Blocker]:
    """The same file (by its SHA-256) with the same words, of the same person, waits: a second click."""
    standing = queries.report_standing(tranche)
    last = standing.handover
    if last is None or standing.state != ReportState.AWAITED or last.handed_over_by_id != by.pk:
        return []
    if words != ReportWords(last.reference, last.signed_by_name, last.note):
        return []
    if digest != last_version(last.document).sha256:
        return []
    text = _("This report was already handed over and waits for the verifier: it was kept once.")
    return [Blocker(TWICE, text, hands.verifier())]


def answer_blockers(handover: ReportHandover, *, by: User | None = None) -> list[Blocker]:
    """It is the last one and unanswered; who answers it neither handed it over nor is tied (P9, T4)."""
    tranche = handover.tranche
    standing = queries.report_standing(tranche)
    if standing.state == ReportState.ACCEPTED:
        return [_already_accepted()]
    if standing.handover != handover:
        text = _("The lead has handed over a later report, which takes the place of this one.")
        return [Blocker(REPLACED, text)]
    if standing.answer is not None:
        text = _("This report was already sent back: the lead hands over another one.")
        return [Blocker("report_returned", text, hands.lead_writers())]
    found = tie_blockers(tranche.grant.project.network, by)
    if by is not None and handover.handed_over_by_id == by.pk:
        text = _("You handed this report over: another person answers it.")
        found.append(Blocker("same_person", text, hands.verifier()))
    return found


def _already_accepted() -> Blocker:
    return Blocker("report_accepted", _("The report of this instalment is already accepted."))
