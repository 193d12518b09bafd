"""Comments inside a draft, and who is asked to help with it: never part of what is sent (C2, C16)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from calls.domain.draft_comments import resolve_comment, unresolve_comment, write_comment
from calls.domain.draft_help import Present, ask_help, end_help, record_together
from calls.domain.submissions import change_submission, save_section, submit_submission
from calls.models import DraftComment, Submission
from calls.queries import visible_to
from calls.queries.canonical import canonical_text
from calls.queries.draft_work import open_threads, people_in_draft, sittings_of, talk_of
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.notices.models import OutboxMessage
from core.people.enums import MemberLevel, TieKind
from core.people.models import Tie
from core.people.queries import forget
from core.programmes.models import Programme
from tests.factories import calls, people


@pytest.fixture
def draft(programme: Programme) -> Submission:
    return calls.ready(calls.open_call())


@pytest.fixture
def colleague(draft: Submission) -> User:
    person = people.user("Nora Neri")
    return people.member(draft.lead, MemberLevel.EDITOR, person).user


def said(draft: Submission, text: str = "Manca un numero.", **more: Any) -> DraftComment:
    return write_comment(
        submission_id=draft.pk, section="idea", text=text, by=draft.started_by, **more
    )


def told(kind: str) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind).order_by("pk")
    return [row.recipient.email if row.recipient else row.address for row in rows]


@pytest.mark.rule("C2")
def test_a_comment_never_changes_what_is_sent(draft: Submission) -> None:
    before = canonical_text(draft)
    said(draft, question="need")
    assert canonical_text(draft) == before
    [talk] = talk_of(draft, section="idea")
    [thread] = talk.threads
    assert (thread.about != "", talk.open_count, open_threads(draft)) == (True, 1, 1)


def test_who_is_named_is_told_once_and_by_name(draft: Submission, colleague: User) -> None:
    said(draft, "Guarda tu @nora, o @Nora Neri: info@example.org non risponde.")
    assert told("calls.draft_mentioned") == [colleague.email]
    assert colleague.email not in told("calls.draft_commented")


def test_an_at_that_names_nobody_is_refused_in_words(draft: Submission, colleague: User) -> None:
    with pytest.raises(ValidationError, match="Nora Neri"):
        said(draft, "Chiedi a @Ugo")
    assert not DraftComment.objects.exists()


def test_an_answer_reaches_the_thread_and_opens_it_again(
    draft: Submission, colleague: User
) -> None:
    root = said(draft)
    resolve_comment(comment_id=root.pk, by=colleague)
    with pytest.raises(Blocked):
        resolve_comment(comment_id=root.pk, by=colleague)
    answer = write_comment(
        submission_id=draft.pk, section="", text="Non ancora.", reply_to_id=root.pk, by=colleague
    )
    root.refresh_from_db()
    assert (answer.section, root.is_resolved) == ("idea", False)
    assert draft.started_by.email in told("calls.draft_commented")
    with pytest.raises(Blocked):
        unresolve_comment(comment_id=root.pk, by=colleague)


def test_after_the_sending_comments_are_read_only(draft: Submission) -> None:
    said(draft)
    submit_submission(submission_id=draft.pk, by=draft.started_by)
    with pytest.raises(Blocked):
        said(draft)


def test_only_a_remark_is_resolved_and_with_its_actor(draft: Submission) -> None:
    root = said(draft)
    for change in ({"resolved_at": clock.now()}, {"text": ""}):
        with pytest.raises(IntegrityError, match="draft_comment_"), transaction.atomic():
            DraftComment.objects.filter(pk=root.pk).update(**change)


def test_a_draft_is_open_to_a_helper_until_it_is_closed(draft: Submission) -> None:
    mentor = people.mentor(draft.network)
    assert not visible_to(mentor).filter(pk=draft.pk).exists()
    helper = ask_help(submission_id=draft.pk, person=mentor, may_write=False, by=draft.started_by)
    assert visible_to(mentor).filter(pk=draft.pk).exists()
    assert mentor in people_in_draft(draft)
    assert told("calls.help_asked") == [mentor.email]
    assert mentor.has_perm("calls.comment_draft", draft)
    assert not mentor.has_perm("calls.write_submission", draft)
    end_help(helper_id=helper.pk, by=draft.started_by)
    assert not visible_to(mentor).filter(pk=draft.pk).exists()
    with pytest.raises(Blocked):
        end_help(helper_id=helper.pk, by=draft.started_by)


@pytest.mark.rule("C7")
@pytest.mark.parametrize("way", ["comment", "answers", "title"])
def test_who_helps_with_a_draft_is_tied_by_the_first_word_not_by_being_asked(
    draft: Submission, way: str
) -> None:
    helper = people.facilitator("Franca Facilita")
    ask_help(submission_id=draft.pk, person=helper, may_write=True, by=draft.started_by)
    tied = Tie.objects.filter(user=helper, network=draft.network, kind=TieKind.HELPED)
    assert not tied.exists()
    if way == "comment":
        write_comment(submission_id=draft.pk, section="idea", text="Manca la sede.", by=helper)
    elif way == "answers":
        save_section(
            submission_id=draft.pk, section_key="idea", answers={"need": "Spazi"},
            base_revision=99, by=helper,
        )  # fmt: skip
    else:
        change_submission(
            submission_id=draft.pk, title="Orti", territory_id=draft.territory_id, by=helper
        )
    assert tied.count() == 1
    said(draft)
    assert not Tie.objects.filter(user=draft.started_by).exists()


def test_three_people_help_with_a_draft_at_most(draft: Submission) -> None:
    found = [people.facilitator(f"Facilita {number}") for number in range(4)]
    asked = [
        ask_help(submission_id=draft.pk, person=one, may_write=False, by=draft.started_by)
        for one in found[:3]
    ]
    with pytest.raises(Blocked, match="enough_helpers"):
        ask_help(submission_id=draft.pk, person=found[3], may_write=False, by=draft.started_by)
    end_help(helper_id=asked[0].pk, by=draft.started_by)
    ask_help(submission_id=draft.pk, person=found[3], may_write=False, by=draft.started_by)


def test_nobody_is_asked_twice(draft: Submission) -> None:
    helper = people.facilitator("Franca Facilita")
    ask_help(submission_id=draft.pk, person=helper, may_write=True, by=draft.started_by)
    with pytest.raises(Blocked):
        ask_help(submission_id=draft.pk, person=helper, may_write=True, by=draft.started_by)


def test_nobody_else_can_be_asked(draft: Submission) -> None:
    with pytest.raises(Blocked, match="not_a_helper"):
        ask_help(
            submission_id=draft.pk,
            person=people.user("Sara Straniera"),
            may_write=False,
            by=draft.started_by,
        )


@pytest.mark.rule("C16")
def test_filling_in_together_names_both(draft: Submission) -> None:
    helper = people.facilitator("Franca Facilita")
    assert not helper.has_perm("calls.record_together", draft)
    ask_help(submission_id=draft.pk, person=helper, may_write=True, by=draft.started_by)
    forget(helper)
    assert helper.has_perm("calls.write_submission", draft)
    assert helper.has_perm("calls.record_together", draft)
    assert not helper.has_perm("calls.submit_submission", draft)
    present = Present("Rosa Rossi", "presidente", clock.today())
    record_together(submission_id=draft.pk, present=present, by=helper)
    [sitting] = sittings_of(draft)
    assert (sitting.facilitator, sitting.person_name) == (helper, "Rosa Rossi")
    with pytest.raises(Blocked):
        record_together(submission_id=draft.pk, present=Present(" ", "", clock.today()), by=helper)
