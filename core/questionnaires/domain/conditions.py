"""What a form's conditions stand on, in the words of whoever writes the form.

A condition looks at one question that is asked before its own, so no circle can arise; a question that
another one looks at, or a score, does not leave unnoticed (RULES C3).
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.access.blocked import Blocker
from core.questionnaires.spec import ConditionSpec, QuestionSpec, mismatch


def condition_blockers(asked: Sequence[QuestionSpec]) -> list[Blocker]:
    """What is wrong with the conditions of a form whose questions are asked in this order."""
    known = {question.key: question for question in asked}
    before: set[str] = set()
    found = []
    for question in asked:
        condition = question.condition
        if condition and (words := _trouble(question, condition, known, before)):
            found.append(Blocker("condition", words))
        before.add(question.key)
    return found


def _trouble(
    question: QuestionSpec,
    condition: ConditionSpec,
    known: dict[str, QuestionSpec],
    before: set[str],
) -> str:
    target = known.get(condition.question)
    words = {"question": str(question.label), "target": str(target.label) if target else ""}
    if target is None:
        text = _(
            "The question “%(question)s” is shown only after the answer to another one, which is not in"
            " this form: change its condition first."
        )
    elif condition.question not in before and _waits_for(target, question.key, known):
        text = _(
            "“%(question)s” and “%(target)s” would wait for each other, and neither would ever be asked."
        )
    elif condition.question not in before:
        text = _(
            "“%(question)s” depends on the answer to “%(target)s”, which must be asked before it."
        )
    elif mismatch(condition, target):
        text = _(
            "“%(question)s” depends on an answer that “%(target)s” would no longer offer: change its"
            " condition first."
        )
    else:
        return ""
    return text % words


def _waits_for(question: QuestionSpec, key: str, known: dict[str, QuestionSpec]) -> bool:
    """Whether `question`, by its condition or those behind it, depends on `key`."""
    seen: set[str] = set()
    step: QuestionSpec | None = question
    while step is not None and step.key not in seen:
        if step.key == key:
            return True
        seen.add(step.key)
        step = known.get(step.condition.question) if step.condition else None
    return False


def dependents_of(asked: Iterable[QuestionSpec], keys: set[str]) -> list[QuestionSpec]:
    """The questions outside `keys` that are shown only after an answer to one of them."""
    return [
        question
        for question in asked
        if question.key not in keys and question.condition and question.condition.question in keys
    ]


def removal_blockers(
    asked: Sequence[QuestionSpec], keys: set[str], used: Iterable[str] = ()
) -> list[Blocker]:
    """Why these questions can't be taken out. `used` are keys that something outside the form needs."""
    labels = {question.key: str(question.label) for question in asked}
    found = []
    for other in dependents_of(asked, keys):
        assert other.condition is not None
        text = _(
            "“%(target)s” can't be taken out: “%(question)s” is shown only after an answer to it. Change"
            " that condition first."
        )
        words = {"target": labels[other.condition.question], "question": str(other.label)}
        found.append(Blocker("needed", text % words))
    for key in sorted(keys & set(used)):
        text = _("“%(target)s” can't be taken out: the score looks at it.")
        found.append(Blocker("used", text % {"target": labels[key]}))
    return found
