"""What a draft still lacks to be published, with the very field where it is written."""

from typing import Any

from django.urls import reverse

from calls.enums import CallState
from calls.models import Call
from calls.queries.notice import NoticeItem, Part, notice_items, notice_warnings

PAGES = {
    Part.TEXTS: "calls:call_change",
    Part.HOURS: "calls:call_change",
    Part.PEOPLE: "calls:call_change",
    Part.NOTICE: "calls:call_notice",
    Part.FORM: "calls:form_build",
    Part.RULE: "calls:selection_change",
}


def notice_context(call: Call) -> dict[str, Any]:
    """`missing` is (words, address of the field where to write it); both lists are a draft's only."""
    if call.state != CallState.DRAFT:
        return {"missing": [], "warnings": []}
    missing = [item for item in notice_items(call) if not item.holds]
    return {
        "missing": [(item.message, address_of(item, call)) for item in missing],
        "warnings": notice_warnings(call),
    }


def address_of(item: NoticeItem, call: Call) -> str:
    """The page of the part, at the field itself."""
    page = part_url(item.part, call)
    return f"{page}#{item.field}" if item.field else page


def part_url(part: Part, call: Call) -> str:
    return reverse(PAGES[part], kwargs={"slug": call.programme.slug, "key": call.pk})


def has_terms(call: Call) -> bool:
    """Whether the notice says anything beside its texts."""
    said = (call.aims, call.budget, call.duration, call.requirements, call.partners)
    return any(said)
