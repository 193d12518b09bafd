"""What a notice must say before it is published, and what is worth a warning.

A co-design notice states aims, resources, duration, terms, partners of other kinds, requirements and
comparative criteria, and names who is in charge (D.Lgs. 117/2017 art. 55, DM 72/2021; L. 241/1990 art. 5
and 12). A call for ideas compares nothing and grants nothing: it needs only to be understood.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calls.enums import CallKind
from calls.models import Call
from calls.queries.scores import selection_of
from core.access import clock
from core.access.blocked import Blocker

DAYS_OPEN = 20
"""A regional law asks for so many days; others ask for none, so fewer are said and not forbidden."""


class Part(StrEnum):
    """The parts of a call that is being prepared, in the order in which its desk lists them."""

    TEXTS = "texts"
    HOURS = "hours"
    PEOPLE = "people"
    NOTICE = "notice"
    FORM = "form"
    RULE = "rule"


@dataclass(frozen=True)
class NoticeItem:
    """Something a notice says. `message` is what is told while it is missing, `part` where it is written,
    `field` the id of the very field on that part's page ("" for the page itself)."""

    code: str
    message: str
    holds: bool
    part: Part
    field: str = ""

    @property
    def blocker(self) -> Blocker:
        return Blocker(self.code, self.message, pgettext("who", "whoever prepares the call"))


def notice_items(call: Call) -> list[NoticeItem]:
    """Everything this call must say, whether it does, and where it is written."""
    items = [*_always(call), *_form_and_hours(call)]
    return [*items, *_codesign(call)] if call.kind == CallKind.PROPOSALS else items


def _always(call: Call) -> list[NoticeItem]:
    return [
        _item(
            "no_title",
            _("The Italian title is missing."),
            call.title["it"],
            Part.TEXTS,
            "id_title_0",
        ),
        _item(
            "no_summary",
            _("The summary in Italian is missing."),
            call.summary["it"],
            Part.TEXTS,
            "id_summary_0",
        ),
        _item(
            "no_body",
            _("The text of the call in Italian is missing."),
            call.body["it"],
            Part.TEXTS,
            "id_body_0",
        ),
        _item(
            "no_contact",
            _("The mailbox for questions is missing."),
            call.contact_email,
            Part.PEOPLE,
            "id_contact_email",
        ),
        _item(
            "no_officer",
            _("The officer in charge is missing (L. 241/1990, art. 5)."),
            call.responsible_officer,
            Part.PEOPLE,
            "id_responsible_officer",
        ),
    ]


def _form_and_hours(call: Call) -> list[NoticeItem]:
    is_past = call.last_closes_at is not None and call.last_closes_at <= clock.now()
    is_draft = call.version is not None and not call.version.is_published
    hours = call.opens_at is not None and call.closes_at is not None
    field = "id_closes_at" if call.opens_at else "id_opens_at"
    return [
        _item("no_form", _("No form has been chosen."), call.version is not None, Part.FORM),
        _item(
            "form_not_published",
            _("The form is still a draft: publish it first."),
            not is_draft,
            Part.FORM,
        ),
        _item("no_window", _("The opening or the closing is missing."), hours, Part.HOURS, field),
        _item(
            "window_in_past",
            _("The closing is already past."),
            not is_past,
            Part.HOURS,
            "id_closes_at",
        ),
    ]


def _codesign(call: Call) -> list[NoticeItem]:
    partners = _("It is missing whether partners of other kinds may take part, and how.")
    criteria = _("The criteria by which proposals are compared are missing (L. 241/1990, art. 12).")
    said: list[tuple[str, str, object, str]] = [
        ("no_aims", _("The aims of the call are missing."), call.aims["it"], "id_aims_0"),
        ("no_budget", _("The resources of the call are missing."), call.budget, "id_budget"),
        (
            "no_duration",
            _("The duration of the projects is missing."),
            call.duration["it"],
            "id_duration_0",
        ),
        (
            "no_requirements",
            _("The requirements of who takes part are missing."),
            call.requirements["it"],
            "id_requirements_0",
        ),
        ("no_partners", partners, call.partners["it"], "id_partners_0"),
    ]
    rule = _item("no_selection", criteria, selection_of(call) is not None, Part.RULE, "criteria")
    return [*(_item(code, text, has, Part.NOTICE, field) for code, text, has, field in said), rule]


def notice_warnings(call: Call) -> list[str]:
    """What may be published, but is worth a thought."""
    if call.opens_at is None or call.closes_at is None:
        return []
    past = [] if call.opens_at >= clock.now() or call.published_at else [_already_open()]
    days = (call.closes_at - call.opens_at).days
    if days >= DAYS_OPEN:
        return past
    text = ngettext(
        "The call stays open %(days)d day: some regional laws ask for at least %(least)d.",
        "The call stays open %(days)d days: some regional laws ask for at least %(least)d.",
        days,
    )
    return [*past, text % {"days": days, "least": DAYS_OPEN}]


def _already_open() -> str:
    return _("The opening is in the past: nobody could read the call then. Move it, or leave it.")


def _item(code: str, message: str, said: object, part: Part, field: str = "") -> NoticeItem:
    """`said` is a text, an amount or a truth; blanks say nothing."""
    holds = bool(said.strip()) if isinstance(said, str) else bool(said)
    return NoticeItem(code, message, holds, part, field)
