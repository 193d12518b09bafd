"""The proposals are examined: scored by a commission, ranked, the ranking approved and then reviewed.

That one project for each municipality was selected is in the report; commission, scores and acts are
invented. One member of the commission advises the foundation of a network, and the alternate sits in.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from calls.domain.consensus import change_score
from calls.domain.procedure import write_letters
from calls.domain.rankings import approve_ranking, draw_ranking
from calls.domain.reviews import answer_review, request_review
from calls.domain.scorecards import submit_scorecard
from calls.domain.sittings import record_sitting
from calls.enums import Outcome, SeatKind
from calls.models import Call, Commission, Scorecard, Submission
from core.access import clock
from core.ui.bilingual import Bilingual
from topmetro.demo.commission import appoint, declare_ties, seat_of, write_card
from topmetro.demo.examination import examination_scenes
from topmetro.demo.people import COMMISSION, played_by, signer_of
from topmetro.demo.proposals import Proposal, proposals
from topmetro.demo.stage import Stage

ADVISER = ("Michele Audino", "Rete Casa Ponte")
"""Who has a tie, and with which network."""
SEATS = (SeatKind.CHAIR, SeatKind.MEMBER, SeatKind.SECRETARY, SeatKind.ALTERNATE)
SCORED_IN = timedelta(days=6)
ACT = "DD-2020-5480"
RANKING_ACT = "DD-2020-5702"
RANKING_URL = "https://www.example.org/albo/DD-2020-5702"
CHANGED = ("Rete Salute di Vicinato", SeatKind.CHAIR, "sostenibilita", Decimal(6))
"""The score that the commission changed in its meeting: network, seat, criterion, what it became."""
WHY_CHANGED = (
    "Riletta insieme la parte sulla sostenibilità: la farmacia si impegna per due anni, come dice la"
    " lettera allegata alla tabella della rete."
)
MINUTES = (
    "La commissione legge i punteggi e discute le differenze maggiori. Sulla proposta della Rete Salute di"
    " Vicinato cambia un punteggio, con la ragione che segue; gli altri sono confermati. Sul progetto per"
    " cui un componente ha dichiarato un legame ha valutato il supplente. (Verbale inventato.)"
)
LETTERS = {
    Outcome.SELECTED: Bilingual(
        it="Entro dieci giorni la facilitazione fissa con la rete il primo incontro di progettazione"
        " operativa, insieme al Comune.",
        en="Within ten days the facilitators agree with the network on the first meeting of operational"
        " design, together with the municipality.",
    ),
    Outcome.RESERVE: Bilingual(
        it="La rete resta invitata ai laboratori del programma: quanto costruito finora serve anche agli"
        " altri territori.",
        en="The network remains invited to the labs of the programme: what it has built so far is of use"
        " to the other territories too.",
    ),
    Outcome.NOT_ELIGIBLE: Bilingual(
        it="Un incontro con la facilitazione può aiutare a capire come continua l'idea.",
        en="A meeting with the facilitators can help to see how the idea goes on.",
    ),
}
REVIEWED = "Rete Cortili Aperti"
REVIEW = (
    "Chiediamo di rivedere il punteggio sulla rete. La commissione scrive che manca il patto con l'agenzia"
    " per la casa: il patto è stato firmato tre giorni prima della chiusura."
)
REVIEW_ANSWER = (
    "Il patto firmato prima della chiusura non era citato nella proposta né fra i suoi allegati: la"
    " commissione valuta ciò che ha ricevuto, e così per tutte le reti. Il punteggio resta. Il patto varrà"
    " per le azioni che il Comune avvia nei cortili in primavera."
)


def selection_scenes(stage: Stage, call: Call) -> None:
    """From the close of the call for proposals to the approved ranking."""
    examination_scenes(stage, call)
    stage.add("2020-11-18T15:00", lambda: _appoint(call))
    for place, account in enumerate(COMMISSION):
        stage.add(f"2020-11-19T{9 + place:02d}:00", _declares(call, account.name))
    for place, proposal in enumerate(proposals()):
        for kind in proposal.scores:
            stage.add(f"2020-11-2{place % 4}T{10 + place // 4}:30", _scores(proposal, kind))
    stage.add("2020-11-24T11:00", _agree)
    stage.add("2020-11-24T12:00", _keep_minutes)
    stage.add(
        "2020-11-25T10:00", lambda: draw_ranking(call_id=call.pk, by=played_by("Giulia Ferrero"))
    )
    stage.add("2020-11-25T15:00", lambda: _write_letters(call))
    stage.add("2020-11-26T11:00", lambda: _approve(call))
    stage.add("2020-12-02T22:15", _ask_review)
    stage.add("2020-12-15T10:30", _answer_review)


def _appoint(call: Call) -> None:
    appoint(
        call,
        dict(zip((account.name for account in COMMISSION), SEATS, strict=True)),
        act=ACT,
        scored_in=SCORED_IN,
        prepared_by=played_by("Giulia Ferrero"),
        appointed_by=played_by("Anna Cavallo"),
    )


def _declares(call: Call, name: str) -> Callable[[], object]:
    tied = {ADVISER[1]} if name == ADVISER[0] else frozenset()
    return lambda: declare_ties(call, name, partner_of=tied)


def _scores(proposal: Proposal, kind: str) -> Callable[[], object]:
    def act() -> None:
        submission = proposal_of(proposal.network)
        seat = seat_of(submission.call, kind=kind)
        write_card(submission, seat, proposal.scores[kind], comment=proposal.comments.get(kind))
        submit_scorecard(submission_id=submission.pk, seat_id=seat.pk, by=seat.person)

    return act


def _agree() -> None:
    network, kind, criterion, value = CHANGED
    card = Scorecard.objects.get(submission=proposal_of(network), seat__kind=kind)
    change_score(
        scorecard_id=card.pk,
        criterion_key=criterion,
        value=value,
        reason=WHY_CHANGED,
        by=played_by("Laura Bertolino"),
    )


def _keep_minutes() -> None:
    commission = Commission.objects.get()
    record_sitting(
        commission_id=commission.pk,
        held_on=clock.today(),
        minutes=MINUTES,
        present=[seat.pk for seat in commission.seats.order_by("position")],
        by=played_by("Rita Giordano"),
    )


def _write_letters(call: Call) -> None:
    write_letters(call_id=call.pk, words=LETTERS, by=played_by("Giulia Ferrero"))


def _ask_review() -> None:
    submission = proposal_of(REVIEWED)
    request_review(submission_id=submission.pk, text=REVIEW, by=signer_of(submission.network))


def _answer_review() -> None:
    review = proposal_of(REVIEWED).review_requests.get()
    answer_review(
        review_id=review.pk, accepted=False, answer=REVIEW_ANSWER, by=played_by("Anna Cavallo")
    )


def proposal_of(network: str) -> Submission:
    return Submission.objects.get(call__slug="call-for-proposals", network__name=network)


def _approve(call: Call) -> None:
    ranking = call.rankings.get()
    approve_ranking(
        ranking_id=ranking.pk,
        act_number=RANKING_ACT,
        act_date=clock.today(),
        act_url=RANKING_URL,
        by=played_by("Anna Cavallo"),
    )
