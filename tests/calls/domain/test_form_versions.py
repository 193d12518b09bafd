"""A new form under a call that is being answered: told before, carried over, nothing lost (C3)."""

import copy
from typing import Any

import pytest

from calls.domain.form_versions import (
    begin_form,
    change_form_blockers,
    drafts_of,
    publish_form,
    revise_form,
)
from calls.domain.submissions import reopen_submission
from calls.enums import CallState
from calls.models import Call
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.queries import history_of
from core.notices.models import OutboxMessage
from core.questionnaires.domain.editing import change_question, mark_of, remove_question
from core.questionnaires.domain.sheets import save_answers
from core.questionnaires.domain.succession import foresee, left_behind, move_sheet
from core.questionnaires.domain.versions import create_questionnaire, publish_version
from core.questionnaires.models import HeldAnswer, Version
from core.questionnaires.queries import load
from core.questionnaires.spec import QuestionSpec
from tests.factories import calls, people
from tests.factories.questionnaires import idea_spec


@pytest.fixture
def by(programme: Any) -> User:
    return people.coordinator()


def changed(version: Version, key: str, by: User, **more: Any) -> None:
    spec = version.questions.get(key=key).spec
    data = {**copy.deepcopy(spec.model_dump(mode="json", exclude_defaults=True)), **more}
    change_question(
        version_id=version.pk, spec=QuestionSpec.model_validate(data), mark=mark_of(spec), by=by
    )


def next_form(call: Call, by: User) -> Version:
    """Without "people"; "need" takes two words; the theme "food" is gone."""
    version = revise_form(call_id=call.pk, by=by)
    remove_question(version_id=version.pk, key="people", by=by)
    changed(version, "need", by, limits={"max_words": 2})
    themes = [{"key": "school", "label": "Scuola"}, {"key": "other", "label": "Altro"}]
    changed(version, "themes", by, choices=themes)
    return version


@pytest.mark.rule("C3")
def test_drafts_move_on_and_what_was_sent_stays(by: User) -> None:
    call = calls.open_call(by=by)
    sent, _receipt = calls.sent(call)
    draft = calls.ready(call)
    was = draft.sheet
    version = next_form(call, by)

    forecast = foresee([was], version)
    assert (forecast.sheets, forecast.touched) == (1, 1)
    fates = {key: (f.kept, f.to_correct, f.shortened, f.left) for key, f in forecast.fates.items()}
    assert fates["people"] == (0, 0, 0, 1)
    assert fates["need"] == (0, 1, 0, 0)
    assert fates["themes"] == (0, 0, 0, 1)
    assert fates["tax_code"] == (1, 0, 0, 0)
    assert [spec.key for spec in forecast.removed] == ["people"]

    publish_form(call_id=call.pk, by=by)
    call.refresh_from_db()
    sent.refresh_from_db()
    draft.refresh_from_db()
    assert (call.version, sent.sheet.version.number, draft.sheet.version) == (version, 1, version)
    assert draft.sheet.predecessor == was
    now = load(draft.sheet)
    assert now.value("tax_code") == load(was).value("tax_code")
    assert now.shown("need") == load(was).shown("need")
    assert now.answers["need"].raw is not None
    left = {str(label): answer for label, answer in left_behind(draft.sheet)}
    assert left == {"Persone coinvolte": "40 persone", "Temi": "Cibo"}
    assert load(was).value("people") == "40"
    told = OutboxMessage.objects.filter(kind="calls.form_changed").earliest("pk")
    assert "Persone coinvolte" in told.text
    assert 2 in [entry.data.get("left") for entry in history_of(draft)]


@pytest.mark.rule("C3")
def test_a_reopened_application_keeps_its_form(by: User) -> None:
    call = calls.open_call(by=by)
    sent, _receipt = calls.sent(call)
    reopen_submission(submission_id=sent.pk, by=sent.started_by)
    next_form(call, by)
    publish_form(call_id=call.pk, by=by)
    sent.refresh_from_db()
    assert sent.sheet.version.number == 1
    assert not drafts_of(call)


@pytest.mark.rule("C2")
def test_a_page_left_open_and_a_held_text_survive_the_move(by: User) -> None:
    call = calls.open_call(by=by)
    draft = calls.ready(call)
    sheet, other = draft.sheet, people.user("Altra Mano")
    save_answers(sheet.pk, {"tax_code": "97500000099"}, 99, by=by)
    assert save_answers(sheet.pk, {"tax_code": "97500000088"}, 0, by=other).conflicts
    sheet.refresh_from_db()
    next_form(call, by)
    publish_form(call_id=call.pk, by=by)
    draft.refresh_from_db()
    assert draft.sheet.revision == sheet.revision
    assert HeldAnswer.objects.get(sheet=draft.sheet).raw == "97500000088"
    late = save_answers(draft.sheet_id, {"tax_code": "97500000077"}, 0, by=people.user("Terza"))
    assert late.conflicts


def test_the_next_version_is_a_draft_beside_the_one_in_force(by: User) -> None:
    call = calls.open_call(by=by)
    version = revise_form(call_id=call.pk, by=by)
    call.refresh_from_db()
    assert call.version_id != version.pk
    with pytest.raises(Blocked, match="draft"):
        revise_form(call_id=call.pk, by=by)
    with pytest.raises(Blocked, match="draft"):
        move_sheet(calls.draft(call).sheet, version)


@pytest.mark.parametrize("state", [CallState.CLOSED, CallState.CANCELLED, CallState.ARCHIVED])
def test_the_form_of_a_call_that_is_over_stays(by: User, state: CallState) -> None:
    call = calls.draft_call(by=by)
    call.state = state
    assert [each.code for each in change_form_blockers(call)] == ["call_over"]


def test_a_call_begins_its_form_from_nothing_or_from_another(by: User) -> None:
    first = calls.draft_call(by=by, slug="primo", version=None)
    empty = begin_form(call_id=first.pk, by=by)
    with pytest.raises(Blocked, match="empty"):
        publish_form(call_id=first.pk, by=by)
    with pytest.raises(Blocked, match="has_form"):
        begin_form(call_id=first.pk, by=by)
    source = create_questionnaire(idea_spec(), by=by)
    publish_version(version_id=source.pk, by=by)
    second = calls.draft_call(by=by, slug="secondo", version=None)
    copied = begin_form(call_id=second.pk, by=by, source=source)
    assert (empty.questionnaire.key, copied.questionnaire.key) == ("primo", "secondo")
    assert copied.questions.count() == source.questions.count()
    publish_form(call_id=second.pk, by=by)
    second.refresh_from_db()
    assert second.version == copied
