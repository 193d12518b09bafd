"""Samples of every component, for the gallery page and for the tests that draw each of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.ui import cells
from core.ui.bilingual import BilingualFormField
from core.ui.forms import MoneyField, PortalForm
from core.ui.pieces import Crumb, FormStep, HistoryEntry, Missing, Step, Tab
from core.ui.tables import Choice, FilterGroup, Header, ListPage, Row
from core.ui.tones import Tone

ACCENTS = ("blue", "green", "teal", "purple", "magenta", "brown", "slate")


class SampleForm(PortalForm, forms.Form):
    units = {"amount": "€", "months": _("months")}  # noqa: RUF012  # a declaration, never changed

    name = BilingualFormField(
        label=_("Title of the call"), help_text=_("As it will stand on the public page.")
    )
    story = forms.CharField(
        label=_("What do you want to do?"),
        help_text=_("Tell it as you would to somebody who does not know the place."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 600}),
    )
    amount = MoneyField(label=_("Amount requested"))
    months = forms.IntegerField(label=_("Duration"), required=False)
    opens = forms.DateField(label=_("First day"), help_text=_("Between 1 March and 30 April."))
    territory = forms.ChoiceField(
        label=_("Territory"),
        choices=[("", "—"), ("rivoli", "Rivoli"), ("moncalieri", "Moncalieri")],
    )
    kind = forms.ChoiceField(
        label=_("Who are you?"),
        choices=[("ets", _("A third-sector organisation")), ("group", _("An informal group"))],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=[("food", _("Food")), ("school", _("School")), ("care", _("Care"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    statute = forms.FileField(label=_("Statute"), help_text=_("PDF, at most 10 MB."))
    agree = forms.BooleanField(label=_("I have read the notice"))


def chips() -> list[tuple[Tone, Any]]:
    words = {
        Tone.NEUTRAL: _("Withdrawn"),
        Tone.DRAFT: _("Draft"),
        Tone.ACTIVE: _("Open"),
        Tone.WAITING: _("Under check"),
        Tone.SUCCESS: _("Admissible"),
        Tone.WARNING: _("To complete"),
        Tone.DANGER: _("Inadmissible"),
    }
    return list(words.items())


def steps(now: dt.datetime) -> list[Step]:
    return [
        Step(_("Call for ideas"), "done", now - dt.timedelta(days=40)),
        Step(_("Co-design tables"), "now", _("from February to April")),
        Step(_("Call for proposals"), "next", (now + dt.timedelta(days=30)).date()),
        Step(_("Pilots"), "next", _("from September")),
    ]


def form_steps() -> list[FormStep]:
    return [
        FormStep(_("Who you are"), "#one", "done"),
        FormStep(_("The idea"), "#two", "current", 2),
        FormStep(_("The partners"), "#three", "todo", 3, "Giulia Ferrero"),
        FormStep(_("Read and send"), "#four"),
    ]


def history(now: dt.datetime) -> list[HistoryEntry]:
    sent = _("Application sent")
    return [
        HistoryEntry(
            now - dt.timedelta(days=3), sent, "Giulia Ferrero", "", 41, "9f2c77ab01de5521"
        ),
        HistoryEntry(
            now - dt.timedelta(days=1),
            _("Request to complete"),
            "Marco Riva",
            _("Two answers are missing."),
        ),
    ]


def table() -> ListPage:
    """A list as `Listing.page` gives it, without a database."""
    names = [
        ("Orti di Rivoli", "success", _("Admissible"), 9000),
        ("Cucina Comune", "warning", _("To complete"), 7500),
    ]
    rows = [
        Row(
            f"#{index}",
            [
                (_("Network"), cells.Text(name, "Rivoli")),
                (_("State"), cells.State(word, tone)),
                (_("Number"), cells.Code(f"2021/{index:03}")),
                (_("Sent"), cells.Day(dt.date(2021, 2, 10 + index))),
                (_("Requested"), cells.Amount(Decimal(amount), _("requested"))),
            ],
            str(index),
        )
        for index, (name, tone, word, amount) in enumerate(names, 1)
    ]
    states = [
        Choice(_("Admissible"), "ok", "?state=ok", active=True),
        Choice(_("To complete"), "x", "?", active=False),
    ]
    return ListPage(
        headers=[
            Header(_("Network"), "?sort=-name", "ascending", figures=False),
            Header(_("State"), "", "", figures=False),
            Header(_("Number"), "?sort=number", "", figures=False),
            Header(_("Sent"), "?sort=sent", "", figures=False),
            Header(_("Requested"), "?sort=amount", "", figures=True),
        ],
        rows=rows,
        count=2,
        filters=[FilterGroup("state", _("State"), "ok", states, as_chips=True)],
        query="",
        searchable=True,
        previous_url="",
        next_url="?after=2",
        reset_url="?",
        hidden=[("state", "ok")],
    )


def todos(now: dt.datetime) -> list[dict[str, Any]]:
    check = _("Check the request of the 2nd instalment")
    return [
        {
            "text": check,
            "url": "#t1",
            "due": now + dt.timedelta(hours=20),
            "about": "Orti di Rivoli",
            "figure": "7.500 €",
        },
        {
            "text": _("Answer 2 questions"),
            "url": "#t2",
            "due": now - dt.timedelta(days=1),
            "about": "",
            "figure": "",
        },
    ]


def samples(data: dict[str, str] | None = None) -> dict[str, Any]:
    """Context of `ui/gallery.html`. With `data` the form is bound, so that its errors show."""
    now = clock.now()
    return {
        "chips": chips(),
        "steps": steps(now),
        "form_steps": form_steps(),
        "missing": [
            Missing(_("The budget is not filled in"), "#budget", _("the lead organisation"))
        ],
        "blockers": [
            {"message": _("The call is closed."), "who": _("a facilitator, by reopening it")}
        ],
        "history": history(now),
        "page": table(),
        "saved_at": now,
        "todos": todos(now),
        "options": [
            {"text": _("Prepare a meeting"), "url": "#meeting", "icon": "presentation"},
            {
                "text": _("Tell a practice"),
                "url": "#practice",
                "icon": "pencil",
                "note": _("What was done, what helped, what to try elsewhere."),
            },
        ],
        "things": [
            {
                "title": "Orti di Rivoli",
                "url": "#r",
                "note": "Rivoli",
                "state": _("Open"),
                "tone": Tone.ACTIVE,
            },
            {
                "title": "Cucina Comune",
                "url": "#m",
                "note": "Moncalieri",
                "state": "",
                "tone": Tone.NEUTRAL,
            },
        ],
        "tabs": [Tab(_("To do"), "#todo", active=True, count=3), Tab(_("Done"), "#done", count=12)],
        "crumbs": [Crumb("Home", "/"), Crumb(_("Calls"), "#calls"), Crumb(_("Gallery"))],
        "amount": Decimal("9000"),
        "day": (now + dt.timedelta(days=3)).date(),
        "accents": ACCENTS,
        "form": SampleForm(),
        "refused": SampleForm(data if data is not None else {"no-amount": "1.2.3"}, prefix="no"),
    }
