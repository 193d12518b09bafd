"""A call (*avviso pubblico*): what is asked, of whom, between which instants."""

from datetime import datetime
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calls.enums import CALL_TONES, CallKind, CallState, LatePolicy, Moment
from core.access.tenancy import TenantModel
from core.ui.bilingual import BilingualField
from core.ui.tones import Tone

WENT_PUBLIC = Q(state__in=[CallState.PUBLISHED, CallState.CLOSED, CallState.ARCHIVED])


class Window(NamedTuple):
    """From when until when applications are accepted: aware instants, the last one included."""

    opens_at: datetime | None
    closes_at: datetime | None

    def moment(self, now: datetime) -> Moment:
        """Where `now` falls. The closing instant itself is still in time; anything after is late."""
        if self.opens_at is None or self.closes_at is None or now < self.opens_at:
            return Moment.UPCOMING
        return Moment.OPEN if now <= self.closes_at else Moment.CLOSED


class Call(TenantModel):
    """A call for ideas or for proposals. A published one changes only by extension or cancellation."""

    kind = models.CharField(_("kind"), max_length=10, choices=CallKind)
    slug = models.SlugField(_("address"), max_length=80)
    title = BilingualField(_("title"), max_length=200)
    summary = BilingualField(_("summary"), max_length=400, blank=True, multiline=True)
    body = BilingualField(_("text of the call"), blank=True, multiline=True)
    contact_name = models.CharField(_("whom to ask"), max_length=150, blank=True)
    contact_email = models.EmailField(_("mailbox for questions"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    responsible_officer = models.CharField(
        _("officer in charge"),
        max_length=150,
        blank=True,
        help_text=_("Named in the notice (L. 241/1990, art. 5)."),
    )
    version = models.ForeignKey(
        "questionnaires.Version",
        verbose_name=_("form"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    last_closes_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text=_(
            "The latest closing among all territories; kept by the verbs that move closings."
        ),
    )
    late_policy = models.CharField(
        _("after the closing instant"), max_length=20, choices=LatePolicy, default=LatePolicy.REFUSE
    )
    admitted_kinds = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("who may answer"),
        default=list,
        blank=True,
        help_text=_("Kinds of lead organisation; none chosen means any."),
    )
    requires_answer_to = models.ForeignKey(
        "self",
        verbose_name=_("only for who answered"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opened_calls",
    )
    aims = BilingualField(_("aims"), blank=True, multiline=True)
    budget = models.DecimalField(
        _("resources"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    duration = BilingualField(_("duration of the projects"), max_length=200, blank=True)
    requirements = BilingualField(_("requirements of who takes part"), blank=True, multiline=True)
    partners = BilingualField(_("partners of other kinds"), blank=True, multiline=True)
    questions_days_before = models.PositiveSmallIntegerField(
        _("questions until"), default=5, validators=[MaxValueValidator(60)]
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="copies"
    )
    state = models.CharField(max_length=10, choices=CallState, default=CallState.DRAFT)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancel_reason = BilingualField(_("reason"), blank=True, multiline=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering: ClassVar = ["-created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "slug"], name="call_slug_unique"),
            models.CheckConstraint(condition=~Q(slug=""), name="call_slug_present"),
            models.CheckConstraint(condition=Q(kind__in=CallKind.values), name="call_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=CallState.values), name="call_state_known"
            ),
            models.CheckConstraint(
                condition=Q(late_policy__in=LatePolicy.values), name="call_late_policy_known"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opens_at__lt=F("closes_at")),
                name="call_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0), name="call_budget_positive"
            ),
            models.CheckConstraint(
                condition=Q(questions_days_before__lte=60), name="call_questions_days_in_range"
            ),
            models.CheckConstraint(
                condition=Q(copied_from__isnull=True) | ~Q(copied_from=F("pk")),
                name="call_not_copied_from_itself",
            ),
            models.CheckConstraint(
                condition=~WENT_PUBLIC | Q(published_at__isnull=False, published_by__isnull=False),
                name="call_published_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.DRAFT)
                | Q(published_at__isnull=True, published_by__isnull=True),
                name="call_draft_not_published",
            ),
            models.CheckConstraint(
                condition=~WENT_PUBLIC
                | Q(
                    version__isnull=False,
                    opens_at__isnull=False,
                    closes_at__isnull=False,
                    last_closes_at__gte=F("closes_at"),
                ),
                name="call_published_with_form_and_window",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CallState.CLOSED, CallState.ARCHIVED])
                | Q(closed_at__isnull=False),
                name="call_closed_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.ARCHIVED)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
                name="call_archived_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.CANCELLED)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                & ~Q(cancel_reason__it=""),
                name="call_cancelled_with_date_actor_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def window(self) -> Window:
        """The default window: it holds for every territory without one of its own."""
        return Window(self.opens_at, self.closes_at)

    @property
    def tone(self) -> Tone:
        return CALL_TONES[CallState(self.state)]

    def public_path(self, slug: str) -> str:
        """Address of the public page in the programme called `slug`."""
        return reverse("calls:call_detail", kwargs={"slug": slug, "call_slug": self.slug})


class CallWindow(TenantModel):
    """A territory's own window, where it differs from the call's."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="windows")
    territory = models.ForeignKey(
        "programmes.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))

    class Meta:
        ordering: ClassVar = ["closes_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call", "territory"], name="call_window_one_per_territory"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="call_window_territory_in_order"
            ),
        ]

    @property
    def window(self) -> Window:
        return Window(self.opens_at, self.closes_at)


class CallDocument(TenantModel):
    """A document published with the call: the notice itself, annexes, models to fill in."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call", "document"], name="call_document_once"
            )
        ]


class CallExtension(TenantModel):
    """A closing moved forward, with its public reason; append-only.

    Before it came it is an extension (*proroga*); afterwards a reopening (*riapertura dei termini*):
    `reopens`, and then the decision comes after the closing that it moves.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    territory = models.ForeignKey(
        "programmes.Territory", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    previous_closes_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reopens = models.BooleanField(default=False)
    reason = BilingualField(_("reason"), multiline=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["decided_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("previous_closes_at")),
                name="call_extension_moves_forward",
            ),
            models.CheckConstraint(condition=~Q(reason__it=""), name="call_extension_with_reason"),
            models.CheckConstraint(
                condition=Q(reopens=False, previous_closes_at__gte=F("decided_at"))
                | Q(reopens=True, previous_closes_at__lt=F("decided_at")),
                name="call_reopened_only_after_the_close",
            ),
        ]
