"""Answers that a page keeps: asked once where nothing can be written, never longer."""

from pytest_django import DjangoAssertNumQueries

from core.access.once import asked_once
from core.access.scope import open_programme
from core.programmes.models import Programme, Territory
from tests.factories import programmes


@asked_once
def names(beginning: str) -> list[str]:
    rows = Territory.objects.filter(name__startswith=beginning)
    return list(rows.order_by("name").values_list("name", flat=True))


def test_a_page_that_reads_asks_once_for_each_question(
    programme: Programme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    programmes.territory("Rivoli")
    with open_programme(programme.pk, read_only=True), django_assert_num_queries(2):
        assert [names("R"), names("C"), names("R")] == [["Rivoli"], [], ["Rivoli"]]


def test_what_is_written_is_seen_at_once(programme: Programme) -> None:
    with open_programme(programme.pk):
        assert names("R") == []
        programmes.territory("Rivoli")
        assert names("R") == ["Rivoli"]


def test_no_answer_outlives_the_page(programme: Programme) -> None:
    with open_programme(programme.pk, read_only=True):
        assert names("R") == []
    programmes.territory("Rivoli")
    with open_programme(programme.pk, read_only=True):
        assert names("R") == ["Rivoli"]


def test_a_page_that_failed_leaves_no_answer(programme: Programme) -> None:
    try:
        with open_programme(programme.pk, read_only=True):
            assert names("R") == []
            raise ZeroDivisionError
    except ZeroDivisionError:
        programmes.territory("Rivoli")
    assert names("R") == ["Rivoli"]


def test_what_may_be_written_inside_a_page_keeps_nothing(programme: Programme) -> None:
    """A block of its own for writing: within another's transaction the database could let it."""
    with open_programme(programme.pk, read_only=True):
        assert names("R") == []
        with open_programme(programme.pk):
            programmes.territory("Rivoli")
            assert names("R") == ["Rivoli"]


def test_each_programme_has_answers_of_its_own(db: None, other_programme: Programme) -> None:
    first = programmes.programme(slug="primo", name="Primo")
    with open_programme(first.pk):
        programmes.territory("Rivoli")
    with open_programme(first.pk, read_only=True):
        assert names("R") == ["Rivoli"]
    with open_programme(other_programme.pk, read_only=True):
        assert names("R") == []
