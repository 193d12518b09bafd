"""Practices (*pratiche*), the factors that helped or hindered them, the lessons drawn from them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.ui.tones import Tone
from education.enums import (
    LICENCE_URLS,
    NEED_CONSENT,
    PRACTICE_TONES,
    VALENCE_TONES,
    Controllable,
    Licence,
    PracticeState,
    PracticeVisibility,
    Valence,
)


class Practice(TenantModel):
    """What somebody did and learned, told in Italian by who did it; texts are Markdown.

    `author` is the practitioner, who alone can consent; `drafted_by` may be somebody who helps with the
    writing. The consent is to the text as it is: whoever changes it asks again. `searchable` is written
    on publication.
    """

    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=160)
    problem = models.TextField(_("problem"), blank=True)
    context = models.TextField(_("context"), blank=True)
    building_blocks = models.TextField(_("building blocks"), blank=True)
    innovation = models.TextField(_("innovation"), blank=True)
    resources = models.TextField(_("resources"), blank=True)
    results = models.TextField(_("results"), blank=True)
    story = models.TextField(_("story"), blank=True)
    network = models.ForeignKey(
        "people.Network",
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    project = models.ForeignKey(
        "projects.Project",
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("practitioner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    scientific_partner = models.ForeignKey(
        "programmes.Funder",
        verbose_name=_("scientific partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    visibility = models.CharField(
        _("who reads it"),
        max_length=10,
        choices=PracticeVisibility,
        default=PracticeVisibility.ALL,
    )
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, default=Licence.CC_BY)
    state = models.CharField(
        _("state"), max_length=10, choices=PracticeState, default=PracticeState.DRAFT
    )
    drafted_at = models.DateTimeField(editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(_("last change"), editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    consent_at = models.DateTimeField(_("consent given"), null=True, editable=False)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    review_reason = models.TextField(_("what the editor says"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdraw_reason = models.TextField(_("reason"), blank=True)
    searchable = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        indexes: ClassVar = [
            models.Index(fields=["programme", "state"], name="practice_by_state"),
            GinIndex(fields=["searchable"], name="practice_searchable"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "slug"], name="practice_slug_unique"),
            models.CheckConstraint(
                condition=Q(state__in=PracticeState.values), name="practice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=PracticeVisibility.values)
                & Q(licence__in=Licence.values),
                name="practice_visibility_and_licence_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(NEED_CONSENT))
                | Q(consent_at__isnull=False, consent_by=F("author")),
                name="practice_not_without_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state=PracticeState.DRAFT)
                | Q(consent_at__isnull=True, consent_by__isnull=True),
                name="practice_draft_without_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PracticeState.REVIEWED, PracticeState.PUBLISHED])
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(review_reason=""),
                name="practice_reviewed_with_date_actor_reason",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | ~Q(reviewed_by=F("author")) & ~Q(reviewed_by=F("drafted_by")),
                name="practice_reviewer_is_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=PracticeState.PUBLISHED)
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    searchable__isnull=False,
                ),
                name="practice_published_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(state=PracticeState.WITHDRAWN)
                & Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdraw_reason="")
                | ~Q(state=PracticeState.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="practice_withdrawn_with_date_actor_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> Tone:
        return PRACTICE_TONES[PracticeState(self.state)]

    @property
    def licence_url(self) -> str:
        return LICENCE_URLS[Licence(self.licence)]

    @property
    def was_returned(self) -> bool:
        """Whether the editor sent this draft back; `review_reason` says why."""
        return self.state == PracticeState.DRAFT and self.reviewed_at is not None

    def public_path(self, slug: str) -> str:
        """Address of the public page in the programme called `slug`."""
        return reverse(
            "education:practice_detail", kwargs={"slug": slug, "practice_slug": self.slug}
        )


class Factor(TenantModel):
    """What helped or hindered, by which mechanism, and what can be done about it (*fattore critico*)."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="factors")
    valence = models.CharField(_("sign"), max_length=10, choices=Valence)
    text = models.TextField(_("factor"))
    mechanism = models.TextField(_("how it works"), blank=True)
    controllable = models.CharField(
        _("can one do something about it?"), max_length=6, choices=Controllable
    )
    workaround = models.TextField(_("what to do about it"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("critical factor")
        verbose_name_plural = _("critical factors")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valence__in=Valence.values)
                & Q(controllable__in=Controllable.values)
                & ~Q(text=""),
                name="factor_words_known",
            ),
        ]

    @property
    def tone(self) -> Tone:
        return VALENCE_TONES[Valence(self.valence)]


class Lesson(TenantModel):
    """What was learned from a fact, and for whom (*lezione appresa*)."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="lessons")
    event = models.TextField(_("what happened"))
    cause = models.TextField(_("why"), blank=True)
    advice = models.TextField(_("what we advise"))
    addressee = models.CharField(_("to whom"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("lesson learned")
        verbose_name_plural = _("lessons learned")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(event="") & ~Q(advice=""), name="lesson_with_fact_and_advice"
            ),
        ]
