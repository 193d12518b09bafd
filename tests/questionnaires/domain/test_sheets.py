"""Sheets: merged field by field, never overwritten, locked, reopened in part."""

from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.access.blocked import Blocked
from core.access.scope import open_programme
from core.programmes.models import Programme
from core.questionnaires import queries
from core.questionnaires.domain.sheets import (
    Saved,
    UnknownQuestion,
    copy_answers,
    lock_sheet,
    save_answers,
    start_sheet,
    unlock_sheet,
)
from core.questionnaires.domain.versions import create_questionnaire
from core.questionnaires.models import Answer, AnswerSheet, HeldAnswer
from core.questionnaires.queries import answers_of, canonical_digest, fingerprint, missing
from tests.factories.people import user
from tests.factories.programmes import programme as make_programme
from tests.factories.questionnaires import COMPLETE, idea_spec, published_version, sheet
from tests.races import together


def test_a_draft_version_is_not_answered(programme: Programme) -> None:
    with pytest.raises(Blocked, match="draft"):
        start_sheet(create_questionnaire(idea_spec()))


def test_what_is_known_is_not_asked_again(programme: Programme) -> None:
    version = published_version(user())
    known = {"organisation.codice_fiscale": "97500000015", "organisation.other": "x"}
    assert answers_of(start_sheet(version, known=known)) == {"tax_code": "97500000015"}


def test_a_save_that_changes_nothing_is_no_revision(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    first = save_answers(filled.pk, {"need": "Spazi"}, 0, by=ada)
    again = save_answers(filled.pk, {"need": " Spazi "}, first.revision, by=ada)
    assert (first.revision, again.revision) == (1, 1)
    assert again.changed == frozenset()


@pytest.mark.rule("C2")
def test_what_cannot_be_read_is_kept_as_typed_and_counts_as_missing(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    saved = save_answers(filled.pk, {"people": "molte"}, 0, by=ada)
    answer = Answer.objects.get(sheet=filled, question__key="people")
    assert (answer.value, answer.raw) == (None, "molte")
    assert "people" in saved.errors
    lack = {each.question_key: each.reason for each in missing(filled)}
    assert lack["people"] == "invalid"
    assert lack["need"] == "empty"


@pytest.mark.rule("C2")
def test_two_people_on_different_questions_both_stay(programme: Programme) -> None:
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada)
    save_answers(filled.pk, {"need": "Spazi"}, 0, by=ada)
    saved = save_answers(filled.pk, {"people": "40"}, 0, by=bruno)
    assert saved.conflicts == ()
    assert answers_of(filled) == {"need": "Spazi", "people": "40"}


@pytest.mark.rule("C2")
def test_the_second_of_two_texts_is_kept_and_overwrites_nothing(programme: Programme) -> None:
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada)
    save_answers(filled.pk, {"need": "Spazi"}, 0, by=ada)
    saved = save_answers(filled.pk, {"need": "Cibo", "people": "40"}, 0, by=bruno)
    (conflict,) = saved.conflicts
    assert (conflict.mine, conflict.theirs, conflict.theirs_by) == ("Cibo", "Spazi", ada)
    assert answers_of(filled) == {"need": "Spazi", "people": "40"}
    assert queries.held_of(filled, bruno) == {"need": "Cibo"}
    assert queries.held_of(filled, ada) == {}


@pytest.mark.rule("C2")
@pytest.mark.parametrize(("choice", "stays"), [("mine", "Cibo"), ("theirs", "Spazi")])
def test_a_person_settles_it(programme: Programme, choice: Any, stays: str) -> None:
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada)
    save_answers(filled.pk, {"need": "Spazi"}, 0, by=ada)
    save_answers(filled.pk, {"need": "Cibo"}, 0, by=bruno)
    save_answers(filled.pk, {"need": "Cibo"}, 0, by=bruno, resolve={"need": choice})
    assert answers_of(filled)["need"] == stays
    assert not HeldAnswer.objects.exists()


def test_the_same_text_twice_is_no_conflict(programme: Programme) -> None:
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada)
    save_answers(filled.pk, {"need": "Spazi"}, 0, by=ada)
    assert save_answers(filled.pk, {"need": "Spazi"}, 0, by=bruno).conflicts == ()


@pytest.mark.rule("C2")
def test_a_page_opened_long_ago_can_be_sent_whole(programme: Programme) -> None:
    """Bruno's page shows the old need; he touched only the number of people."""
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada, answers={"need": "Spazi"})
    seen = {"need": fingerprint("Spazi"), "people": ""}
    save_answers(filled.pk, {"need": "Spazi e orti"}, 1, by=ada)
    saved = save_answers(filled.pk, {"need": "Spazi", "people": "40"}, 1, by=bruno, seen=seen)
    assert saved.conflicts == ()
    assert answers_of(filled) == {"need": "Spazi e orti", "people": "40"}


@pytest.mark.rule("C2")
def test_saving_one_question_does_not_make_a_page_know_the_others(programme: Programme) -> None:
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada)
    save_answers(filled.pk, {"need": "Spazi"}, 0, by=ada)
    first = save_answers(filled.pk, {"people": "40"}, 0, by=bruno)
    own = {"people": first.revision}
    again = save_answers(filled.pk, {"people": "41", "need": "Cibo"}, 0, by=bruno, bases=own)
    assert [each.key for each in again.conflicts] == ["need"]
    assert answers_of(filled) == {"need": "Spazi", "people": "41"}


def test_a_page_may_go_back_to_what_it_first_showed(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers={"need": "Spazi"})
    seen = {"need": fingerprint("Spazi")}
    saved = save_answers(filled.pk, {"need": "Altro"}, 1, by=ada)
    bases = {"need": saved.revision}
    save_answers(filled.pk, {"need": "Spazi"}, 1, by=ada, bases=bases, seen=seen)
    assert answers_of(filled)["need"] == "Spazi"


def test_without_partial_the_rest_is_emptied(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    save_answers(filled.pk, {"need": "Solo questo"}, 1, by=ada, partial=False)
    assert answers_of(filled) == {"need": "Solo questo"}


def test_a_question_of_another_form_is_refused(programme: Programme) -> None:
    ada = user()
    with pytest.raises(UnknownQuestion):
        save_answers(sheet(ada).pk, {"no_such": "x"}, 0, by=ada)


def test_hidden_answers_are_kept_but_do_not_count(programme: Programme) -> None:
    ada = user()
    partners = [{"name": "Coop", "role": "Cucina"}]
    filled = sheet(ada, answers={"with_partners": "yes", "partners": partners})
    save_answers(filled.pk, {"with_partners": "no"}, 1, by=ada)
    assert "partners" not in answers_of(filled)
    save_answers(filled.pk, {"with_partners": "yes"}, 2, by=ada)
    assert answers_of(filled)["partners"][0]["name"] == "Coop"


@pytest.mark.rule("C4")
def test_locking_covers_the_answers_with_a_digest(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    locked = lock_sheet(sheet_id=filled.pk, by=ada)
    assert locked.digest == canonical_digest(filled)
    with pytest.raises(Blocked, match="locked"):
        lock_sheet(sheet_id=filled.pk, by=ada)
    with pytest.raises(Blocked, match="locked"):
        save_answers(filled.pk, {"need": "Altro"}, 1, by=ada)
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.filter(sheet=filled).update(value="altro")
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.filter(sheet=filled).delete()


def test_locking_names_what_is_missing(programme: Programme) -> None:
    ada = user()
    with pytest.raises(Blocked) as refused:
        lock_sheet(sheet_id=sheet(ada).pk, by=ada)
    assert {each.code for each in refused.value.blockers} == {
        f"missing:{key}" for key in ("tax_code", "with_partners", "need", "themes", "people")
    }


@pytest.mark.rule("C5")
def test_only_the_named_questions_reopen(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    lock_sheet(sheet_id=filled.pk, by=ada)
    unlock_sheet(sheet_id=filled.pk, by=ada, only=["people"])
    with pytest.raises(Blocked, match="not_open"):
        save_answers(filled.pk, {"need": "Altro", "people": "50"}, 9, by=ada)
    save_answers(filled.pk, {"need": COMPLETE["need"], "people": "50"}, 9, by=ada)
    assert answers_of(filled)["people"] == "50"
    assert lock_sheet(sheet_id=filled.pk, by=ada).open_keys is None


def test_unlocking_needs_a_lock_and_known_questions(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    with pytest.raises(Blocked, match="open"):
        unlock_sheet(sheet_id=filled.pk, by=ada)
    lock_sheet(sheet_id=filled.pk, by=ada)
    with pytest.raises(UnknownQuestion):
        unlock_sheet(sheet_id=filled.pk, by=ada, only=["no_such"])


@pytest.mark.rule("C13")
def test_answers_travel_and_the_difference_can_be_read(programme: Programme) -> None:
    ada = user()
    idea = sheet(ada, answers={**COMPLETE, "starts_on": "presto"})
    proposal = start_sheet(idea.version)
    copy_answers(source=idea, target_id=proposal.pk, by=ada)
    assert queries.diff(idea, proposal) == []
    proposal.refresh_from_db()
    save_answers(proposal.pk, {"people": "60", "starts_on": "1/3/2021"}, proposal.revision, by=ada)
    changes = {each.key: (each.before, each.after) for each in queries.diff(idea, proposal)}
    assert changes == {"people": ("40", "60"), "starts_on": (None, "2021-03-01")}


def test_a_map_says_where_answers_go(programme: Programme) -> None:
    ada = user()
    idea = sheet(ada, answers={"tax_code": "1", "need": "N"})
    proposal = start_sheet(idea.version)
    keys = {"tax_code": "tax_code", "need": "people"}
    copy_answers(source=idea, target_id=proposal.pk, by=ada, keys=keys)
    assert answers_of(proposal) == {"tax_code": "1"}


@pytest.mark.parametrize(
    ("model", "columns", "constraint"),
    [
        (AnswerSheet, {"digest": "ab" * 32}, "sheet_locked_by_somebody_with_digest"),
        (Answer, {"raw": "x"}, "answer_read_or_raw"),
    ],
)
def test_constraints_hold(
    programme: Programme, model: Any, columns: dict[str, Any], constraint: str
) -> None:
    sheet(user(), answers={"need": "Spazi"})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**columns)


@pytest.mark.rule("C2")
def test_two_tabs_at_once_lose_neither_text(committed_db: None) -> None:
    made = make_programme(slug="gara", name="Gara")
    with open_programme(made.pk):
        ada, bruno = user(), user("Bruno Prova")
        filled = sheet(ada)
    both_read, results = Barrier(2), dict[str, Saved]()

    def save(name: str, by: Any) -> None:
        with open_programme(made.pk):
            both_read.wait(10)
            answers = {"need": f"Testo di {name}", f"{'people' if by == ada else 'cost'}": "7"}
            results[name] = save_answers(filled.pk, answers, 0, by=by)

    assert together(partial(save, "Ada", ada), partial(save, "Bruno", bruno)) == []
    with open_programme(made.pk):
        (conflict,) = [each for saved in results.values() for each in saved.conflicts]
        answers = answers_of(filled)
        texts = {answers["need"], conflict.mine}
        held = list(HeldAnswer.objects.values_list("raw", flat=True).order_by("id"))
    assert texts == {"Testo di Ada", "Testo di Bruno"}
    assert held == [conflict.mine]
    assert answers["people"] == "7"
    assert answers["cost"] == "7.00"
    assert sorted(saved.revision for saved in results.values()) == [1, 2]


@pytest.mark.usefixtures("db")
def test_sheets_stay_in_their_programme(other_programme: Programme) -> None:
    first = make_programme(slug="primo", name="Primo")
    ada = user()
    with open_programme(first.pk):
        filled = sheet(ada)
    with open_programme(other_programme.pk), pytest.raises(AnswerSheet.DoesNotExist):
        save_answers(filled.pk, {"need": "x"}, 0, by=ada)
