"""Vocabularies of the evaluation: what is measured, how it adds up, and where a value stands."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone


class CommonsType(models.TextChoices):
    """What people can use whatever they can pay (*beni comuni*)."""

    SERVICES = "services", _("public services")
    SPACES = "spaces", _("common spaces")
    VALUES = "values", _("shared values")
    KNOWLEDGE = "knowledge", _("shared knowledge")
    RELATIONS = "relations", _("shared relations")


class IndicatorType(models.TextChoices):
    """A ratio is kept as its two counts; a quality is told in words and has no figure."""

    QUANTITY = "quantity", _("a quantity")
    RATIO = "ratio", _("a share of a whole")
    SCALE = "scale", _("a point on a scale")
    QUALITY = "quality", _("told in words")


class Direction(models.TextChoices):
    """Which way is better."""

    INCREASE = "increase", _("more is better")
    DECREASE = "decrease", _("less is better")
    MAINTAIN = "maintain", _("to be kept within limits")
    NEUTRAL = "neutral", _("neither more nor less is better")


class Reporting(models.TextChoices):
    """What one value speaks of: what happened in its period, everything until its end, that moment."""

    INCREMENTAL = "incremental", _("what happened in the period")
    TO_DATE = "to_date", _("everything since the beginning")
    SNAPSHOT = "snapshot", _("the situation at the end of the period")


class Aggregation(models.TextChoices):
    """How values make one, over time or over territories (R27, R28)."""

    SUM = "sum", _("added up")
    LATEST = "latest", _("the latest counts")
    RATIO = "ratio", _("counts added up, then divided")
    NONE = "none", _("never put together")


class BaselineStatus(models.TextChoices):
    KNOWN = "known", pgettext_lazy("initial value", "known")
    UNKNOWN = "unknown", pgettext_lazy("initial value", "not known")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("initial value", "not applicable")


class IndicatorState(models.TextChoices):
    """Indicators are agreed upon together: until then they are proposals to begin from."""

    PROPOSED = "proposed", pgettext_lazy("indicator", "proposed")
    AGREED = "agreed", pgettext_lazy("indicator", "agreed")


class Comparator(models.TextChoices):
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    BETWEEN = "between", _("between")


class ValueStatus(models.TextChoices):
    """Why a value is or is not there: a missing one is never a zero (R24)."""

    RECORDED = "recorded", pgettext_lazy("value", "recorded")
    NOT_YET = "not_yet", pgettext_lazy("value", "not yet")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("value", "not applicable")
    NOT_MEASURABLE = "not_measurable", pgettext_lazy("value", "can't be measured")
    OBSCURED = "obscured", pgettext_lazy("value", "hidden, to protect people")


class ReviewState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("value", "draft")
    SUBMITTED = "submitted", pgettext_lazy("value", "to be reviewed")
    RETURNED = "returned", pgettext_lazy("value", "returned")
    APPROVED = "approved", pgettext_lazy("value", "approved")
    SUPERSEDED = "superseded", pgettext_lazy("value", "replaced")


REVIEW_MOVES: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.DRAFT: frozenset({ReviewState.SUBMITTED}),
    ReviewState.SUBMITTED: frozenset({ReviewState.RETURNED, ReviewState.APPROVED}),
    ReviewState.RETURNED: frozenset({ReviewState.SUBMITTED}),
    ReviewState.APPROVED: frozenset({ReviewState.SUPERSEDED}),
    ReviewState.SUPERSEDED: frozenset(),
}

COLLECTION = timedelta(days=15)
"""How long after the last day of a period its values are awaited (docs/adr/0108)."""

BEING_WRITTEN = frozenset({ReviewState.DRAFT, ReviewState.RETURNED})
UNDER_WAY = BEING_WRITTEN | {ReviewState.SUBMITTED}
"""On the way to approval; of one subject and period there is one such value at a time."""

FITTING_COMPARATORS: dict[Direction, frozenset[Comparator]] = {
    Direction.INCREASE: frozenset({Comparator.AT_LEAST}),
    Direction.DECREASE: frozenset({Comparator.AT_MOST}),
    Direction.MAINTAIN: frozenset({Comparator.BETWEEN}),
    Direction.NEUTRAL: frozenset(),
}
"""Any other expected value contradicts the indicator's direction (R26)."""

REVIEW_TONES: dict[ReviewState, Tone] = {
    ReviewState.DRAFT: Tone.DRAFT,
    ReviewState.SUBMITTED: Tone.WAITING,
    ReviewState.RETURNED: Tone.WARNING,
    ReviewState.APPROVED: Tone.SUCCESS,
    ReviewState.SUPERSEDED: Tone.NEUTRAL,
}

INDICATOR_TONES: dict[IndicatorState, Tone] = {
    IndicatorState.PROPOSED: Tone.DRAFT,
    IndicatorState.AGREED: Tone.SUCCESS,
}
