"""Before the commission: requirements read in the papers, one proposal completed, one excluded.

Both are invented, with the words: what is missing is asked for, an exclusion is announced before it is
final, and the network answers.
"""

from calls.domain.admissibility import admit_all, admit_submission, exclude_submission
from calls.domain.exclusion_notices import announce_exclusion, observe_exclusion
from calls.domain.integration import answer_integration, request_integration, save_integration
from calls.domain.procedure import Tick, check_requirements
from calls.enums import ExclusionReason
from calls.models import Call, Submission
from calls.queries import admissibility
from calls.queries import integration as queries
from core.access import clock
from core.access.models import User
from core.questionnaires import queries as questionnaires
from topmetro.demo.people import played_by, signer_of
from topmetro.demo.stage import Stage

COMPLETED, EXCLUDED = "Rete Orti di Rivoli", "Rete Officina Leggera"
LEAD, LEAD_NOTE = "capofila", "Il capofila è un gruppo informale: non può ricevere il contributo."
MISSING = (
    "Nella lettera di intenti la cucina centrale compra il raccolto a un prezzo concordato; nella tabella"
    " della rete risulta solo come acquirente. Scrivete che cosa fa davvero, perché ne risponde."
)
BUYS = "Compra il raccolto a un prezzo concordato e siede al tavolo della semina"
ANSWERED = (
    "Abbiamo scritto la parte della cucina centrale come sta nella lettera. Il resto non cambia."
)
EXCLUSION = (
    "Il capofila è il Gruppo Ruote Storte, che non è costituito come ente. L'avviso chiede un capofila che"
    " possa ricevere un contributo pubblico e ne risponda per tutta la rete."
)
OBSERVED = (
    "È vero: siamo un gruppo. Il 12 dicembre ci costituiamo in associazione, lo statuto è pronto e un"
    " ente ci anticipa le spese. Chiediamo di essere valutati e, se scelti, di firmare dopo quel giorno."
)
NOT_ENOUGH = (
    "Il requisito vale per tutti al giorno della chiusura, e altre reti hanno rinunciato per non averlo."
    " L'impegno a costituirsi è apprezzato: la facilitazione vi segue per i prossimi avvisi."
)


def examination_scenes(stage: Stage, call: Call) -> None:
    """From the close to the last decision on admissibility, while the commission is being appointed."""
    stage.add("2020-11-17T09:00", lambda: _check(call))
    stage.add("2020-11-17T09:30", _ask)
    stage.add("2020-11-17T10:00", lambda: admit_all(call_id=call.pk, by=_facilitator()))
    stage.add("2020-11-17T11:00", _announce)
    stage.add("2020-11-18T21:30", _observe)
    stage.add("2020-11-19T18:40", _complete)
    stage.add(
        "2020-11-20T09:00",
        lambda: admit_submission(submission_id=_of(COMPLETED).pk, by=_facilitator()),
    )
    stage.add("2020-11-20T09:20", _exclude)


def _check(call: Call) -> None:
    """A facilitator reads the papers of each proposal and ticks what the call asks for."""
    keys = [row.key for row in admissibility.requirements_of(call)]
    for submission in Submission.objects.filter(call=call).order_by("number"):
        lacks = submission.network.name == EXCLUDED
        check_requirements(
            submission_id=submission.pk,
            ticks={
                key: Tick(holds=False, note=LEAD_NOTE)
                if lacks and key == LEAD
                else Tick(holds=True)
                for key in keys
            },
            by=_facilitator(),
        )


def _ask() -> None:
    submission = _of(COMPLETED)
    rule = queries.examination_rule(submission.call)
    request_integration(
        submission_id=submission.pk,
        questions=["partner"],
        words=MISSING,
        due_at=queries.term(clock.now(), rule.integration_days),
        by=_facilitator(),
    )


def _complete() -> None:
    submission = _of(COMPLETED)
    request = queries.open_request(submission)
    assert request is not None
    partners = questionnaires.answers_of(request.sheet)["partner"]
    changed = [{**row, "role": BUYS} if "Compra" in row["role"] else row for row in partners]
    signer = signer_of(submission.network)
    save_integration(
        request_id=request.pk,
        answers={"partner": changed},
        base_revision=request.sheet.revision,
        by=signer,
    )
    answer_integration(request_id=request.pk, by=signer, words=ANSWERED)


def _announce() -> None:
    announce_exclusion(
        submission_id=_of(EXCLUDED).pk,
        reason=ExclusionReason.REQUIREMENTS,
        words=EXCLUSION,
        by=_facilitator(),
    )


def _observe() -> None:
    submission = _of(EXCLUDED)
    notice = queries.pending_exclusion(submission)
    assert notice is not None
    observe_exclusion(notice_id=notice.pk, text=OBSERVED, by=signer_of(submission.network))


def _exclude() -> None:
    exclude_submission(
        submission_id=_of(EXCLUDED).pk,
        reason=ExclusionReason.REQUIREMENTS,
        words=EXCLUSION,
        answer=NOT_ENOUGH,
        by=_facilitator(),
    )


def _of(network: str) -> Submission:
    return Submission.objects.get(call__slug="call-for-proposals", network__name=network)


def _facilitator() -> User:
    return played_by("Marco Bonino")
