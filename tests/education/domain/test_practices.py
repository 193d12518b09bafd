"""Practices: every verb in every state, what the database holds, whose consent counts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.notices.models import InboxItem
from core.people.enums import MemberLevel, RoleName
from core.people.models import Network
from core.programmes.models import Programme
from education import queries
from education.domain import practices as verbs
from education.enums import PracticeState, PracticeVisibility
from education.models import Practice
from tests.factories import education, people

DRAFT, VALIDATED, REVIEWED = PracticeState.DRAFT, PracticeState.VALIDATED, PracticeState.REVIEWED
PUBLISHED, WITHDRAWN = PracticeState.PUBLISHED, PracticeState.WITHDRAWN
MADE: dict[PracticeState, Callable[[], Practice]] = {
    DRAFT: education.draft,
    VALIDATED: education.validated,
    REVIEWED: education.reviewed,
    PUBLISHED: education.published,
    WITHDRAWN: education.withdrawn,
}
REASON = {"reason": "Manca il contesto."}
VERBS: dict[str, tuple[Callable[..., Any], dict[str, Any], set[PracticeState]]] = {
    "change": (verbs.change_practice, {"title": "Altro titolo"}, {DRAFT}),
    "ask": (verbs.ask_validation, {}, {DRAFT}),
    "validate": (verbs.validate_practice, {}, {DRAFT}),
    "retract": (verbs.retract_consent, {}, {VALIDATED, REVIEWED}),
    "approve": (verbs.approve_practice, REASON, {VALIDATED}),
    "return": (verbs.return_practice, REASON, {VALIDATED}),
    "publish": (verbs.publish_practice, {}, {REVIEWED}),
    "withdraw": (verbs.withdraw_practice, REASON, set(PracticeState) - {WITHDRAWN}),
}
BY_AUTHOR = {"change", "ask", "validate", "retract", "withdraw"}


@pytest.mark.parametrize("state", PracticeState)
@pytest.mark.parametrize("name", VERBS)
def test_every_verb_in_every_state(name: str, state: PracticeState, programme: Programme) -> None:
    verb, given, allowed = VERBS[name]
    made = MADE[state]()
    by = made.author if name in BY_AUTHOR else education.editor("Ezio Secondo")
    if state in allowed:
        verb(practice_id=made.pk, by=by, **given)
        return
    with pytest.raises(Blocked):
        verb(practice_id=made.pk, by=by, **given)
    assert Practice.objects.get(pk=made.pk).state == state


CONSTRAINTS: dict[str, dict[str, Any]] = {
    "practice_not_without_consent": {"consent_at": None},
    "practice_state_known": {"state": "perhaps"},
    "practice_visibility_and_licence_known": {"licence": "mine"},
    "practice_draft_without_consent": {"state": DRAFT},
    "practice_reviewed_with_date_actor_reason": {"review_reason": ""},
    "practice_published_with_date_and_actor": {"searchable": None},
    "practice_withdrawn_with_date_actor_reason": {"state": WITHDRAWN},
}


@pytest.mark.rule("R46")
@pytest.mark.rule("R50")
@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_holds(name: str, programme: Programme) -> None:
    refused(name, education.published(), **CONSTRAINTS[name])


@pytest.mark.rule("R46")
def test_the_consent_is_the_practitioners_own(programme: Programme) -> None:
    made = education.published()
    refused("practice_not_without_consent", made, consent_by=education.editor())
    refused("practice_reviewer_is_another_person", made, reviewed_by=made.author)


def refused(name: str, row: Practice, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Practice.objects.filter(pk=row.pk).update(**values)


@pytest.mark.rule("R46")
def test_nobody_else_consents_and_nothing_is_published_without(programme: Programme) -> None:
    made = education.asked()
    for person in (made.drafted_by, education.coordinator()):
        with pytest.raises(Blocked, match="not_author"):
            verbs.validate_practice(practice_id=made.pk, by=person)
    found = {blocker.code for blocker in verbs.publish_blockers(made)}
    assert found == {"no_consent", "not_reviewed"}


@pytest.mark.rule("R46")
def test_a_change_needs_the_consent_again(programme: Programme) -> None:
    made = education.reviewed()
    with pytest.raises(Blocked, match="consented"):
        verbs.change_practice(practice_id=made.pk, by=made.author, results="Altro")
    again = verbs.retract_consent(practice_id=made.pk, by=made.author)
    assert (again.state, again.consent_at, again.reviewed_by) == (DRAFT, None, None)
    verbs.change_practice(practice_id=made.pk, by=made.author, results="Altro")
    assert verbs.publish_blockers(again)


@pytest.mark.rule("R50")
def test_a_review_has_its_reason_and_another_person(programme: Programme) -> None:
    editor = education.editor()
    made = education.draft(by=editor, author=people_of_network()[0], network=people_of_network()[1])
    verbs.validate_practice(practice_id=made.pk, by=made.author)
    with pytest.raises(Blocked, match="same_person"):
        verbs.approve_practice(practice_id=made.pk, reason="Bella.", by=editor)
    other = education.editor("Ezio Secondo")
    for verb in (verbs.approve_practice, verbs.return_practice):
        with pytest.raises(Blocked, match="no_reason"):
            verb(practice_id=made.pk, reason="  ", by=other)


def people_of_network() -> tuple[User, Any]:
    found = Network.objects.filter(name="Rete Racconti").first()
    network = found or people.network("Rete Racconti")
    return network.lead.created_by, network


@pytest.mark.rule("R54")
def test_what_is_withdrawn_leaves_every_page_and_search(programme: Programme) -> None:
    made = education.published()
    assert list(queries.public_practices()) == [made]
    assert queries.newest_lesson() is not None
    verbs.withdraw_practice(practice_id=made.pk, reason="Lo chiede l'autore.", by=made.author)
    assert not queries.public_practices().exists()
    assert not queries.published_to(education.coordinator()).exists()
    assert not queries.matching(queries.public_practices(), "orti").exists()
    assert queries.newest_lesson() is None


def test_what_a_reader_would_lack(programme: Programme) -> None:
    author, network = people_of_network()
    made = verbs.draft_practice(title="Solo un titolo", author=author, network=network, by=author)
    codes = [blocker.code for blocker in verbs.missing_in(made)]
    assert codes == [
        "no_problem", "no_context", "no_innovation", "no_results", "no_factor", "no_lesson",
    ]  # fmt: skip
    with pytest.raises(Blocked, match="no_factor"):
        verbs.ask_validation(practice_id=made.pk, by=author)


def test_the_practitioner_works_in_the_network(programme: Programme) -> None:
    author, network = people_of_network()
    stranger = people.user("Sara Straniera")
    with pytest.raises(Blocked, match="not_in_network"):
        verbs.draft_practice(title="Altrui", author=stranger, network=network, by=author)


def test_addresses_are_unique_and_say_the_title(programme: Programme) -> None:
    slugs = [education.draft(network=people_of_network()[1]).slug for _ in range(3)]
    assert slugs == ["orti-con-le-chiavi", "orti-con-le-chiavi-2", "orti-con-le-chiavi-3"]


def test_each_hand_over_is_told(programme: Programme) -> None:
    editor, coordinator = education.editor(), education.coordinator()
    made = education.asked()
    told(made.author, "education.validation_asked")
    verbs.validate_practice(practice_id=made.pk, by=made.author)
    told(editor, "education.practice_validated")
    told(made.drafted_by, "education.practice_validated")
    verbs.return_practice(practice_id=made.pk, reason="Che cosa è cambiato?", by=editor)
    told(made.author, "education.practice_returned")
    verbs.validate_practice(practice_id=made.pk, by=made.author)
    verbs.approve_practice(practice_id=made.pk, reason="Ora è chiara.", by=editor)
    told(coordinator, "education.practice_reviewed")
    verbs.publish_practice(practice_id=made.pk, by=coordinator)
    told(made.author, "education.practice_published")
    acts = [event.verb for event in history_of(made)]
    assert acts == [
        Verb.PUBLISH, Verb.APPROVE, Verb.CONFIRM, Verb.RETURN, Verb.CONFIRM, Verb.REQUEST,
        Verb.CREATE,
    ]  # fmt: skip


def told(person: User, kind: str) -> None:
    assert InboxItem.objects.filter(person=person, kind=kind).exists(), kind


def test_who_reads_what(programme: Programme) -> None:
    """A draft is the network's; what is published is read as far as its visibility says."""
    draft = education.draft("Bozza")
    everybody = education.published("Per tutti")
    inside = education.published("Per il programma", visibility=PracticeVisibility.PROGRAMME)
    own = education.published("Per la rete", visibility=PracticeVisibility.NETWORK)
    assert set(queries.public_practices()) == {everybody}
    assert set(queries.visible_to(people.user("Nadia Nessuno"))) == {everybody}
    evaluator = people.with_role(RoleName.EVALUATOR)
    assert set(queries.visible_to(evaluator)) == {everybody, inside}
    assert set(queries.visible_to(education.editor())) == {everybody, inside, own}
    assert own.network is not None
    viewer = people.member(own.network.lead, MemberLevel.VIEWER).user
    assert set(queries.visible_to(viewer)) == {everybody, inside, own}
    assert set(queries.visible_to(draft.author)) == {draft, everybody, inside}
    assert set(queries.visible_to(education.coordinator())) == {draft, everybody, inside, own}


@pytest.mark.parametrize(
    ("words", "found"),
    [("orto", True), ("annaffiare", True), ("scuole", True), ("famiglia", True), ("teatro", False)],
)
def test_italian_words_are_found_whatever_their_ending(
    words: str, found: bool, programme: Programme
) -> None:
    education.published()
    assert queries.matching(queries.public_practices(), words).exists() is found


def test_the_newest_lesson_is_that_of_the_last_published(programme: Programme) -> None:
    education.published("La prima")
    second = education.reviewed("La seconda")
    with clock.at(education.NOW.replace(day=9)):
        verbs.publish_practice(practice_id=second.pk, by=education.coordinator())
    newest = queries.newest_lesson()
    assert newest is not None
    assert (newest.practice, newest.advice) == ("La seconda", education.LESSON["advice"])
