"""The form as applicants find it, working, with nothing stored: what is typed comes back and is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from core.documents.enums import KIND_OF_EXTENSION, KINDS
from core.questionnaires.enums import MissingReason, QuestionType
from core.questionnaires.fields import initial_of, make_field
from core.questionnaires.forms import Clash, Uploads
from core.questionnaires.models import Question, Section, Version
from core.questionnaires.queries import anchor_of, holds, questions_of
from core.questionnaires.readable import condition_text
from core.questionnaires.reading import Reading, is_empty, read
from core.questionnaires.spec import QuestionSpec
from core.ui.forms import PortalForm


@dataclass(frozen=True)
class TriedEntry:
    """A question of the preview, with what `questionnaires/_question.html` draws."""

    question: Question
    field: forms.BoundField
    anchor: str
    condition: str
    condition_data: str
    clash: Clash | None = None


class PreviewForm(PortalForm, forms.Form):
    """All sections on one page, so that every condition and every sum can be tried.

    `is_complete` tells, after it was sent, whether an application like this could be sent.
    """

    def __init__(
        self, version: Version, data: Mapping[str, Any] | None = None, files: Uploads | None = None
    ) -> None:
        super().__init__(auto_id="id_%s")
        self.posted, self.uploads = data, files or MultiValueDict()
        self.was_sent = data is not None
        self.parts: list[Section] = list(version.sections.order_by("position", "pk"))
        self.questions = {row.key: row for row in questions_of(version)}
        self.readings: dict[str, Reading] = {}
        self.asked: set[str] = set()
        self._bound_fields_cache: dict[str, forms.BoundField] = {}
        self._errors = ErrorDict()
        for key, question in self.questions.items():
            self._draw(key, question)

    def _draw(self, key: str, question: Question) -> None:
        spec = question.spec
        blank = make_field(spec, None)
        typed = None if self.posted is None else self._typed(spec, blank)
        self.fields[key] = blank
        self.initial[key] = initial_of(spec, None if spec.type == QuestionType.FILE else typed)
        self.readings[key] = reading = read(spec, typed)
        condition = spec.condition
        if condition is None or (
            condition.question in self.asked
            and holds(condition, self.readings[condition.question].value)
        ):
            self.asked.add(key)
            if self.posted is not None and (words := self._lack(spec, reading)):
                self._errors[key] = self.error_class([words])

    def _lack(self, spec: QuestionSpec, reading: Reading) -> str:
        if reading.error:
            return reading.error
        if spec.type == QuestionType.FILE and (words := self._refused(spec)):
            return words
        empty = spec.required and is_empty(reading.value)
        return str(MissingReason.EMPTY.label) if empty else ""

    def _typed(self, spec: QuestionSpec, field: forms.Field) -> Any:
        if spec.type != QuestionType.FILE:
            return field.widget.value_from_datadict(self.posted or {}, self.uploads, spec.key)
        return [
            {"document": "", "version": 1, "name": each.name, "sha256": "", "size": each.size}
            for each in self.uploads.getlist(spec.key)
        ]

    def _refused(self, spec: QuestionSpec) -> str:
        """Why a file would be refused; its content is looked at only where it is kept."""
        limits = spec.limits
        kinds = frozenset(limits.kinds or KINDS)
        for each in self.uploads.getlist(spec.key):
            extension = PurePosixPath(each.name or "").suffix.lstrip(".").lower()
            kind = KIND_OF_EXTENSION.get(extension)
            if kind is None or kind.name not in kinds:
                return _("%(name)s: files of this kind are not taken here.") % {"name": each.name}
            if limits.max_mb and (each.size or 0) > limits.max_mb * 1024 * 1024:
                return _("%(name)s: this file is too large.") % {"name": each.name}
        return ""

    @property
    def is_complete(self) -> bool:
        return self.posted is not None and not self._errors

    @property
    def sections(self) -> list[tuple[Section, list[TriedEntry]]]:
        return [
            (
                part,
                [
                    self._entry(question)
                    for question in self.questions.values()
                    if question.section_id == part.pk
                ],
            )
            for part in self.parts
        ]

    def entries_of(self, section: Section) -> list[TriedEntry]:
        """One section alone: what depends on another section is shown, and says when it is asked."""
        own = {row.key for row in self.questions.values() if row.section_id == section.pk}
        entries = [self._entry(row) for row in self.questions.values() if row.key in own]
        return [
            each
            if each.question.spec.condition and each.question.spec.condition.question in own
            else replace(each, condition_data="")
            for each in entries
        ]

    def _entry(self, question: Question) -> TriedEntry:
        condition = question.spec.condition
        target = self.questions[condition.question].spec if condition else None
        return TriedEntry(
            question=question,
            field=self[question.key],
            anchor=anchor_of(question.key),
            condition=condition_text(condition, target) if condition and target else "",
            condition_data=condition.model_dump_json() if condition else "",
        )
