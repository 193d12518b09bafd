"""Reading the evaluation. What is public is approved; lists of values start from `visible_to`."""

from evaluation.queries.due import Due, expected_projects, owed_by, owing, values_due
from evaluation.queries.indicators import (
    IndicatorGroup,
    QuestionGroup,
    by_question,
    commons,
    commons_titles,
    evaluation_plan,
    public_indicators,
    public_questions,
    with_numbers,
)
from evaluation.queries.measurements import (
    READS_ALL,
    approved,
    mine,
    to_review,
    unfinished,
    visible_to,
    with_subject,
)
from evaluation.queries.series import (
    ExpectedKeys,
    LevelTotal,
    Standing,
    expected_keys,
    method_of,
    standings_of,
    totals_of,
)

__all__ = [
    "READS_ALL",
    "Due",
    "ExpectedKeys",
    "IndicatorGroup",
    "LevelTotal",
    "QuestionGroup",
    "Standing",
    "approved",
    "by_question",
    "commons",
    "commons_titles",
    "evaluation_plan",
    "expected_keys",
    "expected_projects",
    "method_of",
    "mine",
    "owed_by",
    "owing",
    "public_indicators",
    "public_questions",
    "standings_of",
    "to_review",
    "totals_of",
    "unfinished",
    "values_due",
    "visible_to",
    "with_numbers",
    "with_subject",
]
