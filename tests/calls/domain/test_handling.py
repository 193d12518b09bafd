"""Who looks after which application, reminders to who is writing, and the minutes that writing took."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from calls.domain.handling import ONCE_EVERY, assign_submissions, remind_writers
from calls.domain.submissions import save_section, submit_submission
from calls.domain.views_of_lists import (
    AT_MOST,
    SUBMISSIONS,
    forget_view,
    save_view,
    share_view,
)
from calls.models import DraftReminder, Handling, SavedView, WritingTime
from calls.queries.overview import burden_of
from core.access import clock
from core.access.blocked import Blocked
from core.audit.enums import Verb
from core.audit.models import Entry
from core.notices.models import OutboxMessage
from core.programmes.models import Programme
from tests.factories import calls, people
from tests.factories.calls import AFTER, DURING
from tests.factories.questionnaires import COMPLETE

pytestmark = pytest.mark.usefixtures("programme")
MINUTE = timedelta(minutes=1)


def test_many_change_hands_at_once_and_the_person_hears_once(programme: Programme) -> None:
    call, by, other = calls.open_call(), people.facilitator("Ada"), people.facilitator("Bea")
    keys = [calls.draft(call).pk for _ in range(3)]
    assert assign_submissions(call_id=call.pk, submission_ids=keys, person=other, by=by) == 3
    assert assign_submissions(call_id=call.pk, submission_ids=keys[:1], person=by, by=by) == 1
    assert assign_submissions(call_id=call.pk, submission_ids=keys, person=other, by=by) == 1
    assert assign_submissions(call_id=call.pk, submission_ids=keys[:2], person=None, by=by) == 2
    assert Handling.objects.get().person == other
    assert OutboxMessage.objects.filter(kind="calls.handling_assigned").count() == 2


def test_only_who_runs_calls_looks_after_an_application(programme: Programme) -> None:
    call, by = calls.open_call(), people.facilitator("Ada")
    draft = calls.draft(call)
    with pytest.raises(Blocked, match="not_a_facilitator"):
        assign_submissions(
            call_id=call.pk, submission_ids=[draft.pk], person=draft.started_by, by=by
        )


def test_a_reminder_goes_to_drafts_only_and_once_a_day(programme: Programme) -> None:
    call, by = calls.open_call(), people.facilitator("Ada")
    written, (gone, _receipt) = calls.draft(call), calls.sent(call)
    keys = [written.pk, gone.pk]
    assert remind_writers(call_id=call.pk, submission_ids=keys, note="Forza", by=by) == [written]
    message = OutboxMessage.objects.get(kind="calls.draft_reminded")
    assert message.address == written.started_by.email
    assert "Forza" in message.text
    with pytest.raises(Blocked, match="nobody_to_remind"):
        remind_writers(call_id=call.pk, submission_ids=keys, note="", by=by)
    with clock.at(DURING + ONCE_EVERY):
        assert remind_writers(call_id=call.pk, submission_ids=keys, note="", by=by)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        DraftReminder.objects.update(note="Altro")


def test_nobody_is_reminded_after_the_close(programme: Programme) -> None:
    call = calls.open_call()
    draft = calls.draft(call)
    with clock.at(AFTER), pytest.raises(Blocked, match="call_not_open"):
        remind_writers(
            call_id=call.pk, submission_ids=[draft.pk], note="", by=people.facilitator("Ada")
        )


def test_a_view_is_one_s_own_and_so_many_are_kept(programme: Programme) -> None:
    by, other = people.facilitator("Ada"), people.facilitator("Bea")
    first = save_view(place=SUBMISSIONS, name="Bozze", query="state=draft", by=by)
    again = save_view(place=SUBMISSIONS, name="Bozze", query="late=yes", by=by)
    assert (first.pk, again.query) == (again.pk, "late=yes")
    with pytest.raises(Blocked, match="view_of_another"):
        forget_view(view_id=first.pk, by=other)
    for number in range(AT_MOST - 1):
        save_view(place=SUBMISSIONS, name=str(number), query="", by=by)
    with pytest.raises(Blocked, match="too_many_views"):
        save_view(place=SUBMISSIONS, name="Ancora", query="", by=by)
    forget_view(view_id=first.pk, by=by)
    assert not SavedView.objects.filter(name="Bozze").exists()


def test_pauses_longer_than_half_an_hour_are_no_work(programme: Programme) -> None:
    call = calls.open_call()
    for _ in range(3):
        draft = calls.draft(call)
        for place, minutes in enumerate((0, 10, 40, 71, 75)):  # 10 + 30 + a pause of 31 + 4
            with clock.at(DURING + minutes * MINUTE):
                save_section(
                    submission_id=draft.pk, section_key="idea", answers=COMPLETE,
                    base_revision=place, by=draft.started_by,
                )  # fmt: skip
        assert burden_of(call) is None
        with clock.at(DURING + 80 * MINUTE):
            submit_submission(submission_id=draft.pk, by=draft.started_by)
    assert WritingTime.objects.first() is not None
    found = burden_of(call)
    assert found is not None
    assert (found.minutes, found.count) == (49, 3)


def test_what_becomes_of_a_shared_view_is_on_record(programme: Programme) -> None:
    by = people.facilitator("Ada Arrivi")
    view = share_view(view_id=save_view(place=SUBMISSIONS, name="Bozze", query="", by=by).pk, by=by)
    save_view(place=SUBMISSIONS, name="Bozze", query="late=yes", by=by)
    forget_view(view_id=view.pk, by=by)
    verbs = Entry.objects.filter(object_id=view.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [Verb.CHANGE, Verb.CHANGE, Verb.DELETE]
