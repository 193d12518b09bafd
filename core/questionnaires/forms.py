"""A section of a sheet as a form of the portal.

    form = SectionForm(sheet, "idea", by=request.user, data=request.POST, files=request.FILES, about=…)
    saved = form.save()                # a whole page sent: the form then shows what is stored, with errors
    answer, status = form.autosave()   # what static/js/autosave.js sent, and the JSON it expects

The form is always drawn from the sheet: whatever was typed is stored, readable or not, or held beside
somebody else's newer text, so nothing depends on what the browser remembers.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import ngettext

from core.access.blocked import refuse
from core.access.models import User
from core.documents.domain.files import store
from core.documents.enums import KINDS, Visibility
from core.documents.queries import description
from core.questionnaires import queries
from core.questionnaires.domain.sheets import Resolution, Saved, save_answers, save_blockers
from core.questionnaires.enums import QuestionType
from core.questionnaires.fields import initial_of, make_field
from core.questionnaires.models import AnswerSheet, Question, Section
from core.questionnaires.readable import condition_text, text_of
from core.questionnaires.reading import read
from core.questionnaires.spec import QuestionSpec
from core.questionnaires.token import PageToken
from core.ui.forms import PortalForm
from core.ui.wording import day_text, hour_text

Posted = Mapping[str, Any]
Uploads = MultiValueDict[str, "UploadedFile[Any]"]
Saver = Callable[..., Saved]
CONFLICT, INVALID, OK = 409, 422, 200


@dataclass(frozen=True)
class Clash:
    """Somebody else's text beside mine, for the box under the field."""

    theirs: str
    by: str
    at: str
    name: str


@dataclass(frozen=True)
class Entry:
    """A question on the page: its field, when it is asked, in words and for the script, its clash."""

    question: Question
    field: forms.BoundField
    anchor: str
    condition: str
    condition_data: str
    is_visible: bool
    clash: Clash | None


class SectionForm(PortalForm, forms.Form):
    """One section. `by` is the person at the keyboard, `about` the row to which files belong.

    `save_with(answers, base_revision, *, bases, seen, resolve) -> Saved` puts a part's own verb around
    `save_answers`. Raises Section.DoesNotExist for a key that the form does not have.
    """

    def __init__(
        self,
        sheet: AnswerSheet,
        section_key: str,
        *,
        by: User,
        data: Posted | None = None,
        files: Uploads | None = None,
        about: models.Model | None = None,
        save_with: Saver | None = None,
    ) -> None:
        super().__init__(auto_id="id_%s")
        self.by, self.about, self.sheet_id = by, about, sheet.pk
        self.save_with = save_with or partial(save_answers, sheet.pk, by=by)
        self.posted = data if data is not None else {}
        self.uploads: Uploads = files or MultiValueDict()
        self.section_key = section_key
        self.trouble: dict[str, str] = {}
        self.was_sent = False
        self._draw(queries.load(sheet))

    # ---- what is shown

    def _draw(self, filled: queries.Filled) -> None:
        """Build the fields from what is stored, and from the texts held for this person."""
        self.filled, self.sheet = filled, filled.sheet
        self.section = self._section()
        self.held = queries.held_of(self.sheet, self.by)
        self.token = PageToken(self.sheet.revision, dict.fromkeys(self.held, 0))
        self.fields.clear()
        self._bound_fields_cache: dict[str, forms.BoundField] = {}
        errors = ErrorDict()
        self.questions = {each.key: each for each in self._shown_questions()}
        for key, question in self.questions.items():
            value = self.held.get(key, filled.shown(key))
            field = make_field(question.spec, value)
            field.disabled = not self._is_open(key)
            self.fields[key] = field
            self.initial[key] = initial_of(question.spec, value)
            if error := self.trouble.get(key) or self._error(question.spec, key):
                errors[key] = self.error_class([error])
        self._errors = errors

    def _section(self) -> Section:
        for section in self.filled.sections:
            if section.key == self.section_key:
                return section
        raise Section.DoesNotExist(self.section_key)

    def _shown_questions(self) -> list[Question]:
        """Those asked now, and those that another answer of this page may bring up."""
        own = self.filled.of_section(self.section)
        keys = {each.key for each in own}
        return [
            each
            for each in own
            if each.key in self.filled.visible
            or (each.spec.condition is not None and each.spec.condition.question in keys)
        ]

    def _is_open(self, key: str) -> bool:
        if self.sheet.is_locked:
            return False
        return self.sheet.open_keys is None or key in self.sheet.open_keys

    def _error(self, spec: QuestionSpec, key: str) -> str:
        answer = self.filled.answers.get(key)
        return read(spec, answer.raw).error if answer and answer.raw is not None else ""

    @property
    def entries(self) -> list[Entry]:
        """The questions in order, for the template."""
        return [self._entry(question) for question in self.questions.values()]

    def _entry(self, question: Question) -> Entry:
        spec = question.spec
        target = self.questions.get(spec.condition.question) if spec.condition else None
        return Entry(
            question=question,
            field=self[question.key],
            anchor=queries.anchor_of(question.key),
            condition=condition_text(spec.condition, target.spec)
            if spec.condition and target
            else "",
            condition_data=spec.condition.model_dump_json() if spec.condition and target else "",
            is_visible=question.key in self.filled.visible,
            clash=self._clash(question),
        )

    def _clash(self, question: Question) -> Clash | None:
        if question.key not in self.held:
            return None
        answer = self.filled.answers.get(question.key)
        return Clash(
            theirs=_told(question.spec, answer.shown if answer else None),
            by=str(answer.updated_by or "") if answer else "",
            at=day_text(answer.updated_at) if answer else "",
            name=f"resolve-{question.key}",
        )

    @property
    def seen(self) -> str:
        """What this page shows, by key, for the hidden field that travels back with it."""
        marks = {
            key: queries.fingerprint(self.filled.shown(key))
            for key in self.questions
            if key not in self.held
        }
        return json.dumps(marks, separators=(",", ":"))

    # ---- what was sent

    def save(self) -> Saved:
        """Save a whole page; then show what is stored. Raises Blocked on a locked sheet."""
        keys = [key for key in self.questions if self._is_open(key)]
        saved = self._save({key: self._typed(key) for key in keys}, seen=self._posted_seen())
        self._draw(queries.load(AnswerSheet.objects.get(pk=self.sheet_id)))
        self.was_sent = True
        return saved

    def autosave(self) -> tuple[dict[str, Any], int]:
        """Save the fields that a script sent; the JSON to answer and its status (200, 409, 422)."""
        sent = [key for key in self.questions if self._was_sent(key)]
        token = PageToken.read(self.posted.get("revision"))
        saved = self._save({key: self._typed(key) for key in sent}, seen={})
        token = token.after(saved)
        answer: dict[str, Any] = {
            "revision": str(token),
            "saved_at": hour_text(saved.saved_at) if saved.saved_at else "",
            "missing": len(queries.missing(AnswerSheet.objects.get(pk=self.sheet_id))),
        }
        if saved.conflicts:
            answer["conflicts"] = [
                {
                    "field": self._field_name(each.key),
                    "label": each.label,
                    "theirs": initial_text(self.questions[each.key].spec, each.theirs),
                    "mine": initial_text(self.questions[each.key].spec, each.mine),
                    "by": str(each.theirs_by or ""),
                    "at": day_text(each.theirs_at),
                }
                for each in saved.conflicts
            ]
            return answer, CONFLICT
        if errors := {**saved.errors, **self.trouble}:
            answer["errors"] = {self._field_name(key): [text] for key, text in errors.items()}
            return answer, INVALID
        return answer, OK

    def _save(self, typed: dict[str, Any], *, seen: Mapping[str, str]) -> Saved:
        token = PageToken.read(self.posted.get("revision"))
        resolve = self._resolutions(typed)
        return self.save_with(typed, token.revision, bases=token.bases, seen=seen, resolve=resolve)

    def _resolutions(self, keys: Mapping[str, Any]) -> dict[str, Resolution]:
        chosen: dict[str, Resolution] = {}
        for key in keys:
            match self.posted.get(f"resolve-{key}"):
                case "mine":
                    chosen[key] = "mine"
                case "theirs":
                    chosen[key] = "theirs"
        return chosen

    def _posted_seen(self) -> dict[str, str]:
        try:
            marks = json.loads(self.posted.get("seen") or "{}")
        except (ValueError, RecursionError):  # a hidden field that somebody rewrote
            return {}
        return (
            {str(key): str(mark) for key, mark in marks.items()} if isinstance(marks, dict) else {}
        )

    def _was_sent(self, key: str) -> bool:
        if not self._is_open(key) or self.questions[key].type == QuestionType.FILE:
            return False
        return key in self.posted or f"{key}-rows" in self.posted

    def _typed(self, key: str) -> Any:
        question = self.questions[key]
        if question.type == QuestionType.FILE:
            return self._files(question)
        return self.fields[key].widget.value_from_datadict(self.posted, self.uploads, key)

    def _files(self, question: Question) -> list[dict[str, Any]]:
        """What stays attached and what was stored now; an upload that is refused leaves its reason."""
        attached = self.filled.shown(question.key) or []
        posted = self.posted
        taken = (
            posted.getlist(f"{question.key}-remove") if isinstance(posted, MultiValueDict) else ()
        )
        removed = set(taken)
        kept = [each for each in attached if each["document"] not in removed]
        uploads = self.uploads.getlist(question.key)
        most = question.spec.limits.max_files or 1
        if len(kept) + len(uploads) > most:
            self.trouble[question.key] = ngettext(
                "Only %(most)s file: take the other away before you add one.",
                "At most %(most)s files: take one away before you add another.",
                most,
            ) % {"most": most}
            return kept
        return [*kept, *(made for upload in uploads if (made := self._stored(question, upload)))]

    def _stored(self, question: Question, upload: "UploadedFile[Any]") -> dict[str, Any] | None:
        refuse(save_blockers(self.sheet, [question.key]))
        limits = question.spec.limits
        try:
            document = store(
                upload,
                about=self.about or self.sheet,
                by=self.by,
                visibility=Visibility.PARTIES,
                accept=frozenset(limits.kinds) if limits.kinds else KINDS,
                kind="questionnaires.answer",
                max_bytes=limits.max_mb * 1024 * 1024 if limits.max_mb else None,
            )
        except ValidationError as error:
            name = upload.name or ""
            self.trouble[question.key] = f"{name}: {' '.join(error.messages)}"
            return None
        return description(document)

    def _field_name(self, key: str) -> str:
        """The name by which the script finds the field: of a table, its first cell."""
        spec = self.questions[key].spec
        return f"{key}-0-{spec.columns[0].key}" if spec.type == QuestionType.TABLE else key


def initial_text(spec: QuestionSpec, value: Any) -> str:
    """A value as its field would hold it, for the script; a table or a file list in words."""
    initial = initial_of(spec, value)
    return initial if isinstance(initial, str) else _told(spec, value)


def _told(spec: QuestionSpec, shown: Any) -> str:
    reading = read(spec, shown)
    return str(reading.raw) if reading.error else text_of(spec, reading.value)
