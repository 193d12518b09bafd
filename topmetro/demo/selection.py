"""The proposals are examined: admitted, scored by a commission, ranked, and the ranking approved.

That one project for each municipality was selected is in the report; commission, scores and acts are
invented. One member of the commission advises the foundation of a network, and the alternate sits in.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from calls.domain.admissibility import admit_all
from calls.domain.commission import add_seat, appoint_commission
from calls.domain.declarations import declare
from calls.domain.rankings import approve_ranking, draw_ranking
from calls.domain.scorecards import save_scorecard, submit_scorecard
from calls.domain.sittings import record_sitting
from calls.enums import SeatKind
from calls.models import Call, Commission, CommissionSeat, Criterion, Submission
from calls.queries import commission as commissions
from core.access import clock
from core.people.enums import TieKind
from topmetro.demo.people import COMMISSION, played_by
from topmetro.demo.proposals import Proposal, proposals
from topmetro.demo.stage import Stage

ADVISER = ("Michele Audino", "Rete Casa Ponte")
"""Who has a tie, and with which network."""
SEATS = (SeatKind.CHAIR, SeatKind.MEMBER, SeatKind.SECRETARY, SeatKind.ALTERNATE)
SCORED_IN = timedelta(days=6)
ACT = "DD-2020-5480"
RANKING_ACT = "DD-2020-5702"
RANKING_URL = "https://www.example.org/albo/DD-2020-5702"


def selection_scenes(stage: Stage, call: Call) -> None:
    """From the close of the call for proposals to the approved ranking."""
    stage.add("2020-11-17T10:00", lambda: admit_all(call_id=call.pk, by=played_by("Marco Bonino")))
    stage.add("2020-11-18T15:00", lambda: _appoint(call))
    for place, account in enumerate(COMMISSION):
        stage.add(f"2020-11-19T{9 + place:02d}:00", _declares(account.name))
    for place, proposal in enumerate(proposals()):
        for kind in proposal.scores:
            stage.add(f"2020-11-2{place % 4}T{10 + place // 4}:30", _scores(proposal, kind))
    stage.add("2020-11-24T12:00", _keep_minutes)
    stage.add(
        "2020-11-25T10:00", lambda: draw_ranking(call_id=call.pk, by=played_by("Giulia Ferrero"))
    )
    stage.add("2020-11-26T11:00", lambda: _approve(call))


def _appoint(call: Call) -> None:
    coordinator = played_by("Giulia Ferrero")
    for account, kind in zip(COMMISSION, SEATS, strict=True):
        add_seat(call_id=call.pk, person=played_by(account.name), kind=kind, by=coordinator)
    appoint_commission(
        call_id=call.pk,
        act_number=ACT,
        act_date=clock.today(),
        scores_due_on=clock.today() + SCORED_IN,
        by=coordinator,
    )


def _declares(name: str) -> Callable[[], object]:
    def act() -> None:
        seat = CommissionSeat.objects.get(person=played_by(name))
        rows = [row.network for row in commissions.declaration_of(seat)]
        tied = {ADVISER[1]} if name == ADVISER[0] else set()
        declare(
            seat_id=seat.pk,
            ties={row.pk: [TieKind.PARTNER] if row.name in tied else [] for row in rows},
            by=seat.person,
        )

    return act


def _scores(proposal: Proposal, kind: str) -> Callable[[], object]:
    def act() -> None:
        seat = CommissionSeat.objects.get(kind=kind)
        submission = Submission.objects.get(
            call__slug="call-for-proposals", network__name=proposal.network
        )
        criteria = Criterion.objects.filter(selection__call=submission.call).order_by("position")
        values = {
            criterion.key: Decimal(score)
            for criterion, score in zip(criteria, proposal.scores[kind], strict=True)
        }
        save_scorecard(submission_id=submission.pk, seat_id=seat.pk, by=seat.person, values=values)
        submit_scorecard(submission_id=submission.pk, seat_id=seat.pk, by=seat.person)

    return act


def _keep_minutes() -> None:
    record_sitting(
        commission_id=Commission.objects.get().pk,
        held_on=clock.today(),
        minutes="La commissione legge i punteggi, discute le differenze maggiori e li conferma."
        " Sul progetto per cui un componente ha dichiarato un legame ha valutato il supplente."
        " (Verbale inventato.)",
        by=played_by("Rita Giordano"),
    )


def _approve(call: Call) -> None:
    ranking = call.rankings.get()
    approve_ranking(
        ranking_id=ranking.pk,
        act_number=RANKING_ACT,
        act_date=clock.today(),
        act_url=RANKING_URL,
        by=played_by("Anna Cavallo"),
    )
