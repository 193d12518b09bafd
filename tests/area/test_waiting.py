"""How to-dos are sorted by time and said in words."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from core.access.clock import ROME
from core.access.portal import Todo
from topmetro.area import waiting

TUESDAY = datetime(2021, 2, 16, 10, 0, tzinfo=ROME)


def todo(text: str, due: datetime | None) -> Todo:
    return Todo(text=text, url="/", due=due)


def titles(now: datetime, *todos: Todo) -> dict[str, list[str]]:
    return {
        group.tone: [str(each.text) for each in group.todos] for group in waiting.group(todos, now)
    }


def test_each_todo_stands_in_the_stretch_of_its_day_in_rome() -> None:
    groups = waiting.group(
        [
            todo("undated", None),
            todo("monday", datetime(2021, 2, 22, 0, 0, tzinfo=ROME)),
            todo("sunday night", datetime(2021, 2, 21, 23, 59, tzinfo=ROME)),
            todo("tomorrow night", datetime(2021, 2, 17, 23, 59, tzinfo=ROME)),
            todo("in an hour", TUESDAY + timedelta(hours=1)),
            todo("a second ago", TUESDAY - timedelta(seconds=1)),
        ],
        TUESDAY,
    )
    assert [[str(each.text) for each in group.todos] for group in groups] == [
        ["a second ago"],
        ["in an hour", "tomorrow night"],
        ["sunday night"],
        ["monday"],
        ["undated"],
    ]
    assert [group.overdue for group in groups] == [True, False, False, False, False]


def test_the_hour_is_romes_and_not_the_servers() -> None:
    """23:30 UTC is already the day after in Rome."""
    late = datetime.fromisoformat("2021-02-16T23:30:00+00:00")
    due = datetime.fromisoformat("2021-02-18T22:30:00+00:00")
    assert titles(late, todo("the day after", due)) == {"warning": ["the day after"]}


def test_empty_groups_are_left_out() -> None:
    assert waiting.group([], TUESDAY) == []


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (5, "Good morning Ada"),
        (12, "Good morning Ada"),
        (13, "Good afternoon Ada"),
        (17, "Good afternoon Ada"),
        (18, "Good evening Ada"),
        (4, "Good evening Ada"),
    ],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    with override("en"):
        assert waiting.greeting("Ada", TUESDAY.replace(hour=hour)) == words


@pytest.mark.parametrize(
    ("dues", "words"),
    [
        ([], "Nothing waits for you."),
        ([None], "One thing to do, none by tomorrow."),
        ([timedelta(hours=1)], "One thing to do, one by tomorrow."),
        ([timedelta(hours=1), None, None], "Three things to do, one by tomorrow."),
        ([timedelta(days=-1)] * 12, "12 things to do, 12 overdue."),
    ],
)
def test_the_summary_is_one_sentence(dues: list[timedelta | None], words: str) -> None:
    todos = [todo("x", TUESDAY + due if due is not None else None) for due in dues]
    with override("en"):
        assert waiting.summary(waiting.group(todos, TUESDAY)) == words
