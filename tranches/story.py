"""Who did what with a tranche, and what comes next, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.access import hands
from core.ui.pieces import Step as Piece
from tranches import queries
from tranches.enums import OpinionKind, Step, TrancheState
from tranches.models import Tranche
from tranches.queries.steps import waits_for_opinion

S = TrancheState


@dataclass(frozen=True)
class Done:
    """A step of the way: who and when, or nobody yet."""

    label: str
    when: datetime | date | None = None
    who: str = ""
    note: str = ""


def done_steps(tranche: Tranche) -> list[Done]:
    """The line of LOOK: request, check, opinion, act, publication, order, receipt."""
    act, publication = queries.act_of(tranche), queries.publication_of(tranche)
    order = queries.live_order(tranche)
    opinion = str(tranche.get_opinion_display()) if tranche.opinion else ""
    receipt = tranche.entries.filter(order=order).order_by("recorded_at", "pk").last()
    return [
        _done(Step.REQUEST, tranche, "requested", tranche.request_note),
        _done(Step.VERIFY, tranche, "verified", tranche.verify_note),
        _done(
            Step.OPINION,
            tranche,
            "opinion",
            ": ".join(filter(None, [opinion, tranche.opinion_text])),
        ),
        _done(
            Step.APPROVE,
            tranche,
            "approved",
            _("no. %(number)s") % {"number": act.number} if act else "",
        ),
        Done(_label(Step.PUBLISH), publication.published_on if publication else None),
        _done(
            Step.ORDER,
            tranche,
            "ordered",
            _("no. %(number)s") % {"number": order.number} if order else "",
        ),
        _done(
            Step.PAY,
            tranche,
            "paid",
            _("no. %(number)s") % {"number": receipt.receipt_number} if receipt else "",
        ),
    ]


def _done(step: Step, tranche: Tranche, name: str, note: str) -> Done:
    person = getattr(tranche, f"{name}_by")
    return Done(
        _label(step), getattr(tranche, f"{name}_at"), person.full_name if person else "", note
    )


def _label(step: Step) -> str:
    words = str(step.label)
    return words[:1].upper() + words[1:]


WHO: dict[Step, Callable[[], str]] = {
    Step.REQUEST: hands.lead,
    Step.VERIFY: hands.verifier,
    Step.OPINION: hands.municipality,
    Step.APPROVE: hands.official,
    Step.PUBLISH: hands.official,
    Step.ORDER: hands.finance,
    Step.PAY: hands.finance,
}


def what_comes(tranche: Tranche) -> list[Piece]:
    """The steps of the aside: those done, the one that waits and for whom, those ahead."""
    current = queries.next_step(tranche)
    order = list(Step)
    step_of_opinion = queries.opinion_step()
    if not step_of_opinion.is_part and not tranche.opinion:
        order.remove(Step.OPINION)
    at = order.index(current) if current in order else len(order) if tranche.state == S.PAID else -1
    if tranche.state == S.SUSPENDED:
        return [
            Piece(_("Suspended"), "now", tranche.suspended_at, note=tranche.suspend_reason),
            Piece(_("Resumed"), "next", note=hands.official()),
        ]
    return [
        Piece(
            label=_label(step),
            state="done" if index < at else "now" if index == at else "next",
            when=_due(tranche, step) if index == at else None,
            note=WHO[step]() if index >= at else _skipped(tranche, step),
        )
        for index, step in enumerate(order)
    ]


def awaited_to_resume(tranche: Tranche) -> str:
    """What a suspended tranche waits for, and who resumes it then, in one sentence."""
    words = {"who": hands.official(), "state": TrancheState(tranche.suspended_from).label}
    sister = queries.moving_sister(tranche)
    if sister is None:
        return (
            _("Once the reason is gone, %(who)s resumes it: it goes on from “%(state)s”.") % words
        )
    return _(
        "It waits until instalment %(number)d is paid, sent back or suspended; then %(who)s resumes it:"
        " it goes on from “%(state)s”."
    ) % {**words, "number": sister.position}


def _due(tranche: Tranche, step: Step) -> date | str | None:
    """When it is due: the plan's month stays a month; the opinion has its term."""
    if step == Step.REQUEST:
        return tranche.when
    if step == Step.OPINION and waits_for_opinion(tranche, queries.opinion_step()):
        return tranche.opinion_due
    return None


def _skipped(tranche: Tranche, step: Step) -> str:
    if step == Step.OPINION and tranche.opinion in {"", OpinionKind.NOT_GIVEN}:
        return str(OpinionKind.NOT_GIVEN.label)
    return ""
