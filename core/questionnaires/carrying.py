"""What of an answer another question can take over: the choices it offers, the columns it has."""

from collections.abc import Mapping
from typing import Any

from core.questionnaires.enums import ColumnType, QuestionType
from core.questionnaires.spec import ChoiceSpec, ColumnSpec, QuestionSpec


def fitting(source: QuestionSpec, target: QuestionSpec, answer: Any) -> Any:
    """The part of `answer` (to `source`) that `target` can hold; None for nothing, or another type.

    Limits are not looked at: a text too long for the target arrives whole, to be shortened. What could
    not be read in the source is no answer, and stays there unless the two questions are the same.
    """
    if answer is None or source.type != target.type:
        return None
    if source == target:
        return answer
    match target.type:
        case QuestionType.CHOICE:
            return answer if answer in _keys(target.choices) else None
        case QuestionType.MULTIPLE_CHOICE:
            chosen = answer if isinstance(answer, list) else [answer]
            return [each for each in chosen if each in _keys(target.choices)] or None
        case QuestionType.TABLE:
            rows = answer if isinstance(answer, list) else []
            return [row for row in (_row(source, target, each) for each in rows) if row] or None
        case _:
            return answer


def _row(source: QuestionSpec, target: QuestionSpec, row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        return {}
    types = {column.key: column.type for column in source.columns}
    return {
        column.key: row[column.key]
        for column in target.columns
        if types.get(column.key) == column.type and _holds(column, row.get(column.key))
    }


def _holds(column: ColumnSpec, cell: Any) -> bool:
    if cell is None:
        return False
    return column.type != ColumnType.CHOICE or cell in _keys(column.choices)


def _keys(choices: tuple[ChoiceSpec, ...]) -> frozenset[str]:
    return frozenset(choice.key for choice in choices)
