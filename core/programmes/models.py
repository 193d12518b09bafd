"""The tenant: a programme, as data, and what its definition says of it."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.keys import new_id
from core.access.tenancy import TenantModel
from core.programmes import dates
from core.programmes.enums import (
    PAYING_ROLES,
    RESERVED_SLUGS,
    Accent,
    DatePrecision,
    FunderRole,
    PayerKind,
    ProgrammeState,
)
from core.ui.bilingual import Bilingual, BilingualField

Q = models.Q
SLUG_SHAPE = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
KEY_SHAPE = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def refuse_reserved_slug(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(slug)s” is an address of the portal itself: choose another."),
            code="reserved",
            params={"slug": slug},
        )


def pilots() -> Bilingual:
    return Bilingual(it="Sperimentazioni territoriali", en="Territorial pilots")


def pilot() -> Bilingual:
    return Bilingual(it="Sperimentazione territoriale", en="Territorial pilot")


class Programme(models.Model):
    """A territorial-innovation programme: the tenant that every other row belongs to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                SLUG_SHAPE, _("Use small letters, figures and hyphens, beginning with a letter.")
            ),
            refuse_reserved_slug,
        ],
        help_text=_("First part of every address of the programme; it never changes."),
    )
    name = BilingualField(_("name"), max_length=120)
    tagline = BilingualField(_("in one sentence"), max_length=200, blank=True)
    summary = BilingualField(_("what it is for"), multiline=True, blank=True)
    source_note = BilingualField(_("where the facts come from"), multiline=True, blank=True)
    pilot_word = BilingualField(_("what a pilot is called"), max_length=60, default=pilot)
    pilots_word = BilingualField(_("what the pilots are called"), max_length=60, default=pilots)

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ProgrammeState,
        default=ProgrammeState.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)

    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the dates"),
        max_length=10,
        choices=DatePrecision,
        default=DatePrecision.MONTH,
    )
    shift_weeks = models.IntegerField(
        _("weeks that its dates were moved by"), default=0, editable=False
    )

    accent = models.CharField(_("colour"), max_length=10, choices=Accent, default=Accent.BLUE)
    letterhead = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("letterhead"),
        size=6,
        default=list,
        blank=True,
    )
    contact_email = models.EmailField(_("mailbox for information"), blank=True)
    website_url = models.URLField(_("website"), blank=True, max_length=300)
    transparency_url = models.URLField(
        _("transparency page of the promoter"), blank=True, max_length=300
    )
    accessibility_url = models.URLField(
        _("accessibility declaration"),
        blank=True,
        max_length=300,
        help_text=_("Its address on form.agid.gov.it."),
    )
    privacy = BilingualField(
        _("privacy notice"), multiline=True, blank=True, help_text=_("Markdown.")
    )
    legal_notes = BilingualField(
        _("legal notes"), multiline=True, blank=True, help_text=_("Markdown.")
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=ProgrammeState.values), name="programme_state_known"
            ),
            models.CheckConstraint(
                condition=Q(slug__regex=SLUG_SHAPE), name="programme_slug_shape"
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="programme_slug_free"
            ),
            models.CheckConstraint(
                condition=Q(state=ProgrammeState.DRAFT, published_at=None)
                | (~Q(state=ProgrammeState.DRAFT) & Q(published_at__isnull=False)),
                name="programme_public_since",
            ),
            models.CheckConstraint(
                condition=Q(state=ProgrammeState.ARCHIVED, archived_at__isnull=False)
                | (~Q(state=ProgrammeState.ARCHIVED) & Q(archived_at=None)),
                name="programme_archived_since",
            ),
            models.CheckConstraint(
                condition=Q(accent__in=Accent.values), name="programme_accent_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on")),
                name="programme_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(precision__in=[DatePrecision.DAY, DatePrecision.MONTH]),
                name="programme_precision_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_public(self) -> bool:
        return self.state != ProgrammeState.DRAFT

    @property
    def when(self) -> str:
        """Its years in words, empty while nobody has said."""
        return (
            dates.describe(self.starts_on, self.ends_on, self.precision) if self.starts_on else ""
        )


class Territory(TenantModel):
    """A municipality in which the programme works, known by its code in the State's lists."""

    code = models.CharField(
        _("ISTAT code"), max_length=6, validators=[RegexValidator(r"^\d{6}$", _("Six figures."))]
    )
    cadastral_code = models.CharField(
        _("land-registry code"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]\d{3}$", _("A letter and three figures."))],
    )
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="territory_code_once"),
            models.UniqueConstraint(fields=["programme", "name"], name="territory_name_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{6}$"), name="territory_code_shape"
            ),
            models.CheckConstraint(
                condition=Q(cadastral_code="") | Q(cadastral_code__regex=r"^[A-Z]\d{3}$"),
                name="territory_cadastral_code_shape",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DatedModel(TenantModel):
    """A day, a month, or a period of either; a month is its first day plus the precision."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values), name="%(class)s_precision_known"
            ),
            models.CheckConstraint(
                condition=Q(precision=DatePrecision.DAY)
                | (Q(starts_on__day=1) & (Q(ends_on=None) | Q(ends_on__day=1))),
                name="%(class)s_month_has_no_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on")),
                name="%(class)s_ends_after_start",
            ),
        ]

    @property
    def when(self) -> str:
        """In words of the active language: "maggio–luglio 2020", "da aprile 2021", "25 marzo 2021"."""
        return dates.describe(self.starts_on, self.ends_on, self.precision)

    @property
    def last_day(self) -> date:
        return dates.last_day_of(self.starts_on, self.ends_on, self.precision)

    def covers(self, day: date) -> bool:
        return dates.covers(day, self.starts_on, self.ends_on, self.precision)


class Phase(DatedModel):
    """A stretch of the programme's timeline."""

    key = models.CharField(max_length=40, validators=[RegexValidator(KEY_SHAPE)])
    name = BilingualField(_("name"), max_length=120)
    summary = BilingualField(_("summary"), multiline=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(DatedModel.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints: ClassVar = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "key"], name="phase_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Milestone(DatedModel):
    """Something that happens at a date of the timeline."""

    phase = models.ForeignKey("programmes.Phase", on_delete=models.CASCADE, related_name="+")
    title = BilingualField(_("title"), max_length=200)
    description = BilingualField(_("description"), multiline=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(DatedModel.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints: ClassVar = [*DatedModel.Meta.constraints]

    def __str__(self) -> str:
        return str(self.title)


class Funder(TenantModel):
    """A body with a part in the programme: promoter, co-funder, facilitator, partner."""

    key = models.CharField(max_length=40, validators=[RegexValidator(KEY_SHAPE)])
    role = models.CharField(_("part"), max_length=20, choices=FunderRole)
    payer_kind = models.CharField(_("pays as"), max_length=10, choices=PayerKind, blank=True)
    name = BilingualField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=60)
    description = BilingualField(_("what it does here"), multiline=True, blank=True)
    url = models.URLField(_("website"), blank=True, max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("body of the programme")
        verbose_name_plural = _("bodies of the programme")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="funder_key_once"),
            models.CheckConstraint(
                condition=Q(role__in=FunderRole.values), name="funder_role_known"
            ),
            models.CheckConstraint(
                condition=Q(payer_kind__in=["", *PayerKind.values])
                & (Q(payer_kind="") | Q(role__in=sorted(PAYING_ROLES))),
                name="funder_payer_kind_of_payers",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class DefinitionSection(TenantModel):
    """A section of the definition that no part reads yet: validated, and kept until one does."""

    name = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "name"], name="definition_section_once"),
        ]

    def __str__(self) -> str:
        return self.name
