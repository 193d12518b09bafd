"""Undoing the changes of a draft, one's own and another's, in two tabs, and doing them again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from calls.domain.form_versions import revise_form
from core.access.models import User
from core.people.enums import RoleName
from core.questionnaires.domain import changes as kept
from core.questionnaires.domain import editing
from core.questionnaires.domain.changes import snapshot_of
from core.questionnaires.domain.versions import publish_version
from core.questionnaires.enums import DraftAct
from core.questionnaires.models import DraftChange, Version
from tests.factories import calls, people
from tests.questionnaires.builder.conftest import Builder

SignIn = Callable[[User], Client]
ACTS: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "remove question": ("form_question_remove", {}, {"question": "need"}),
    "remove section": ("form_section_remove", {}, {"section": "budget"}),
    "duplicate": ("form_question_duplicate", {}, {"question": "people"}),
    "move question": ("form_move", {"question": "people", "step": "down"}, {}),
    "new section": ("form_section_add", {"title_it": "Nuova", "title_en": "New"}, {}),
    "move section": ("form_move", {"section": "idea", "step": "down"}, {}),
}
WRITERS = {"facilitator", "coordinator"}
READERS = {"municipal", "other_municipal", "metropolitan"}


def version_of(builder: Builder) -> Version:
    builder.call.refresh_from_db()
    assert builder.call.version is not None
    return builder.call.version.questionnaire.versions.order_by("-number")[0]


def seen(builder: Builder, *, undone: bool = False) -> str:
    rows = version_of(builder).changes.filter(undone_at__isnull=not undone)
    row = rows.order_by("number" if undone else "-number").first()
    return str(row.pk) if row else ""


def undo(builder: Builder, **more: Any) -> Any:
    return builder.post("form_undo", {"seen": seen(builder), **more})


def test_every_act_is_undone_and_done_again(builder: Builder) -> None:
    """Each in turn; then all of them back to the first, in one act, and the first one again."""
    version = version_of(builder)
    states = [snapshot_of(version)]
    for name, (page, data, where) in ACTS.items():
        assert builder.post(page, data, **where).status_code == 302, name
        made = snapshot_of(version)
        assert made != states[-1], name
        assert undo(builder).status_code == 302, name
        assert snapshot_of(version) == states[-1], name
        again = {"seen": seen(builder, undone=True)}
        assert builder.post("form_redo", again).status_code == 302, name
        assert snapshot_of(version) == made, name
        states.append(made)
    first = version.changes.order_by("number")[0]
    assert undo(builder, to=first.pk).status_code == 302
    assert snapshot_of(version) == states[0]
    builder.post("form_redo", {"seen": seen(builder, undone=True)})
    assert snapshot_of(version) == states[1]


def test_the_page_says_who_did_what(builder: Builder) -> None:
    assert "All changes of this draft" not in builder.get().content.decode()
    builder.post("form_question_remove", question="need")
    page = builder.get().content.decode()
    for words in ("Question taken out: “", builder.by.full_name, seen(builder)):
        assert words in page
    assert "Question taken out: “" in builder.get("form_changes").content.decode()
    undo(builder)
    assert "Do it again" in builder.get().content.decode()


def test_a_new_change_ends_what_could_be_done_again(builder: Builder) -> None:
    builder.post("form_question_duplicate", question="need")
    undo(builder)
    before = seen(builder, undone=True)
    builder.post("form_question_remove", question="need")
    assert builder.post("form_redo", {"seen": before}).status_code == 409
    assert [each.what for each in version_of(builder).changes.all()] == ["question_removed"]


def test_two_tabs_never_undo_what_they_have_not_seen(builder: Builder) -> None:
    builder.post("form_question_duplicate", question="need")
    old = seen(builder)
    builder.post("form_question_remove", question="need")
    now = snapshot_of(version_of(builder))
    answer = builder.post("form_undo", {"seen": old})
    assert answer.status_code == 409
    assert "has changed since" in answer.content.decode()
    assert snapshot_of(version_of(builder)) == now
    last = seen(builder)
    assert builder.post("form_undo", {"seen": last}).status_code == 302
    assert builder.post("form_undo", {"seen": last}).status_code == 409
    assert version_of(builder).changes.filter(undone_at=None).count() == 1


def test_another_person_s_change_is_asked_about_first(builder: Builder) -> None:
    other = people.facilitator("Olga Altra")
    editing.duplicate_question(version_id=version_of(builder).pk, key="need", by=other)
    now = snapshot_of(version_of(builder))
    answer = undo(builder)
    assert answer.status_code == 409
    assert "Olga Altra" in answer.content.decode()
    assert snapshot_of(version_of(builder)) == now
    assert "Olga Altra" in builder.get("form_undo").content.decode()
    assert undo(builder, sure="1").status_code == 302
    assert snapshot_of(version_of(builder)) != now


def test_what_is_kept_and_when_it_goes(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 2)
    version = version_of(builder)
    for _time in range(3):
        editing.duplicate_question(version_id=version.pk, key="need", by=builder.by)
    assert [each.number for each in version.changes.all()] == [3, 2]
    editing.move_section(version_id=version.pk, key="idea", place=99, by=builder.by)
    editing.move_section(version_id=version.pk, key="idea", place=99, by=builder.by)
    assert version.changes.order_by("-number")[0].number == 4
    publish_version(version_id=version.pk, by=builder.by)
    assert not DraftChange.objects.exists()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        DraftChange.objects.create(
            version=version,
            number=1,
            what=DraftAct.SECTION_MOVED,
            before={},
            made_at="2021-01-01T00:00Z",
        )
    assert builder.post("form_undo", {"seen": ""}).status_code == 409


def test_constraints_by_name(builder: Builder) -> None:
    version = version_of(builder)
    editing.duplicate_question(version_id=version.pk, key="need", by=builder.by)
    rows = version.changes.all()
    for fields, name in (
        ({"what": "sung"}, "draftchange_act_known"),
        ({"undone_by": builder.by}, "draftchange_undone_with_date_actor_form"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**fields)


def test_only_who_writes_the_form_undoes(builder: Builder, sign_in: SignIn) -> None:
    """Not who knows the call, its applicants or its examiners, even with the mark in hand."""
    published = publish_version(version_id=version_of(builder).pk, by=builder.by)
    builder.call = calls.open_call(by=builder.by, slug="aperto", version=published)
    revise_form(call_id=builder.call.pk, by=builder.by)
    builder.post("form_question_duplicate", question="need")
    address, asked = builder.url("form_undo"), {"seen": seen(builder), "sure": "1"}
    cast = vars(calls.cast_of(people.network()))
    cast["evaluator"] = people.with_role(RoleName.EVALUATOR)
    cast["verifier"] = people.with_role(RoleName.VERIFIER)
    others = {who: sign_in(cast[who]) for who in cast.keys() - WRITERS}
    answers = {who: client.post(address, asked).status_code for who, client in others.items()}
    assert answers == {who: 403 if who in READERS else 404 for who in answers}
    assert Client().post(address, asked).status_code == 302
    assert version_of(builder).changes.filter(undone_at=None).count() == 1
    for who in sorted(WRITERS):
        sign_in(cast[who]).post(address, {**asked, "seen": seen(builder)})
        assert not version_of(builder).changes.filter(undone_at=None).exists(), who
        builder.post("form_redo", {"seen": seen(builder, undone=True)})
