"""The portal's template tags; a builtin of the template engine, so no page has to load it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import nh3
from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from core.ui import wording
from core.ui.cells import FIGURES, Amount, Cell, Code, Day, Number, State
from core.ui.context import switched_url
from core.ui.devices import device_name
from core.ui.forms import FieldLook, FormError, form_errors, look_of
from core.ui.tables import ListPage, Row
from core.ui.tones import Tone

register = template.Library()

MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(
    ["table", "strikethrough"]
)
FIRST_HEADING = 3
"""A page has one h1 of its own, and its sections are h2: the text's headings start below them, and none is skipped."""
TAGS = {
    *("p", "br", "hr", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"),
}

ICONS_KEPT = 500
"""A page draws some fifty of them, nearly always the same."""
CHIPS_KEPT = 500
"""A list draws one for each row, with few words among them."""


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite (`check-circle`); silent for screen readers unless it has a `label`."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=ICONS_KEPT)
def _icon(name: str, label: str, size: str) -> SafeString:
    sprite = f"{static('svg/sprites.svg')}#it-{name}"
    classes = f"tm-icon tm-icon-{size}" if size else "tm-icon"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            classes,
            label,
            sprite,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        classes,
        sprite,
    )


@register.filter
def tone_icon(tone: str) -> str:
    return Tone(tone).icon if tone in Tone.__members__.values() else Tone.NEUTRAL.icon


@register.filter
def device(user_agent: str) -> str:
    return device_name(user_agent)


@register.filter
def money(amount: Decimal | float | str | None) -> str:
    return "" if amount is None or amount == "" else wording.money_text(amount)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    return wording.day_text(value) if value else ""


@register.filter
def full_day(value: dt.date | dt.datetime | None) -> str:
    """With its year always: for documents, which are read in other years."""
    return wording.day_text(value, year=True) if value else ""


@register.filter
def saved(value: dt.datetime) -> str:
    return wording.saved_text(value)


@register.filter
def unbroken(number: str) -> SafeString:
    """The number of an act, whole: "DD-2020-5480" goes to the next line rather than break at a hyphen."""
    return format_html('<span class="tm-unbroken">{}</span>', number)


@register.filter
def distance(value: dt.date | dt.datetime | None) -> str:
    return wording.distance_text(value) if value else ""


@register.simple_tag
def date_distance(value: dt.date | dt.datetime, now: dt.datetime | None = None) -> str:
    return wording.day_with_distance(value, now=now)


@register.filter
def is_date(value: object) -> bool:
    """Tells a day from words such as "da aprile", which have no invented day."""
    return isinstance(value, dt.date)


@register.filter
def is_past(value: dt.date | dt.datetime | None) -> bool:
    """Whether a term is over: a day is over when it has ended."""
    return value is not None and wording.is_past(value)


@register.filter
def iso(value: dt.date | dt.datetime) -> str:
    """For the `datetime` attribute of `<time>`."""
    return value.isoformat()


@register.filter(is_safe=True)
def markdown(text: object) -> SafeString:
    """Text written by people, as HTML without anything active."""
    tokens = MARKDOWN.parse(str(text or ""))
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(FIRST_HEADING + levels.index(token.tag), 6)}"
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308  # cleaned on the line above


@register.simple_tag(takes_context=True)
def switch_language_url(context: template.Context, language: str) -> str:
    request = context.get("request")
    return switched_url(request.get_full_path(), language) if request else "/"


@register.simple_tag
def html_attrs(attrs: Any) -> SafeString:
    """What a component was given beyond its declared variables, escaped.

    Components never print `{{ attrs }}`: cotton marks it safe without escaping a value that comes from data.
    """
    values: Mapping[str, Any] = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs
    return flatatt(
        {key: value for key, value in values.items() if value is not False and value is not None}
    )


@register.simple_tag
def field_look(field: BoundField) -> FieldLook:
    return look_of(field)


@register.filter
def error_list(form: BaseForm) -> list[FormError]:
    """Nothing before it was sent; a form drawn from what is stored tells so by `was_sent`."""
    return list(form_errors(form)) if getattr(form, "was_sent", form.is_bound) else []


@register.simple_tag
def chip(word: object, tone: str, icon_name: str = "") -> SafeString:
    """A state: an icon and its word, never a colour alone."""
    return _chip(conditional_escape(str(word)), tone, icon_name)


@lru_cache(maxsize=CHIPS_KEPT)
def _chip(word: SafeString, tone: str, icon_name: str) -> SafeString:
    """`word` is escaped already."""
    return format_html(
        '<span class="tm-chip tm-chip-{}">{} {}</span>',
        tone,
        icon(icon_name or tone_icon(tone)),
        word,
    )


@register.simple_tag
def time_of(value: dt.date | dt.datetime | None, with_distance: bool = False) -> SafeString:
    """A day or an hour in words, with how far it is if asked for; a dash where there is none."""
    if not value:
        return mark_safe("—")
    said = f"{day(value)}, {distance(value)}" if with_distance else day(value)
    return mark_safe(f'<time datetime="{iso(value)}">{conditional_escape(said)}</time>')  # noqa: S308  # escaped


@register.simple_tag
def money_of(amount: Decimal | None, word: object = "") -> SafeString:
    """An amount with the word that says which; a dash where there is none."""
    said = "—" if amount is None else money(amount)
    after = format_html(' <span class="tm-money-word">{}</span>', word) if word else ""
    return format_html('<span class="tm-money">{}{}</span>', said, after)


@register.simple_tag
def draw(cell: Cell) -> SafeString:
    """A cell of a list."""
    match cell:
        case State():
            return chip(cell.word, cell.tone)
        case Amount():
            return money_of(cell.amount, cell.word)
        case Number():
            return format_html("{}", "—" if cell.number is None else localize(cell.number))
        case Day():
            return time_of(cell.day, cell.distance)
        case Code():
            return format_html('<span class="tm-code">{}</span>', cell.code)
    said = conditional_escape(str(cell.text))
    if cell.note:
        said += mark_safe(f'<span class="tm-cell-note">{conditional_escape(str(cell.note))}</span>')  # noqa: S308  # escaped
    return said


@register.simple_tag
def draw_rows(page: ListPage) -> SafeString:
    """The body of a list. In Python and not in a template: a page of a list draws some two hundred cells."""
    labels = [conditional_escape(str(header.label)) for header in page.headers]
    return mark_safe("".join(_drawn(row, labels) for row in page.rows))  # noqa: S308  # escaped in _drawn


def _drawn(row: Row, labels: Sequence[str]) -> str:
    """One row; `labels` are escaped. The first cell names the row, and leads to its page."""
    cells = []
    for place, (_label, cell) in enumerate(row.cells):
        content = draw(cell)
        if place:
            figure = ' class="is-figure"' if cell.kind in FIGURES else ""
            cells.append(f'<td data-label="{labels[place]}"{figure}>{content}</td>')
        elif row.url:
            address = conditional_escape(row.url)
            cells.append(
                f'<th scope="row"><a href="{address}" class="tm-stretched">{content}</a></th>'
            )
        else:
            cells.append(f'<th scope="row">{content}</th>')
    start = '<tr class="has-link">' if row.url else "<tr>"
    return f"{start}{''.join(cells)}</tr>\n"
