"""Admissibility: a checklist, a person's decision with its reason, and the way back (C6, C12)."""

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from calls.domain.admissibility import (
    admit_all,
    admit_submission,
    exclude_submission,
    sorted_out,
    undo_admissibility,
)
from calls.enums import Channel, ExclusionReason, LatePolicy, SubmissionState, Verdict
from calls.models import AdmissibilityDecision, Call, Submission
from calls.queries.admissibility import checklist_of, exclusion_reasons, to_check
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.queries import history_of
from core.notices.models import OutboxMessage
from core.people.domain.ties import declare_tie
from core.people.enums import OrganisationKind, TieKind
from tests.factories import calls, commission, people, rankings

pytestmark = pytest.mark.usefixtures("programme")
WORDS = "Manca l'accordo di partenariato chiesto all'articolo 5."


@pytest.fixture
def by() -> User:
    return people.facilitator("Fausta Verifica")


def closed(**fields: Any) -> tuple[Call, Submission]:
    call = commission.open_call(**fields)
    submission, _receipt = calls.sent(call)
    commission.close(call)
    return call, Submission.objects.get(pk=submission.pk)


def admit(submission: Submission, by: User, **more: Any) -> Submission:
    with clock.at(calls.AFTER):
        return admit_submission(submission_id=submission.pk, by=by, **more)


def exclude(
    submission: Submission, by: User, reason: Any = ExclusionReason.REQUIREMENTS, words: str = WORDS
) -> Submission:
    with clock.at(calls.AFTER):
        return exclude_submission(submission_id=submission.pk, by=by, reason=reason, words=words)


def undo(submission: Submission, by: User, note: str = "Un errore nostro") -> Submission:
    with clock.at(calls.AFTER):
        return undo_admissibility(submission_id=submission.pk, by=by, note=note)


@pytest.mark.rule("C6")
def test_admitting_leaves_date_actor_decision_and_notice(by: User) -> None:
    _call, submission = closed()
    admitted = admit(submission, by)
    assert (admitted.state, admitted.checked_by) == (SubmissionState.ADMISSIBLE, by)
    decision = AdmissibilityDecision.objects.get()
    assert decision.verdict == Verdict.ADMITTED
    assert all(decision.checks.values())
    assert OutboxMessage.objects.filter(kind="calls.submission_admitted").exists()
    assert "admit" in {entry.verb for entry in history_of(admitted)}


@pytest.mark.rule("C6")
def test_an_exclusion_has_a_reason_of_the_call_and_a_letter_with_the_words(by: User) -> None:
    call, submission = closed()
    assert ExclusionReason.LATE not in exclusion_reasons(call)
    with pytest.raises(Blocked, match="reason_unknown"):
        exclude(submission, by, ExclusionReason.LATE)
    with pytest.raises(Blocked, match="no_words"):
        exclude(submission, by, words="  ")
    excluded = exclude(submission, by)
    assert (excluded.state, excluded.exclusion_reason) == ("inadmissible", "requirements")
    letter = OutboxMessage.objects.filter(kind="calls.submission_excluded").order_by("pk")[0]
    assert WORDS in letter.text
    assert call.contact_email in letter.text


@pytest.mark.rule("C12")
def test_a_decision_is_taken_back_and_stays_in_the_record(by: User) -> None:
    _call, submission = closed()
    exclude(submission, by)
    with pytest.raises(Blocked, match="already_checked"):
        admit(submission, by)
    with pytest.raises(Blocked, match="no_reason"):
        undo(submission, by, note=" ")
    again = undo(submission, by)
    assert (again.state, again.checked_at, again.exclusion_reason) == ("submitted", None, "")
    admit(submission, by)
    verdicts = AdmissibilityDecision.objects.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.EXCLUDED, Verdict.TAKEN_BACK, Verdict.ADMITTED]
    for statement in ("UPDATE {} SET words = ''", "DELETE FROM {}"):
        with (
            pytest.raises((IntegrityError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(AdmissibilityDecision._meta.db_table))


@pytest.mark.begins_from(stage=rankings.scored)
def test_nothing_is_taken_back_once_the_commission_has_opened() -> None:
    found = rankings.scored()
    with pytest.raises(Blocked, match="commission_opened"):
        undo(found.best, people.facilitator("Fausta Tardi"))


@pytest.mark.parametrize("state", SubmissionState)
def test_only_what_was_sent_is_checked_in_every_state(state: SubmissionState, by: User) -> None:
    call = commission.open_call()
    submission = calls.draft(call) if state == "draft" else calls.sent(call)[0]
    commission.close(call)
    if state != SubmissionState.DRAFT:
        rankings.in_state(submission, state)
    if state in {SubmissionState.SUBMITTED, SubmissionState.TO_INTEGRATE}:
        assert admit(submission, by).state == SubmissionState.ADMISSIBLE
    else:
        with pytest.raises(Blocked):
            admit(submission, by)
        with pytest.raises(Blocked):
            exclude(submission, by)


def test_it_is_checked_after_the_close(by: User) -> None:
    submission, _receipt = calls.sent(commission.open_call())
    with clock.at(calls.DURING), pytest.raises(Blocked, match="call_open"):
        admit_submission(submission_id=submission.pk, by=by)


def test_ideas_are_not_checked(by: User) -> None:
    idea, _receipt = calls.sent(calls.open_call())
    with pytest.raises(Blocked, match="idea"):
        admit(idea, by)


def test_whoever_is_tied_decides_nothing(by: User) -> None:
    call, submission = closed()
    declare_tie(user=by, network=submission.network, kind=TieKind.HELPED, by=by)
    for act in (admit, exclude):
        with pytest.raises(Blocked, match="tied"):
            act(submission, by)
    with clock.at(calls.AFTER):
        passing, waiting = sorted_out(call, by)
    assert not passing
    assert [row for row, _why in waiting] == [submission]


def test_the_checklist_says_what_holds(by: User) -> None:
    call = commission.open_call(
        late_policy=LatePolicy.ACCEPT_AND_MARK, admitted_kinds=[OrganisationKind.ETS]
    )
    late, _receipt = calls.sent(call, at=calls.AFTER)
    commission.close(call)
    lists = {check.key: check.passed for check in checklist_of(late).checks}
    assert lists == {"in_time": False, "lead_kind": True, "complete": True}
    with pytest.raises(Blocked, match="note_needed"):
        admit(late, by)
    assert admit(late, by, note="Il portale era fermo: avviso del 26").state == "admissible"
    assert ExclusionReason.LATE in exclusion_reasons(call)


def test_what_was_entered_on_behalf_waits_for_its_confirmation(by: User) -> None:
    _call, submission = closed()
    Submission.objects.filter(pk=submission.pk).update(
        channel=Channel.PHONE, entered_by=by, confirmed_at=None
    )
    submission.refresh_from_db()
    assert [check.key for check in checklist_of(submission).failed] == ["confirmed"]


def test_all_that_pass_are_admitted_together_and_the_others_wait(by: User) -> None:
    call = commission.open_call(late_policy=LatePolicy.ACCEPT_AND_MARK)
    good = [calls.sent(call)[0] for _ in range(3)]
    late, _receipt = calls.sent(call, at=calls.AFTER)
    commission.close(call)
    with clock.at(calls.AFTER + calls.SECOND):
        passing, waiting = sorted_out(call, by)
        admitted = admit_all(call_id=call.pk, by=by)
        assert passing == admitted == good
        assert [row for row, _why in waiting] == [late]
        assert list(to_check(call).order_by("pk")) == [late]
        assert admit_all(call_id=call.pk, by=by) == []


@pytest.mark.rule("C6")
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "admissible"}, "submission_checked_with_date_and_actor"),
        ({"state": "inadmissible"}, "submission_"),
        ({"exclusion_reason": "late"}, "submission_excluded_with_reason"),
        ({"exclusion_reason": "just so"}, "submission_ex"),
        ({"state": "selected"}, "submission_"),
        ({"state": "renounced"}, "submission_"),
    ],
)
def test_the_database_ties_states_to_date_actor_and_reason(
    changes: dict[str, str], constraint: str
) -> None:
    _call, submission = closed()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**changes)
