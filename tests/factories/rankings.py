"""Applications that were checked and ranked, and rankings, for tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from calls.domain.admissibility import admit_all
from calls.domain.rankings import approve_ranking, draw_ranking
from calls.enums import CHECKED_STATES, DECIDED_STATES, ExclusionReason, SubmissionState
from calls.models import Call, Commission, Ranking, Submission
from core.access import clock
from tests.factories import calls, commission, people, programmes
from tests.factories.commission import Seats
from tests.stages import stage


def in_state(submission: Submission, state: SubmissionState) -> Submission:
    """The application put in a state by hand, with what the database asks of it; not for its rules."""
    now, by = clock.now(), submission.started_by
    values: dict[str, Any] = {"state": state}
    if state in CHECKED_STATES:
        values |= {"checked_at": now, "checked_by": by}
    if state == SubmissionState.INADMISSIBLE:
        values["exclusion_reason"] = ExclusionReason.REQUIREMENTS
    if state in DECIDED_STATES:
        values |= {"decided_at": now, "decided_by": by}
    if state == SubmissionState.RENOUNCED:
        values |= {"renounced_at": now, "renounced_by": by}
    if state == SubmissionState.WITHDRAWN:
        values |= {"withdrawn_at": now, "withdrawn_by": by}
    Submission.objects.filter(pk=submission.pk).update(**values)
    submission.refresh_from_db()
    return submission


TERRITORIES = ("Collegno", "Grugliasco")
APPROVAL = calls.CLOSES + timedelta(days=30)


@dataclass(frozen=True)
class Scored:
    """A call whose proposals are completely scored: three of Collegno, one of Grugliasco, none of Rivoli.

    `best` of Collegno has 80 points, `second` 70, `low` 40; `lone` of Grugliasco 60, just the threshold.
    """

    call: Call
    commission: Commission
    cast: Seats
    best: Submission
    second: Submission
    low: Submission
    lone: Submission


@stage(at=calls.DURING)
def scored(**selection: Any) -> Scored:
    """Everything up to the last card, by the verbs; `selection` are fields of the rule."""
    near, far = (programmes.territory(name) for name in TERRITORIES)
    programmes.territory("Rivoli")
    call = commission.open_call(rule=selection)
    rows = [
        calls.sent(call, people.network(name, territory=territory))[0]
        for name, territory in (
            ("Orti", near),
            ("Mercato", near),
            ("Cucina", near),
            ("Scuola", far),
        )
    ]
    call = commission.close(call)
    admit_everything(call)
    cast = commission.prepared(call)
    at_work = commission.appoint(call, cast)
    for person in (cast.chair, cast.member, cast.alternate, cast.secretary):
        commission.declare_all(at_work, person)
    for row, marks in zip(rows, ((8, 8, 8), (7, 7, 7), (4, 4, 4), (6, 6, 6)), strict=True):
        for person in (cast.chair, cast.member):
            commission.hand_in(at_work, person, row, *marks)
        row.refresh_from_db()
    return Scored(call, at_work, cast, *rows)


def admit_everything(call: Call) -> list[Submission]:
    """Every application whose list holds, admitted the day after the close."""
    with clock.at(calls.AFTER):
        return admit_all(call_id=call.pk, by=people.facilitator("Fausta Ammette"))


def drawn(found: Scored) -> Ranking:
    with clock.at(APPROVAL):
        return draw_ranking(call_id=found.call.pk, by=found.cast.coordinator)


def approved(found: Scored, ranking: Ranking | None = None) -> Ranking:
    """The ranking, final by the act of the official who appointed the commission."""
    ranking = ranking or drawn(found)
    with clock.at(APPROVAL):
        return approve_ranking(ranking_id=ranking.pk, by=found.cast.official, **ACT)


ACT: dict[str, Any] = {
    "act_number": "DD 77/2021",
    "act_date": date(2021, 3, 20),
    "act_url": "https://trasparenza.example.org/dd-77-2021",
}
