"""Addresses of the pages of the evaluation, for notices, deadlines and to-dos."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation

from evaluation.models import Indicator, Measurement, Target

if TYPE_CHECKING:
    from evaluation.queries import Due


def public(indicator: Indicator) -> str:
    return indicator.public_path(indicator.programme.slug)


def manage(indicator: Indicator) -> str:
    """The indicator in the work area: what is expected, what was reported, what is missing."""
    return of(indicator, "indicator_manage")


def record(indicator: Indicator, target: Target | None = None, *, project: Any = None) -> str:
    """The form of a new value, with its subject and period filled in when they are known."""
    known = {"progetto": str(project.pk)} if project else {}
    if target is not None:
        known |= {"dal": target.starts_on.isoformat(), "al": target.ends_on.isoformat()}
    query = f"?{urlencode(known)}" if known else ""
    return of(indicator, "measurement_record") + query


def owed(due: "Due") -> str:
    """Where a value that is owed is written: what was begun, or the form with subject and days filled in."""
    if due.draft is not None:
        return measurement(due.draft)
    return record(due.target.indicator, due.target, project=due.project)


def measurement(row: Measurement) -> str:
    return of(row, "measurement_detail")


def queue(slug: str) -> str:
    """The list of values, those to be reviewed first."""
    return reverse("evaluation:measurement_list", args=[slug])


def of(row: Indicator | Measurement, name: str) -> str:
    """A page about one row, by the name of its view."""
    return reverse(f"evaluation:{name}", kwargs={"slug": row.programme.slug, "key": row.pk})


def in_italian(path: Callable[[Any], str], row: Any) -> str:
    """An address that is kept, whatever language its author was reading in."""
    with translation.override("it"):
        return path(row)
