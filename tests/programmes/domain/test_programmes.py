"""The life of a programme: what may follow what, what is refused, what is recorded."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.access.blocked import Blocked
from core.access.clock import now
from core.access.models import User
from core.access.scope import ScopeClash, open_programme
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.programmes.domain.programmes import (
    archive_blockers,
    archive_programme,
    change_programme,
    create_programme,
    publish_blockers,
    publish_programme,
)
from core.programmes.enums import MOVES, RESERVED_SLUGS, ProgrammeState
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import people, programmes


@pytest.fixture
def operator(db: None) -> User:
    return people.user("Olga Operatrice")


def ready(state: ProgrammeState) -> Programme:
    made = programmes.programme(slug="pronto", name="Pronto", state=state)
    made.starts_on, made.ends_on = date(2021, 1, 1), date(2021, 12, 1)
    made.save()
    return made


def test_a_new_programme_is_a_draft_and_its_making_is_recorded(operator: User) -> None:
    made = create_programme(slug="nuovo", by=operator, name=Bilingual(it="Nuovo", en="New"))
    assert made.state == ProgrammeState.DRAFT
    assert not made.is_public
    with open_programme(made.pk):
        [entry] = history_of(made)
    assert entry.verb == Verb.CREATE


@pytest.mark.parametrize(
    "slug", [*sorted(RESERVED_SLUGS), "Maiuscolo", "1numero", "due--trattini", "àccento", ""]
)
def test_a_slug_that_cannot_be_an_address_is_refused(operator: User, slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        create_programme(slug=slug, by=operator, name=Bilingual(it="Nome"))
    assert "slug" in refused.value.message_dict


def test_a_slug_that_is_taken_is_refused(operator: User) -> None:
    create_programme(slug="uno", by=operator, name=Bilingual(it="Uno"))
    with pytest.raises(ValidationError) as refused:
        create_programme(slug="uno", by=operator, name=Bilingual(it="Altro"))
    assert "slug" in refused.value.message_dict


def test_a_programme_needs_its_italian_name(operator: User) -> None:
    with pytest.raises(ValidationError) as refused:
        create_programme(slug="uno", by=operator, name=Bilingual(en="One"))
    assert "name" in refused.value.message_dict


def test_no_programme_is_made_inside_another(operator: User, programme: Programme) -> None:
    with pytest.raises(ScopeClash):
        create_programme(slug="dentro", by=operator, name=Bilingual(it="Dentro"))


@pytest.mark.parametrize("state", ProgrammeState)
def test_publishing_from_each_state(operator: User, state: ProgrammeState) -> None:
    made = ready(state)
    published_before = made.published_at
    if ProgrammeState.PUBLIC not in MOVES[state]:
        assert [each.code for each in publish_blockers(made)] == ["programme_state"]
        with pytest.raises(Blocked):
            publish_programme(programme_id=made.pk, by=operator)
        return
    after = publish_programme(programme_id=made.pk, by=operator)
    assert after.state == ProgrammeState.PUBLIC
    assert after.archived_at is None
    assert after.published_at is not None
    assert published_before in {None, after.published_at}
    with open_programme(made.pk):
        assert [entry.verb for entry in history_of(made)] == [Verb.PUBLISH]


@pytest.mark.parametrize("state", ProgrammeState)
def test_archiving_from_each_state(operator: User, state: ProgrammeState) -> None:
    made = ready(state)
    if ProgrammeState.ARCHIVED not in MOVES[state]:
        assert [each.code for each in archive_blockers(made)] == ["programme_state"]
        with pytest.raises(Blocked):
            archive_programme(programme_id=made.pk, by=operator)
        return
    after = archive_programme(programme_id=made.pk, by=operator)
    assert (after.state, after.archived_at is not None) == (ProgrammeState.ARCHIVED, True)
    assert after.is_public


def test_what_is_missing_before_publishing_is_told_at_once(operator: User) -> None:
    made = create_programme(slug="vuoto", by=operator, name=Bilingual(it="Vuoto"))
    with pytest.raises(Blocked) as refused:
        publish_programme(programme_id=made.pk, by=operator)
    assert [each.code for each in refused.value.blockers] == [
        "programme_without_dates",
        "programme_without_contact",
    ]


def test_changing_records_which_fields_not_what_they_say(operator: User) -> None:
    made = ready(ProgrammeState.PUBLIC)
    change_programme(
        programme_id=made.pk, by=operator, tagline=Bilingual(it="Insieme"), accent="teal"
    )
    made.refresh_from_db()
    assert str(made.tagline) == "Insieme"
    with open_programme(made.pk):
        [entry] = history_of(made)
    assert entry.data == {"fields": ["accent", "tagline"]}


def test_a_bad_change_is_refused_by_field(operator: User) -> None:
    made = ready(ProgrammeState.PUBLIC)
    with pytest.raises(ValidationError) as refused:
        change_programme(
            programme_id=made.pk, by=operator, accent="fuchsia", contact_email="nessuna"
        )
    assert set(refused.value.message_dict) == {"accent", "contact_email"}
    made.refresh_from_db()
    assert made.accent == "blue"


def test_the_past_of_a_programme_survives_archiving_and_coming_back(operator: User) -> None:
    made = ready(ProgrammeState.DRAFT)
    first = publish_programme(programme_id=made.pk, by=operator).published_at
    archive_programme(programme_id=made.pk, by=operator)
    again = publish_programme(programme_id=made.pk, by=operator)
    assert again.published_at == first
    assert first is not None
    assert first <= now()
