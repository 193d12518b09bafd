"""Forms, their versions, and the sheets that people fill in.

A published version is frozen: the database refuses to change its sections and questions (RULES C3),
and the answers of a locked sheet.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.questionnaires.enums import DraftAct, QuestionType
from core.questionnaires.spec import QuestionSpec
from core.ui.bilingual import Bilingual, BilingualField


class Questionnaire(TenantModel):
    """A form (modulo), through all its versions."""

    key = models.CharField(_("key"), max_length=60)
    title = BilingualField(_("title"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="questionnaire_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Version(TenantModel):
    """One edition of a form: a draft until it is published, then never changed again."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "questionnaire", "number"], name="version_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None, published_by=None)
                | models.Q(published_at__isnull=False, published_by__isnull=False),
                name="version_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} ({self.number})"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Section(TenantModel):
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(_("key"), max_length=60)
    position = models.PositiveSmallIntegerField()
    title = BilingualField(_("title"))
    intro = BilingualField(_("introduction"), blank=True, multiline=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to fill it in"), default=5)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "version", "key"], name="section_key_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "version", "position"],
                name="section_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Question(TenantModel):
    """`config` holds the rest of the question's `QuestionSpec`, as JSON without its defaults."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="questions")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="questions")
    key = models.CharField(_("key"), max_length=60)
    position = models.PositiveSmallIntegerField()
    type = models.CharField(_("type"), max_length=20, choices=QuestionType)
    label = BilingualField(_("question"))
    required = models.BooleanField(_("required"), default=True)
    config = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["section__position", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "version", "key"], name="question_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=QuestionType.values), name="question_type_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def spec(self) -> QuestionSpec:
        """The question as data, built once per row."""
        if (known := self.__dict__.get("_spec")) is None:
            known = self.__dict__["_spec"] = QuestionSpec.model_validate(
                {
                    **self.config,
                    "key": self.key,
                    "type": self.type,
                    "label": dict(self.label),
                    "required": self.required,
                }
            )
        found: QuestionSpec = known
        return found


class RemovedPart(TenantModel):
    """A question, or a section with its questions, taken out of a draft: it can be put back.

    `spec` is the `QuestionSpec` or the `SectionSpec` as JSON. `section_key` is where a question stood
    ("" for a section), `place` its place there, or the section's among the others, from 0. It is gone when
    it is back, or when the draft is published.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="removed")
    section_key = models.CharField(max_length=60, blank=True)
    place = models.PositiveSmallIntegerField()
    spec = models.JSONField()
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("part taken out of a form")
        ordering: ClassVar = ["-removed_at", "-pk"]

    @property
    def is_section(self) -> bool:
        return not self.section_key

    @property
    def title(self) -> Bilingual:
        """The question, or the title of the section."""
        return Bilingual(self.spec["title" if self.is_section else "label"])


class DraftChange(TenantModel):
    """One change of a draft, with the form as it was `before` it: so it can be undone (docs/adr/0181).

    `before` and `after` are `{"form": QuestionnaireSpec, "removed": [RemovedPart, …]}` as JSON; `after` is
    there while the change is undone, so that it can be done again. `title` is the section or question that
    it was about, as it was called then. The last ones are kept, until the draft is published.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=20, choices=DraftAct)
    title = BilingualField(blank=True)
    before = models.JSONField()
    after = models.JSONField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("change of a form")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "version", "number"], name="draftchange_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(what__in=DraftAct.values), name="draftchange_act_known"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None, after=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False, after__isnull=False),
                name="draftchange_undone_with_date_actor_form",
            ),
        ]

    def __str__(self) -> str:
        """For instance: Question added: “How many?”."""
        words = str(self.get_what_display())
        return f"{words}: “{self.title}”" if str(self.title) else words


class AnswerSheet(TenantModel):
    """A form as one applicant fills it in. `revision` counts the saves that changed something.

    `open_keys` names the only questions that may be answered (RULES C5); null opens all of them.
    `predecessor` is the sheet of an earlier version that this one took over from: what the newer form no
    longer asks can still be read there.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sheets")
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="successors"
    )
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    open_keys = models.JSONField(null=True, default=None)
    locked_at = models.DateTimeField(null=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    digest = models.CharField(_("SHA-256 of the answers"), max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(locked_at=None, locked_by=None, digest="")
                | models.Q(
                    locked_at__isnull=False,
                    locked_by__isnull=False,
                    digest__regex=r"^[0-9a-f]{64}$",
                ),
                name="sheet_locked_by_somebody_with_digest",
            ),
            models.CheckConstraint(
                condition=models.Q(predecessor__isnull=True)
                | ~models.Q(predecessor=models.F("pk")),
                name="sheet_not_its_own_predecessor",
            ),
        ]

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class Answer(TenantModel):
    """`value` is the answer read and checked; `raw` is what was typed when it could not be read.

    Shapes of `value`: text, amount ("1234.50"), number ("12.5"), ISO day, key of a choice, list of
    keys, true or false, list of files `{document, version, name, sha256, size}`, list of rows
    `{column: value}`. Both null: the answer was emptied.
    """

    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(null=True)
    raw = models.JSONField(null=True)
    revision = models.PositiveIntegerField()
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "sheet", "question"], name="answer_once_per_question"
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(raw__isnull=True),
                name="answer_read_or_raw",
            ),
        ]

    @property
    def shown(self) -> Any:
        """What a form shows again: the reading, or what was typed."""
        return self.value if self.raw is None else self.raw


class HeldAnswer(TenantModel):
    """A text that met somebody else's newer answer: kept for its author until one of the two is chosen."""

    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="held")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raw = models.JSONField(null=True)
    held_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "sheet", "question", "by"], name="held_answer_once_per_person"
            ),
        ]
