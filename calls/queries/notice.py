"""What a notice must say before it is published, and what is worth a warning.

A co-design notice states aims, resources, duration, terms, partners of other kinds, requirements and
comparative criteria, and names who is in charge (D.Lgs. 117/2017 art. 55, DM 72/2021; L. 241/1990 art. 5
and 12). A call for ideas compares nothing and grants nothing: it needs only to be understood.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calls.enums import CallKind
from calls.models import Call
from calls.queries.scores import selection_of
from core.access import clock
from core.access.blocked import Blocker

DAYS_OPEN = 20
"""A regional law asks for so many days; others ask for none, so fewer are said and not forbidden."""

TEXTS, NOTICE, RULE = "calls:call_change", "calls:call_notice", "calls:selection_change"


@dataclass(frozen=True)
class NoticeItem:
    """Something a notice says. `message` is what is told while it is missing, `page` where it is written."""

    code: str
    message: str
    holds: bool
    page: str

    @property
    def blocker(self) -> Blocker:
        return Blocker(self.code, self.message, pgettext("who", "whoever prepares the call"))


def notice_items(call: Call) -> list[NoticeItem]:
    """Everything this call must say, whether it does, and where it is written."""
    items = [*_always(call), *_form_and_hours(call)]
    return [*items, *_codesign(call)] if call.kind == CallKind.PROPOSALS else items


def _always(call: Call) -> list[NoticeItem]:
    return [
        _item("no_title", _("The Italian title is missing."), call.title["it"]),
        _item("no_summary", _("The summary in Italian is missing."), call.summary["it"]),
        _item("no_body", _("The text of the call in Italian is missing."), call.body["it"]),
        _item("no_contact", _("The mailbox for questions is missing."), call.contact_email),
        _item(
            "no_officer",
            _("The officer in charge is missing (L. 241/1990, art. 5)."),
            call.responsible_officer,
        ),
    ]


def _form_and_hours(call: Call) -> list[NoticeItem]:
    is_past = call.last_closes_at is not None and call.last_closes_at <= clock.now()
    is_draft = call.version is not None and not call.version.is_published
    return [
        _item("no_form", _("No form has been chosen."), call.version is not None),
        _item(
            "form_not_published", _("The form is still a draft: publish it first."), not is_draft
        ),
        _item(
            "no_window",
            _("The opening or the closing is missing."),
            call.opens_at is not None and call.closes_at is not None,
        ),
        _item("window_in_past", _("The closing is already past."), not is_past),
    ]


def _codesign(call: Call) -> list[NoticeItem]:
    return [
        _item("no_aims", _("The aims of the call are missing."), call.aims["it"], NOTICE),
        _item("no_budget", _("The resources of the call are missing."), call.budget, NOTICE),
        _item(
            "no_duration",
            _("The duration of the projects is missing."),
            call.duration["it"],
            NOTICE,
        ),
        _item(
            "no_requirements",
            _("The requirements of who takes part are missing."),
            call.requirements["it"],
            NOTICE,
        ),
        _item(
            "no_partners",
            _("It is missing whether partners of other kinds may take part, and how."),
            call.partners["it"],
            NOTICE,
        ),
        _item(
            "no_selection",
            _("The criteria by which proposals are compared are missing (L. 241/1990, art. 12)."),
            selection_of(call) is not None,
            RULE,
        ),
    ]


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


def _item(code: str, message: str, said: object, page: str = TEXTS) -> NoticeItem:
    """`said` is a text, an amount or a truth; blanks say nothing."""
    holds = bool(said.strip()) if isinstance(said, str) else bool(said)
    return NoticeItem(code, message, holds, page)
