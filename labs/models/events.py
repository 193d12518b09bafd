"""Events (*incontri*), the series that they belong to, and their sessions."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access.tenancy import TenantModel
from core.programmes import dates
from core.programmes.enums import DatePrecision
from core.programmes.models import KEY_SHAPE
from core.ui.bilingual import LANGUAGES, Bilingual, BilingualField
from core.ui.tones import Tone
from labs.enums import CLOSED_KINDS, EVENT_TONES, EventKind, EventState, Mode

OFFER_HOURS = 48


class Series(TenantModel):
    """Events that belong together (*ciclo*): the capacity-building workshops, the Policy Labs."""

    key = models.CharField(max_length=40, validators=[RegexValidator(KEY_SHAPE)])
    title = BilingualField(_("title"), max_length=200)
    description = BilingualField(_("description"), multiline=True, blank=True)
    audience = BilingualField(_("for whom"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="series_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class CanvasTemplate(TenantModel):
    """A board to work on: `zones` is a list of {key, title, prompt?}, texts as {"it", "en"}."""

    key = models.CharField(max_length=40, validators=[RegexValidator(KEY_SHAPE)])
    title = BilingualField(_("title"), max_length=200)
    zones = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("canvas")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="canvas_template_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Event(TenantModel):
    """A workshop, lab or table. Its period may be known only to the month, and then stays so (R11).

    What a definition loads has no actor (`from_definition`): a file prepared it, not a person.
    """

    key = models.CharField(
        _("address"),
        max_length=40,
        validators=[RegexValidator(KEY_SHAPE, _("Small letters, figures and hyphens."))],
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    mode = models.CharField(_("how it is held"), max_length=10, choices=Mode, blank=True)
    title = BilingualField(_("title"), max_length=200)
    description = BilingualField(_("description"), multiline=True, blank=True)
    outputs = BilingualField(
        _("what comes out of it"), multiline=True, blank=True, help_text=_("One on each line.")
    )
    canvas = models.ForeignKey(
        CanvasTemplate,
        verbose_name=_("canvas"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the dates"),
        max_length=10,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    capacity = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty means no limit."),
    )
    max_per_network = models.PositiveSmallIntegerField(
        _("seats for each network"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty means no limit."),
    )
    needs_confirmation = models.BooleanField(
        _("the team confirms each registration"), default=False
    )
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept an offered seat"),
        default=OFFER_HOURS,
        validators=[MinValueValidator(1)],
    )
    position = models.PositiveSmallIntegerField(default=0)

    state = models.CharField(max_length=10, choices=EventState, default=EventState.DRAFT)
    from_definition = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    held_at = models.DateTimeField(null=True, editable=False)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    postponed_at = models.DateTimeField(null=True, editable=False)
    postponed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = BilingualField(
        _("reason"), blank=True, multiline=True, help_text=_("Everybody can read it.")
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="event_key_once"),
            models.CheckConstraint(condition=~Q(key=""), name="event_key_present"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(mode__in=["", *Mode.values]), name="event_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EventState.values), name="event_state_known"
            ),
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values), name="event_precision_known"
            ),
            models.CheckConstraint(
                condition=Q(precision=DatePrecision.DAY)
                | (
                    Q(starts_on__isnull=False, starts_on__day=1)
                    & (Q(ends_on=None) | Q(ends_on__day=1))
                ),
                name="event_month_has_no_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, starts_on__lte=F("ends_on")),
                name="event_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="event_capacity_positive"
            ),
            models.CheckConstraint(
                condition=Q(max_per_network=None) | Q(max_per_network__gte=1),
                name="event_max_per_network_positive",
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1), name="event_offer_hours_positive"
            ),
            models.CheckConstraint(
                condition=Q(created_by__isnull=False) | Q(from_definition=True),
                name="event_created_by_a_person_or_a_definition",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EventState.PUBLISHED, EventState.POSTPONED])
                | Q(published_at__isnull=False)
                & (Q(published_by__isnull=False) | Q(from_definition=True)),
                name="event_published_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.PUBLISHED) | Q(starts_on__isnull=False),
                name="event_published_with_period",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.DRAFT)
                | Q(published_at__isnull=True, published_by__isnull=True),
                name="event_draft_not_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.HELD)
                | Q(held_at__isnull=False, held_by__isnull=False),
                name="event_held_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.POSTPONED)
                | Q(postponed_at__isnull=False, postponed_by__isnull=False) & ~Q(reason__it=""),
                name="event_postponed_with_date_actor_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.CANCELLED)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(reason__it=""),
                name="event_cancelled_with_date_actor_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def tone(self) -> Tone:
        return EVENT_TONES[EventState(self.state)]

    @property
    def when(self) -> str:
        """In words of the active language: "settembre–novembre 2020", "da aprile 2021"."""
        if self.starts_on is None:
            return _now("no date yet")
        return dates.describe(self.starts_on, self.ends_on, self.precision)

    @property
    def last_day(self) -> date | None:
        """The last day that it can reach; None without a date, and for "from April", which has no end."""
        is_open = self.precision == DatePrecision.FROM_MONTH and self.ends_on is None
        if self.starts_on is None or is_open:
            return None
        return dates.last_day_of(self.starts_on, self.ends_on, self.precision)

    @property
    def has_day(self) -> bool:
        return self.starts_on is not None and self.precision == DatePrecision.DAY

    @property
    def is_closed_table(self) -> bool:
        """Works without being public: only its people and the team know of it."""
        return self.state == EventState.DRAFT and self.kind in CLOSED_KINDS

    @property
    def is_live(self) -> bool:
        """People can have a seat in it now."""
        return self.state == EventState.PUBLISHED or self.is_closed_table

    @property
    def output_list(self) -> list[Bilingual]:
        """Its expected outputs, one for each line of the texts; a line may lack its English."""
        lines = {code: self.outputs[code].splitlines() for code in LANGUAGES}
        rows = range(max(map(len, lines.values()), default=0))
        found = [
            Bilingual({code: text[row] for code, text in lines.items() if row < len(text)})
            for row in rows
        ]
        return [text for text in found if text]

    def public_path(self, slug: str) -> str:
        """Address of the public page in the programme called `slug`."""
        return reverse("labs:event_detail", kwargs={"slug": slug, "event_key": self.key})


class EventPartner(TenantModel):
    """A body of the programme that holds or supports the event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="partners")
    funder = models.ForeignKey("programmes.Funder", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "event", "funder"], name="event_partner_once"
            ),
        ]


class EventSession(TenantModel):
    """A sitting of the event, with its hours; a cancelled one stays, as history."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("address of the online room"), max_length=300, blank=True)
    objective = models.TextField(_("objective"), blank=True)
    minutes = models.TextField(pgettext_lazy("meeting", "minutes"), blank=True)
    outputs = models.TextField(
        _("what came out of it"), blank=True, help_text=_("Everybody can read it.")
    )
    minutes_recorded_at = models.DateTimeField(null=True, editable=False)
    minutes_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = pgettext_lazy("meeting", "session")
        verbose_name_plural = pgettext_lazy("meeting", "sessions")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="event_session_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    minutes="", minutes_recorded_at__isnull=True, minutes_recorded_by__isnull=True
                )
                | ~Q(minutes="")
                & Q(minutes_recorded_at__isnull=False, minutes_recorded_by__isnull=False),
                name="event_session_minutes_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="event_session_cancelled_with_date_and_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
