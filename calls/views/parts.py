"""The parts of a call that is being prepared, each with its state, what it lacks and where it is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calls.enums import CallKind
from calls.models import Call, ExaminationRule
from calls.queries.draft_signing import signing_mode
from calls.queries.notice import NoticeItem, Part, notice_items
from calls.queries.scores import selection_of
from calls.views.notice import address_of, part_url
from core.questionnaires.paper import minutes_to_fill
from core.ui.pieces import Missing, Words
from core.ui.tones import Tone
from core.ui.wording import day_text


@dataclass(frozen=True)
class PartOfCall:
    """A line of the desk's list. `state` is done, missing, or free: a part that a call can do without."""

    title: Words
    url: str
    note: Words
    state: str
    lacks: Sequence[Missing] = ()
    more: Missing | None = None
    """A second page of the same part."""

    @property
    def tone(self) -> Tone:
        return {"done": Tone.SUCCESS, "missing": Tone.WARNING}.get(self.state, Tone.NEUTRAL)

    @property
    def word(self) -> str:
        return {
            "done": pgettext("part of a call", "ready"),
            "missing": pgettext("part of a call", "to complete"),
        }.get(self.state, pgettext("part of a call", "if you need it"))


def parts_of(call: Call) -> list[PartOfCall]:
    """In the order in which somebody who has never prepared a call would write them."""
    items = notice_items(call)
    found = [_texts(call, items), _hours(call, items), _people(call, items)]
    if call.kind == CallKind.PROPOSALS:
        found += [_notice(call, items), _form(call, items), _rule(call, items)]
        found.append(_examination(call))
    else:
        found += [_form(call, items), _notice(call, items), _rule(call, items)]
    return [*found, _signing(call), _documents(call)]


def _written(
    part: Part,
    call: Call,
    items: Sequence[NoticeItem],
    title: Words,
    note: Words,
    *,
    free: bool = False,
    anchor: str = "",
    more: Missing | None = None,
) -> PartOfCall:
    """A part that the notice asks about; `free` where this call may leave it empty, and has."""
    lacks = [
        Missing(item.message, address_of(item, call))
        for item in items
        if item.part == part and not item.holds
    ]
    state = "missing" if lacks else "free" if free else "done"
    return PartOfCall(title, part_url(part, call) + anchor, note, state, lacks, more)


def _texts(call: Call, items: Sequence[NoticeItem]) -> PartOfCall:
    note = _("Title, summary and what is asked: what people read first.")
    if call.title["it"] and not call.title["en"]:
        note = _("There is no English title: whoever reads in English finds the Italian.")
    return _written(Part.TEXTS, call, items, _("The texts"), note, anchor="#texts")


def _hours(call: Call, items: Sequence[NoticeItem]) -> PartOfCall:
    note = _("From when to when people can answer.")
    if call.opens_at and call.closes_at:
        note = f"{day_text(call.opens_at)} – {day_text(call.closes_at)}"
    own = len(call.windows.all())
    words = _("Territories with hours of their own")
    if own:
        text = ngettext(
            "%(count)d territory has its own hours",
            "%(count)d territories have their own hours",
            own,
        )
        words = text % {"count": own}
    windows = Missing(words, _url("call_windows", call))
    return _written(
        Part.HOURS, call, items, _("Opening and closing"), note, anchor="#hours", more=windows
    )


def _people(call: Call, items: Sequence[NoticeItem]) -> PartOfCall:
    said = [call.contact_email, call.responsible_officer]
    note = ", ".join(filter(None, said)) or _(
        "Whom to write to, and who answers for the procedure."
    )
    title = _("Who may answer, whom to ask")
    return _written(Part.PEOPLE, call, items, title, note, anchor="#people")


def _notice(call: Call, items: Sequence[NoticeItem]) -> PartOfCall:
    said = (call.aims, call.budget, call.duration, call.requirements, call.partners)
    note = _("Aims, resources, duration, requirements, who may be a partner.")
    return _written(Part.NOTICE, call, items, _("What the notice says"), note, free=not any(said))


def _form(call: Call, items: Sequence[NoticeItem]) -> PartOfCall:
    note = _(
        "The questions that are answered: from nothing, from another form, or a published one."
    )
    if call.version is not None:
        minutes = minutes_to_fill(call.version)
        text = ngettext(
            "%(form)s: about %(count)d minute to fill in",
            "%(form)s: about %(count)d minutes to fill in",
            minutes,
        )
        note = text % {"form": call.version, "count": minutes}
    other = Missing(_("Take a published form"), f"{part_url(Part.TEXTS, call)}#id_version")
    more = other if call.version is None else None
    return _written(Part.FORM, call, items, _("The form"), note, more=more)


def _rule(call: Call, items: Sequence[NoticeItem]) -> PartOfCall:
    selection = selection_of(call)
    note = _("Criteria, weights, places, ties: everybody reads them beforehand.")
    if selection is not None:
        count = len(selection.criteria.all())
        note = ngettext("%(count)d criterion", "%(count)d criteria", count) % {"count": count}
    title = _("How answers are compared")
    return _written(Part.RULE, call, items, title, note, free=selection is None)


def _examination(call: Call) -> PartOfCall:
    own = ExaminationRule.objects.filter(call=call).exists()
    note = _("Its own requirements and terms.") if own else _("The usual terms hold.")
    url = _url("examination_change", call)
    return PartOfCall(_("Requirements and terms"), url, note, "done" if own else "free")


def _signing(call: Call) -> PartOfCall:
    mode = signing_mode(call)
    asked = call.signing_rules.exists()
    title = _("How applications are signed")
    note = str(mode.label)[:1].upper() + str(mode.label)[1:]
    return PartOfCall(title, _url("call_signing", call), note, "done" if asked else "free")


def _documents(call: Call) -> PartOfCall:
    count = len(call.documents.all())
    note = _("The notice itself, annexes, models to fill in.")
    if count:
        note = ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}
    return PartOfCall(_("Documents"), _url("call_attach", call), note, "done" if count else "free")


def _url(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.programme.slug, "key": call.pk})
