"""Versions: what is published never changes, what changes is a new version."""

import copy
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.access.blocked import Blocked
from core.access.clock import now
from core.access.scope import open_programme
from core.audit.queries import history_of
from core.programmes.models import Programme
from core.questionnaires.domain.versions import (
    create_questionnaire,
    new_version,
    publish_version,
    to_spec,
)
from core.questionnaires.models import Question, Questionnaire, Section, Version
from core.questionnaires.spec import QuestionnaireSpec
from tests.factories.people import user
from tests.factories.questionnaires import IDEA, idea_spec, published_version, sheet


def without(key: str) -> QuestionnaireSpec:
    data: dict[str, Any] = copy.deepcopy(IDEA)
    for section in data["sections"]:
        section["questions"] = [each for each in section["questions"] if each["key"] != key]
    return QuestionnaireSpec.model_validate(data)


def test_a_form_comes_back_as_it_was_written(programme: Programme) -> None:
    version = create_questionnaire(idea_spec(), by=user())
    assert to_spec(version) == idea_spec()


def test_a_key_is_used_once_per_programme(programme: Programme, other_programme: Programme) -> None:
    create_questionnaire(idea_spec())
    with pytest.raises(Blocked, match="key_taken"):
        create_questionnaire(idea_spec())


def test_publishing_freezes_once(programme: Programme) -> None:
    ada = user()
    version = published_version(ada)
    assert version.published_by == ada
    assert [entry.verb for entry in history_of(version)] == ["publish"]
    with pytest.raises(Blocked, match="published"):
        publish_version(version_id=version.pk, by=ada)


def test_a_form_without_questions_is_not_published(programme: Programme) -> None:
    form = Questionnaire.objects.create(key="x", title="X")
    version = Version.objects.create(questionnaire=form, number=1)
    with pytest.raises(Blocked, match="empty"):
        publish_version(version_id=version.pk, by=user())


@pytest.mark.rule("C3")
@pytest.mark.parametrize(
    "change",
    [
        lambda v: Question.objects.filter(version=v).update(required=False),
        lambda v: Question.objects.filter(version=v).delete(),
        lambda v: Section.objects.filter(version=v).update(minutes=1),
        lambda v: Section.objects.create(version=v, key="n", position=9, title="N"),
        lambda v: Question.objects.create(
            version=v, section=v.sections.first(), key="n", position=9, type="text", label="N"
        ),
        lambda v: Version.objects.filter(pk=v.pk).update(number=7),
        lambda v: Version.objects.filter(pk=v.pk).update(published_at=None, published_by=None),
        lambda v: Version.objects.filter(pk=v.pk).delete(),
    ],
)
def test_the_database_refuses_to_change_a_published_version(
    programme: Programme, change: Any
) -> None:
    version = published_version(user())
    with pytest.raises(DatabaseError), transaction.atomic():
        change(version)
    assert to_spec(version) == idea_spec()


@pytest.mark.rule("C3")
def test_a_change_is_a_new_version_and_sheets_keep_theirs(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    form = filled.version.questionnaire_id
    second = new_version(questionnaire_id=form, spec=without("people"), by=ada)
    publish_version(version_id=second.pk, by=ada)
    filled.refresh_from_db()
    assert (second.number, filled.version.number) == (2, 1)
    assert filled.version.questions.filter(key="people").exists()


def test_one_draft_at_a_time(programme: Programme) -> None:
    version = create_questionnaire(idea_spec())
    with pytest.raises(Blocked, match="draft"):
        new_version(questionnaire_id=version.questionnaire_id, by=None)


@pytest.mark.rule("C3")
def test_a_question_in_a_condition_is_not_removed_unnoticed() -> None:
    with pytest.raises(ValueError, match="other_theme: its condition names themes"):
        without("themes")


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"published_at": now}, "version_published_by_somebody"),
    ],
)
def test_a_published_version_has_its_publisher(
    programme: Programme, columns: dict[str, Any], constraint: str
) -> None:
    version = create_questionnaire(idea_spec())
    values = {name: value() for name, value in columns.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**values)


@pytest.mark.usefixtures("db")
def test_forms_stay_in_their_programme(other_programme: Programme) -> None:
    from tests.factories.programmes import programme as make

    first = make(slug="primo", name="Primo")
    with open_programme(first.pk):
        version = create_questionnaire(idea_spec())
    with open_programme(other_programme.pk):
        assert not Version.objects.filter(pk=version.pk).exists()
        create_questionnaire(idea_spec())
        with pytest.raises(Version.DoesNotExist):
            publish_version(version_id=version.pk, by=user())
