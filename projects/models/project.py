"""A pilot (*sperimentazione territoriale*), what the programme says of pilots, and the papers of its way."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.programmes import dates
from core.programmes.enums import DatePrecision
from core.ui.bilingual import BilingualField
from core.ui.tones import Tone
from projects.enums import (
    APPROVED_STATES,
    ENDED_EARLY,
    PROJECT_TONES,
    STARTED_STATES,
    UNAPPROVED_STATES,
    OpinionKind,
    ProjectState,
)

NOT_APPROVED = Q(approved_at=None, approved_by=None, act_number="", act_date=None, act_url="")
APPROVED = Q(
    approved_at__isnull=False,
    approved_by__isnull=False,
    act_number__gt="",
    act_date__isnull=False,
    act_url__gt="",
)
REVOKED = Q(end_act_number__gt="", end_act_date__isnull=False, end_act_url__gt="")
NOT_REVOKED = Q(end_act_number="", end_act_date=None, end_act_url="")


class PilotSettings(TenantModel):
    """What the definition says of every pilot: how many, when, how much; one row per programme.

    `contribution` is the whole amount of one pilot in euro; the plan of its instalments belongs to
    another part, which writes it here. Without `starts_on` the definition has no section on pilots.
    """

    per_territory = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    precision = models.CharField(max_length=10, choices=DatePrecision, default=DatePrecision.MONTH)
    relaunch = models.BooleanField(default=False)
    variation_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    cup_required = models.BooleanField(default=True)
    contribution = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme"], name="pilot_settings_once"),
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values),
                name="pilot_settings_precision_known",
            ),
            models.CheckConstraint(
                condition=Q(contribution=None) | Q(contribution__gt=0),
                name="pilot_settings_contribution_positive",
            ),
        ]


class Project(TenantModel):
    """What became of one selected application (P1). Money is in euro.

    While designing, `submitted_at` says that the plan was sent and waits for a decision; `round` counts
    the sendings, so that each has its own opinion and, if it was returned, its own reasons. Dates that
    are known only to the month stay months until somebody writes the days.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="projects"
    )
    network = models.ForeignKey(
        "people.Network",
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        related_name="projects",
    )
    lead = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("lead organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    territory = models.ForeignKey(
        "programmes.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    summary = BilingualField(_("public summary"), max_length=1200, blank=True, multiline=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProjectState, default=ProjectState.DESIGNING
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the dates"),
        max_length=10,
        choices=DatePrecision,
        default=DatePrecision.DAY,
        editable=False,
    )
    contribution = models.DecimalField(_("contribution"), max_digits=12, decimal_places=2)
    cofinancing = models.DecimalField(
        _("declared co-financing"), max_digits=12, decimal_places=2, default=0
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("plan sent"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opinion_due = models.DateField(
        null=True,
        editable=False,
        help_text=_("The last day for the municipality's opinion; afterwards silence is enough."),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    act_date = models.DateField(_("date of the act"), null=True, blank=True)
    act_url = models.URLField(_("address of the act"), max_length=500, blank=True)
    activated_at = models.DateTimeField(_("started"), null=True, editable=False)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended early"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.TextField(_("reason"), blank=True)
    end_act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    end_act_date = models.DateField(_("date of the act"), null=True, blank=True)
    end_act_url = models.URLField(_("address of the act"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission"], name="project_one_per_submission"
            ),
            models.UniqueConstraint(fields=["programme", "slug"], name="project_slug_unique"),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(title=""), name="project_slug_and_title_present"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProjectState.values), name="project_state_known"
            ),
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values), name="project_precision_known"
            ),
            models.CheckConstraint(
                condition=Q(contribution__gt=0, cofinancing__gte=0), name="project_money_positive"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="project_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None, opinion_due=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, round__gte=1),
                name="project_submitted_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNAPPROVED_STATES)) & NOT_APPROVED
                | Q(state__in=sorted(APPROVED_STATES)) & APPROVED,
                name="project_approved_with_date_actor_act",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNAPPROVED_STATES))
                | Q(
                    submitted_at__isnull=False,
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    precision=DatePrecision.DAY,
                ),
                name="project_approved_only_when_sent_and_dated",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="project_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(STARTED_STATES))
                | Q(activated_at__isnull=False, activated_by__isnull=False),
                name="project_started_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ENDED_EARLY))
                & Q(ended_at=None, ended_by=None, end_reason="")
                | Q(state__in=sorted(ENDED_EARLY))
                & Q(ended_at__isnull=False, ended_by__isnull=False, end_reason__gt=""),
                name="project_ended_early_with_date_actor_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=ProjectState.REVOKED) & REVOKED
                | ~Q(state=ProjectState.REVOKED) & NOT_REVOKED,
                name="project_revoked_by_an_act",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state"], name="project_by_state"),
            models.Index(fields=["programme", "network"], name="project_by_network"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> Tone:
        return PROJECT_TONES[ProjectState(self.state)]

    @property
    def is_designing(self) -> bool:
        return self.state == ProjectState.DESIGNING

    @property
    def is_submitted(self) -> bool:
        """The plan was sent and nobody has decided on it yet."""
        return self.is_designing and self.submitted_at is not None

    @property
    def when(self) -> str:
        """Its dates in words, as precisely as they are known; empty while nobody has said."""
        if self.starts_on is None:
            return ""
        return dates.describe(self.starts_on, self.ends_on, self.precision)

    @property
    def last_day(self) -> date | None:
        """The last day on which it can still be running."""
        if self.starts_on is None:
            return None
        return dates.last_day_of(self.starts_on, self.ends_on, self.precision)


class Opinion(TenantModel):
    """What the municipality says of a plan that was sent; one for each sending, never changed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(_("opinion"), max_length=20, choices=OpinionKind)
    text = models.TextField(_("text"), blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("opinion")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "project", "round"], name="opinion_one_per_round"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OpinionKind.values), name="opinion_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=OpinionKind.FAVOURABLE) | ~Q(text=""),
                name="opinion_with_its_reasons",
            ),
        ]


class PlanReturn(TenantModel):
    """Why a plan that was sent went back to its network; never changed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="returns")
    round = models.PositiveSmallIntegerField()
    reason = models.TextField(_("reasons"))
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("returned plan")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "project", "round"], name="plan_return_one_per_round"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_return_with_reason"),
        ]


class CodesignTable(TenantModel):
    """A co-design table (*tavolo di co-progettazione*): an event of its own kind, held for one project.

    Its sittings and their minutes are the event's.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tables")
    event = models.ForeignKey("labs.Event", on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField(editable=False)
    convened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("co-design table")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "event"], name="codesign_table_one_per_event"
            ),
        ]
