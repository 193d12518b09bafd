"""What a draft still lacks to be published, with the page on which it is written."""

from typing import Any

from django.urls import reverse

from calls.enums import CallState
from calls.models import Call
from calls.queries.notice import notice_items, notice_warnings


def notice_context(call: Call) -> dict[str, Any]:
    """`missing` is (words, address of the page where to write it); both lists are a draft's only."""
    if call.state != CallState.DRAFT:
        return {"missing": [], "warnings": []}
    keys = {"slug": call.programme.slug, "key": call.pk}
    missing = [item for item in notice_items(call) if not item.holds]
    return {
        "missing": [(item.message, reverse(item.page, kwargs=keys)) for item in missing],
        "warnings": notice_warnings(call),
    }


def has_terms(call: Call) -> bool:
    """Whether the notice says anything beside its texts."""
    said = (call.aims, call.budget, call.duration, call.requirements, call.partners)
    return any(said)
