"""Why a contribution cannot be awarded, or a tranche asked for, checked, approved, ordered, paid now.

*When* only; *who* is in `rules`. Pages show these lists, and the verbs refuse with them. With `by` they
also say whether this very person is barred: by an earlier step (T4), or by a tie with the network.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import clock, hands
from core.access.blocked import Blocker
from core.access.models import User
from core.people import queries as people
from core.people.enums import TieKind
from core.people.models import Network
from core.programmes.enums import PayerKind
from core.ui.wording import day_text
from projects import queries as projects
from projects.models import Project
from tranches import gate, queries
from tranches.enums import (
    BACK_FROM_BANK,
    REQUESTABLE,
    RETURNABLE,
    SUSPENDABLE,
    ClearanceState,
    Step,
    TrancheState,
)
from tranches.models import Grant, Tranche

if TYPE_CHECKING:
    from core.access.blocked import Text

S = TrancheState
DISTINCT: dict[Step, tuple[str, ...]] = {
    Step.VERIFY: ("requested",),
    Step.OPINION: ("requested", "verified"),
    Step.APPROVE: ("requested", "verified", "opinion"),
    Step.ORDER: ("requested", "verified", "approved"),
    Step.PAY: ("requested", "verified", "approved"),
}
"""Who does the step did none of these (T4); order and payment may be one finance officer."""

ORDER_TOO_EARLY: dict[str, "Text"] = {
    "published_on": gettext_lazy(
        "The order can't be dated before the act was published, on %(day)s."
    ),
    "cleared_on": gettext_lazy(
        "The order can't be dated before the clearance (DURC) was asked for, on %(day)s."
    ),
    "iban_verified_on": gettext_lazy(
        "The order can't be dated before the IBAN was verified, on %(day)s."
    ),
    "declared_on": gettext_lazy(
        "The order can't be dated before the declaration on withholding was signed, on %(day)s."
    ),
}
"""What is told of each day on which an order rests (T6), by the field that keeps it."""


def award_blockers(project: Project, *, by: User | None = None) -> list[Blocker]:
    """The project is approved, its agreement in force, its beneficiary can be paid, a plan and a payer exist."""
    if queries.grant_of(project) is not None:
        return [Blocker("already_awarded", _("The contribution was already awarded."))]
    found = projects.payment_blockers(project)
    if not project.lead.tax_code:
        text = _("The lead organisation has no codice fiscale: it can't be paid.")
        found.append(Blocker("no_tax_code", text, hands.lead()))
    if queries.plan() is None:
        text = _("The programme's definition has no plan of the contribution.")
        found.append(Blocker("no_plan", text))
    if not queries.payers().exists():
        found.append(Blocker("no_payer", _("No body of the programme pays.")))
    return [*found, *tie_blockers(project.network, by)]


def request_blockers(tranche: Tranche) -> list[Blocker]:
    """State, order of the plan, one at a time (T2), then the gate."""
    if tranche.state not in REQUESTABLE:
        return [wrong_state(tranche)]
    found = []
    earlier = earlier_blockers(tranche)
    if earlier:
        found.extend(earlier)
    else:
        sisters = Tranche.objects.filter(grant=tranche.grant_id)
        flying = queries.in_flight(sisters).order_by("position").first()
        if flying is not None:
            text = _("Instalment %(number)d is still under way.") % {"number": flying.position}
            found.append(Blocker("one_in_flight", text))
    return [*found, *gate.unmet(tranche, Step.REQUEST)]


def verify_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    if tranche.state != S.REQUESTED:
        return [wrong_state(tranche)]
    return [*gate.unmet(tranche, Step.VERIFY), *_person_blockers(tranche, Step.VERIFY, by)]


def opinion_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """After the check and before the approval; late is better than never while nobody has approved."""
    if tranche.state != S.VERIFIED:
        return [wrong_state(tranche)]
    if not queries.opinion_step().is_part:
        return [Blocker("no_opinion_step", _("In this programme no opinion is asked for."))]
    return _person_blockers(tranche, Step.OPINION, by)


def approve_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """State, the municipality's opinion or its silence, the gate, the person."""
    if tranche.state not in {S.VERIFIED, S.OPINION_GIVEN}:
        return [wrong_state(tranche)]
    found = []
    if queries.next_step(tranche) == Step.OPINION:
        found.append(_opinion_awaited(tranche))
    found.extend(gate.unmet(tranche, Step.APPROVE))
    return [*found, *_person_blockers(tranche, Step.APPROVE, by)]


def publish_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """An act that was adopted is published, whatever else is missing."""
    if queries.act_of(tranche) is None:
        return [Blocker("no_act", _("There is no act to publish yet."), hands.official())]
    if queries.publication_of(tranche) is not None:
        return [Blocker("already_published", _("The act is already published."))]
    return tie_blockers(tranche.grant.project.network, by)


def order_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """State, the order of the plan (an earlier one may have come back from the bank), the gate with what
    the law asks of every payment (T6), the person."""
    if tranche.state != S.APPROVED:
        return [wrong_state(tranche)]
    return [
        *earlier_blockers(tranche),
        *gate.unmet(tranche, Step.ORDER),
        *_person_blockers(tranche, Step.ORDER, by),
    ]


def pay_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """The treasury already carried out the order: its receipt is recorded whatever has changed since."""
    if tranche.state != S.ORDERED:
        return [wrong_state(tranche)]
    return _person_blockers(tranche, Step.PAY, by)


def bank_return_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """Only what the bank has can come back (T10). Whatever else is under way: it is a fact, and the ledger
    must say it."""
    if tranche.state not in BACK_FROM_BANK:
        return [wrong_state(tranche)]
    return tie_blockers(tranche.grant.project.network, by)


def return_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    if tranche.state not in RETURNABLE:
        return [wrong_state(tranche)]
    return tie_blockers(tranche.grant.project.network, by)


def suspend_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    if tranche.state not in SUSPENDABLE:
        return [wrong_state(tranche)]
    return tie_blockers(tranche.grant.project.network, by)


def resume_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """One at a time (T2): a tranche that the bank sent back waits until its sister is paid or suspended."""
    if tranche.state != S.SUSPENDED:
        return [wrong_state(tranche)]
    found = tie_blockers(tranche.grant.project.network, by)
    sister = queries.moving_sister(tranche)
    if sister is not None:
        text = _(
            "Instalment %(number)d is under way: first it is paid, sent back or suspended."
        ) % {"number": sister.position}
        found.append(Blocker("one_in_flight", text, hands.official()))
    return found


def record_blockers(tranche: Tranche, *, by: User | None = None) -> list[Blocker]:
    """What is recorded for the gate is of use until the money has left."""
    if tranche.state == S.PAID:
        return [Blocker("paid", _("This instalment is already paid."))]
    return tie_blockers(tranche.grant.project.network, by)


def declare_blockers(grant: Grant) -> list[Blocker]:
    """A declaration may be replaced by a later one until everything is paid."""
    left = Tranche.objects.filter(grant=grant).exclude(state=S.PAID)
    if not left.exists():
        return [Blocker("paid", _("The whole contribution is already paid."))]
    return []


def commitment_blockers(grant: Grant, *, is_complete: bool) -> list[Blocker]:
    """A public payer's order cites number, chapter and year of its budget commitment."""
    if grant.payer_kind == PayerKind.PUBLIC and not is_complete:
        text = _("A public payer's order needs number, chapter and year of the budget commitment.")
        return [Blocker("no_commitment", text, hands.finance())]
    return []


def date_blockers(day: date, *, not_before: date | None = None) -> list[Blocker]:
    """Nothing is recorded that is still to come, nor before what it follows."""
    if day > clock.today():
        text = _("%(day)s is still to come.") % {"day": day_text(day, year=True)}
        return [Blocker("future", text)]
    if not_before is not None and day < not_before:
        text = _("%(day)s is before %(earlier)s, which comes first.") % {
            "day": day_text(day, year=True),
            "earlier": day_text(not_before, year=True),
        }
        return [Blocker("too_early", text)]
    return []


def order_date_blockers(tranche: Tranche, day: date) -> list[Blocker]:
    """An order is of today at the latest, and of no day before what it rests on (T6)."""
    return [
        *date_blockers(day),
        *(
            Blocker("too_early", ORDER_TOO_EARLY[name] % {"day": day_text(known, year=True)})
            for name, known in queries.rests_on(tranche).items()
            if known is not None and day < known
        ),
    ]


def value_date_blockers(day: date, value_date: date) -> list[Blocker]:
    if value_date < day:
        text = _("The value date is before the date of the order.")
        return [Blocker("value_too_early", text, hands.finance())]
    return []


def validity_blockers(
    state: ClearanceState, asked_on: date, valid_until: date | None
) -> list[Blocker]:
    """A regular clearance says until when, and not before it was asked for."""
    if state == ClearanceState.REGULAR and (valid_until is None or valid_until < asked_on):
        text = _("A regular clearance needs the day until which it is valid.")
        return [Blocker("no_validity", text, hands.finance())]
    return []


def address_blockers(url: str) -> list[Blocker]:
    """Publication has an address on the administration's own section."""
    if url:
        return []
    text = _("The address of the publication on the administration's own section is missing.")
    return [Blocker("no_address", text, hands.official())]


def tie_blockers(
    network: Network, by: User | None, *, besides: frozenset[TieKind] = frozenset()
) -> list[Blocker]:
    """Nobody acts on a network to which they are tied (T4, P9)."""
    if by is None:
        return []
    kinds = {tie.kind for tie in people.ties_with(by, network)} - besides
    return [
        Blocker("tie", _("You are tied to this network: %(tie)s.") % {"tie": kind.label})
        for kind in sorted(kinds)
    ]


def _person_blockers(tranche: Tranche, step: Step, by: User | None) -> list[Blocker]:
    if by is None:
        return []
    besides = frozenset({TieKind.MUNICIPALITY}) if step == Step.OPINION else frozenset[TieKind]()
    found = tie_blockers(tranche.grant.project.network, by, besides=besides)
    for name in DISTINCT[step]:
        if getattr(tranche, f"{name}_by_id") == by.pk:
            found.append(Blocker("same_person", _did(name)))
    return found


def _did(name: str) -> str:
    """Which earlier step keeps this person from the one at hand."""
    return {
        "requested": _("You asked for this instalment: another person does this step."),
        "verified": _("You checked this instalment: another person does this step."),
        "opinion": _("You gave the opinion on this instalment: another person does this step."),
        "approved": _("You approved this instalment: another person does this step."),
    }[name]


def earlier_blockers(tranche: Tranche) -> list[Blocker]:
    """The plan keeps the order of its tranches (T2)."""
    earlier = queries.missing_earlier(tranche)
    if earlier is None:
        return []
    text = _("Instalment %(number)d comes first and is not paid yet.") % {
        "number": earlier.position
    }
    return [Blocker("not_in_order", text)]


def _opinion_awaited(tranche: Tranche) -> Blocker:
    if tranche.opinion_due is None:
        text = _("The municipality has not given its opinion yet.")
        return Blocker("opinion_awaited", text, hands.municipality())
    days = (tranche.opinion_due - clock.today()).days + 1
    text = ngettext(
        "The municipality may still give its opinion: until %(day)s, %(count)d day more.",
        "The municipality may still give its opinion: until %(day)s, %(count)d days more.",
        days,
    ) % {"day": day_text(tranche.opinion_due, year=True), "count": days}
    return Blocker("opinion_awaited", text, hands.municipality())


def wrong_state(tranche: Tranche) -> Blocker:
    text = _("This instalment is now: %(state)s.") % {"state": tranche.get_state_display()}
    return Blocker(f"state_{tranche.state}", text)
