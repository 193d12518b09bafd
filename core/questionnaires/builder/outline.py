"""A form as whoever writes it sees it: sections and questions as cards, and what is still to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.effort import rounded
from core.questionnaires.enums import TablePreset
from core.questionnaires.fields import limits_told
from core.questionnaires.models import Question, Section, Version
from core.questionnaires.queries import anchor_of
from core.questionnaires.readable import condition_text
from core.questionnaires.sources import BY_KEY, Source, known_already
from core.questionnaires.spec import QuestionSpec
from core.ui.bilingual import Bilingual
from core.ui.pieces import Missing, Words


@dataclass(frozen=True)
class Card:
    """A question on the page; `known` is where the portal already has the answer that it asks for."""

    key: str
    spec: QuestionSpec
    label: Bilingual
    anchor: str
    kind: Words
    limits: Sequence[str]
    condition: str
    lacks_english: bool
    known: Source | None
    bound: Source | None
    asked_for_by: Sequence[str]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class SectionCard:
    section: Section
    key: str
    place: int
    cards: Sequence[Card]
    lacks_english: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Outline:
    """The whole form. `minutes` is how long it takes, rounded to five."""

    sections: Sequence[SectionCard]
    minutes: int
    questions: int

    @property
    def cards(self) -> list[Card]:
        return [card for section in self.sections for card in section.cards]


def outline_of(version: Version) -> Outline:
    """Two queries, however long the form."""
    sections = list(version.sections.order_by("position", "pk"))
    rows: dict[object, list[Question]] = {section.pk: [] for section in sections}
    for question in version.questions.order_by("position", "pk"):
        rows[question.section_id].append(question)
    asked = [row.spec for section in sections for row in rows[section.pk]]
    known = {spec.key: spec for spec in asked}
    last = len(sections) - 1
    cards = [
        SectionCard(
            section=section,
            key=section.key,
            place=place,
            cards=[
                _card(
                    row.spec,
                    known,
                    first=place == 0 and row is rows[section.pk][0],
                    last=place == last and row is rows[section.pk][-1],
                )
                for row in rows[section.pk]
            ],
            lacks_english=_lacks(section.title) or _lacks(section.intro),
            is_first=place == 0,
            is_last=place == last,
        )
        for place, section in enumerate(sections)
    ]
    minutes = sum(section.minutes for section in sections if rows[section.pk])
    return Outline(cards, rounded(minutes), len(asked))


def _card(spec: QuestionSpec, known: dict[str, QuestionSpec], *, first: bool, last: bool) -> Card:
    condition = spec.condition
    target = known.get(condition.question) if condition else None
    return Card(
        key=spec.key,
        spec=spec,
        label=spec.label.bilingual,
        anchor=anchor_of(spec.key),
        kind=TablePreset(spec.preset).label if spec.preset else spec.type.label,
        limits=limits_told(spec),
        condition=condition_text(condition, target) if condition and target else "",
        lacks_english=any(_lacks(text) for text in words_of(spec)),
        known=known_already(spec),
        bound=BY_KEY.get(spec.ask_once),
        asked_for_by=[
            str(each.label)
            for each in known.values()
            if each.condition and each.condition.question == spec.key
        ],
        is_first=first,
        is_last=last,
    )


def words_of(spec: QuestionSpec) -> list[Bilingual]:
    """Every text of a question that applicants read."""
    texts = [spec.label, *([spec.help] if spec.help else [])]
    texts += [choice.label for choice in spec.choices]
    for column in spec.columns:
        texts += [column.label, *(choice.label for choice in column.choices)]
    return [text.bilingual for text in texts]


def _lacks(text: Bilingual | None) -> bool:
    return bool(text and text["it"].strip() and not text["en"].strip())


def english_missing(outline: Outline, desk: FormDesk) -> list[Missing]:
    """What has no English yet, with the page that mends it: applicants would read it in Italian."""
    found = []
    for section in outline.sections:
        if section.lacks_english:
            url = desk.url("form_section_change", section=section.key)
            found.append(Missing(_("Section: %(title)s") % {"title": section.section.title}, url))
        found += [
            Missing(str(card.label), desk.url("form_question_change", question=card.key))
            for card in section.cards
            if card.lacks_english
        ]
    return found
