"""The filter by territory, the same in every list."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.programmes import queries
from core.ui.tables import Filter


def territory_filter(
    by: str = "territory__code",
    *,
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None,
    places: Sequence[tuple[str, str]] | None = None,
) -> Filter[Any]:
    """The municipalities of the open programme; `places` are code and name, where they are known already."""
    if places is None:
        places = list(queries.territories().values_list("code", "name"))
    return Filter("territory", _("Territory"), places, apply, by)
