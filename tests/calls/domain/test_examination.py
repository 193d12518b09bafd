"""Requirements read by hand, the notice before exclusion, requests for review, the call's letters."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from calls.domain.admissibility import admit_all, admit_submission, exclude_submission
from calls.domain.exclusion_notices import announce_exclusion, observe_exclusion
from calls.domain.procedure import RequirementRow, Tick, check_requirements, write_letters
from calls.domain.rankings import approve_ranking, draw_ranking
from calls.domain.reviews import answer_review, request_review
from calls.domain.scorecards import reopen_scorecard
from calls.enums import ExclusionReason, Outcome, SubmissionState
from calls.integration_enums import ExclusionState, ReviewState
from calls.models import AdmissibilityDecision, ExclusionNotice, ReviewRequest, Submission
from calls.outcome_letters import Post, examples, letters_in_order, messages_of, preview
from calls.queries.admissibility import checklist_of
from calls.queries.integration import awaiting_correction
from calls.tasks import sweep_terms
from core.access import clock
from core.access.blocked import Blocked
from core.access.keys import new_id
from core.access.models import User
from core.notices.models import Deadline, OutboxMessage, new_message_id
from core.people.domain.ties import declare_tie
from core.people.enums import TieKind
from core.ui.bilingual import Bilingual
from tests.factories import commission, documents, integration, people, rankings

pytestmark = pytest.mark.usefixtures("programme")
STATUTE = RequirementRow("statuto", Bilingual(it="Lo statuto è allegato", en="Statute attached"))
REASON = ExclusionReason.REQUIREMENTS


@pytest.fixture
def by() -> User:
    return people.facilitator("Fausta Verifica")


def exclude(submission: Submission, by: User, *, after: Any = timedelta(), answer: str = "") -> Any:
    with clock.at(integration.ASKED + after):
        return exclude_submission(
            submission_id=submission.pk, by=by, reason=REASON, words="Manca.", answer=answer
        )


@pytest.mark.rule("C6")
def test_requirements_are_ticked_by_hand_each_with_its_note(by: User) -> None:
    call, waiting = integration.waiting(requirements=[STATUTE])
    with clock.at(integration.ASKED):
        assert [each.key for each in checklist_of(waiting).failed] == ["requirement:statuto"]
        assert admit_all(call_id=call.pk, by=by) == []
        with pytest.raises(Blocked, match="no_note"):
            check_requirements(submission_id=waiting.pk, ticks={"statuto": Tick(False)}, by=by)
        check_requirements(
            submission_id=waiting.pk, ticks={"statuto": Tick(False, "Pagina 3")}, by=by
        )
        assert checklist_of(waiting).failed[0].note == "Pagina 3"
        check_requirements(submission_id=waiting.pk, ticks={"statuto": Tick(True)}, by=by)
        assert admit_all(call_id=call.pk, by=by) == [waiting]
    assert AdmissibilityDecision.objects.get().checks["requirement:statuto"] is True
    with pytest.raises(Blocked, match="begun"):
        integration.terms(call, review_days=5)


@pytest.mark.rule("C6")
def test_an_exclusion_waits_for_its_notice_where_the_call_offers_observations(by: User) -> None:
    _call, waiting = integration.waiting(offers_observations=True)
    with pytest.raises(Blocked, match="not_announced"):
        exclude(waiting, by)
    notice = integration.announced(waiting, by)
    assert (notice.due_at - notice.announced_at).days >= 10
    assert Deadline.objects.get(object_id=notice.pk).at == notice.due_at
    with pytest.raises(Blocked, match="term_running"):
        exclude(waiting, by)
    with clock.at(integration.ASKED + timedelta(days=3)):
        observe_exclusion(
            notice_id=notice.pk,
            text="È a pagina 4.",
            upload=documents.upload(),
            by=waiting.started_by,
        )
        with pytest.raises(Blocked, match="answered"):
            observe_exclusion(notice_id=notice.pk, text="E ancora", by=waiting.started_by)
    with pytest.raises(Blocked, match="no_answer"):
        exclude(waiting, by, after=timedelta(days=4))
    exclude(waiting, by, after=timedelta(days=4), answer="Pagina 4 è un altro atto.")
    notice.refresh_from_db()
    assert (notice.state, notice.decision) == ("concluded", AdmissibilityDecision.objects.get())
    letter = OutboxMessage.objects.filter(kind="calls.submission_excluded").order_by("pk")[0]
    assert "Pagina 4 è un altro atto." in letter.text
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ExclusionNotice.objects.filter(pk=notice.pk).update(words="altro")


@pytest.mark.rule("C6")
def test_silence_lets_the_term_pass_and_an_admission_ends_the_notice(by: User) -> None:
    _call, waiting = integration.waiting(offers_observations=True)
    notice = integration.announced(waiting, by)
    with clock.at(notice.due_at + timedelta(minutes=1)):
        assert sweep_terms() == 1
        with pytest.raises(Blocked, match="too_late"):
            observe_exclusion(notice_id=notice.pk, text="Tardi", by=waiting.started_by)
        admit_submission(submission_id=waiting.pk, by=by)
    notice.refresh_from_db()
    assert notice.state == ExclusionState.CONCLUDED


def test_a_call_that_does_not_offer_them_excludes_at_once(by: User) -> None:
    _call, waiting = integration.waiting()
    with clock.at(integration.ASKED), pytest.raises(Blocked, match="not_offered"):
        announce_exclusion(submission_id=waiting.pk, reason=REASON, words="Manca.", by=by)
    assert exclude(waiting, by).state == SubmissionState.INADMISSIBLE


@pytest.mark.rule("C10")
@pytest.mark.begins_from(stage=rankings.scored)
def test_an_accepted_review_lets_scores_change_and_ends_with_a_new_ranking() -> None:
    found = rankings.scored()
    rankings.approved(found)
    low = Submission.objects.get(pk=found.low.pk)
    review = integration.reviewed(low)
    assert Deadline.objects.get(object_id=review.pk).on == review.answer_due_on
    with clock.at(rankings.APPROVAL + timedelta(hours=1)):
        with pytest.raises(Blocked, match="asked"):
            request_review(submission_id=low.pk, text="Ancora", by=low.started_by)
        with pytest.raises(Blocked, match="no_answer"):
            answer_review(review_id=review.pk, accepted=True, answer=" ", by=found.cast.official)
        answer_review(
            review_id=review.pk, accepted=True, answer="La lettera c'era.", by=found.cast.official
        )
        assert awaiting_correction().count() == 1
        card = low.scorecards.order_by("pk")[0]
        reopen_scorecard(scorecard_id=card.pk, reason="Riesame accolto", by=found.cast.chair)
    commission.hand_in(found.commission, card.seat.person, low, 9, 9, 9)
    with clock.at(rankings.APPROVAL + timedelta(days=1)):
        again = draw_ranking(call_id=found.call.pk, by=found.cast.coordinator, reason="Riesame")
        approve_ranking(ranking_id=again.pk, by=found.cast.official, **rankings.ACT)
    assert not awaiting_correction().exists()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ReviewRequest.objects.filter(pk=review.pk).update(text="altro")


@pytest.mark.begins_from(stage=rankings.scored)
def test_a_review_has_its_term_and_its_reasons() -> None:
    found = rankings.scored()
    low = Submission.objects.get(pk=found.low.pk)
    with clock.at(rankings.APPROVAL), pytest.raises(Blocked, match="not_reviewable"):
        request_review(submission_id=low.pk, text="Ora?", by=low.started_by)
    rankings.approved(found)
    with (
        clock.at(rankings.APPROVAL + timedelta(days=40)),
        pytest.raises(Blocked, match="too_late"),
    ):
        request_review(submission_id=low.pk, text="Tardi", by=low.started_by)
    review = integration.reviewed(low)
    declare_tie(
        user=found.cast.official, network=low.network, kind=TieKind.HELPED, by=found.cast.official
    )
    with clock.at(rankings.APPROVAL), pytest.raises(Blocked, match="tied"):
        answer_review(review_id=review.pk, accepted=False, answer="No", by=found.cast.official)
    other = commission.official("Olga Altra")
    with clock.at(rankings.APPROVAL):
        answered = answer_review(review_id=review.pk, accepted=False, answer="No", by=other)
    assert answered.state == ReviewState.REJECTED
    assert OutboxMessage.objects.filter(kind="calls.review_answered").exists()


@pytest.mark.rule("C12")
@pytest.mark.begins_from(stage=rankings.scored)
def test_a_review_takes_back_an_exclusion_after_the_commission_has_opened() -> None:
    found = rankings.scored()
    rankings.approved(found)
    low = Submission.objects.get(pk=found.low.pk)
    rankings.in_state(low, SubmissionState.RESERVE)
    Submission.objects.filter(pk=low.pk).update(
        state="inadmissible", exclusion_reason="requirements", decided_at=None, decided_by=None
    )
    review = integration.reviewed(low)
    with clock.at(rankings.APPROVAL):
        answer_review(review_id=review.pk, accepted=True, answer="C'era.", by=found.cast.official)
    low.refresh_from_db()
    assert (low.state, low.checked_at) == ("submitted", None)
    assert AdmissibilityDecision.objects.order_by("-pk")[0].verdict == "taken_back"


@pytest.mark.begins_from(stage=rankings.scored)
def test_letters_are_read_before_they_leave_and_found_afterwards() -> None:
    found = rankings.scored()
    ranking = rankings.drawn(found)
    words = {Outcome.RESERVE: Bilingual(it="Vi aspettiamo il 3 maggio.", en="See you on 3 May.")}
    with clock.at(rankings.APPROVAL):
        write_letters(call_id=found.call.pk, words=words, by=found.cast.coordinator)
    assert Post(ranking).whole().total == 0
    shown = {one.outcome: one for one in examples(ranking)}
    assert "Vi aspettiamo il 3 maggio." in shown[Outcome.RESERVE].letter.text
    approved = rankings.approved(found, ranking)
    post, rows = Post(approved), list(letters_in_order(approved))
    assert sum(one.count for one in shown.values()) == len(rows)
    assert all(post.of_entry(row).waiting == post.of_entry(row).total > 0 for row in rows)
    reserve = next(row for row in rows if row.outcome == Outcome.RESERVE)
    reserve.ranking = approved
    assert preview(reserve).subject == messages_of(reserve)[0].subject
    of_another_call = messages_of(reserve)[0]
    of_another_call.pk, of_another_call.message_id = new_id(), new_message_id()
    of_another_call.path = of_another_call.path.replace(str(reserve.submission_id), str(new_id()))
    of_another_call.save(force_insert=True)
    assert Post(approved).whole() == post.whole()
    with pytest.raises(Blocked, match="sent"):
        write_letters(call_id=found.call.pk, words=words, by=found.cast.coordinator)


@pytest.mark.parametrize(
    ("changes", "match"),
    [("integration_days = 31", "integration_days"), ("observation_days = 9", "observation_days")],
)
def test_the_database_keeps_terms_within_the_law(changes: str, match: str) -> None:
    integration.waiting(review_days=20)
    with (
        pytest.raises(IntegrityError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE calls_examinationrule SET {changes}")
