"""What is sent, what waits in an inbox, and everything that has a date."""

from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.clock import ROME, now
from core.access.keys import new_id
from core.access.tenancy import TenantModel
from core.notices.enums import Channel, DeadlinePrecision, DigestState, MessageState
from core.ui.bilingual import BilingualField


def new_message_id() -> str:
    """A Message-ID that stays the same however often the message is tried."""
    return f"<{new_id()}@{urlsplit(settings.PUBLIC_URL).hostname}>"


class Message(models.Model):
    """An e-mail written in the transaction of its cause and delivered by a worker.

    While a worker holds it, `lease_until` is in the future; a worker that dies leaves a lease that runs
    out. `attempts` is counted before sending, so that it also tells one lease from the next.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    address = models.EmailField(_("address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, default=new_message_id, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, default=now)
    lease_until = models.DateTimeField(null=True)
    last_error = models.TextField(_("answer of the mail server"), blank=True)
    created_at = models.DateTimeField(_("written"), default=now)
    sent_at = models.DateTimeField(_("delivered"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=MessageState.QUEUED, sent_at=None, given_up_at=None)
                | Q(state=MessageState.SENT, sent_at__isnull=False, given_up_at=None)
                | Q(state=MessageState.GIVEN_UP, sent_at=None, given_up_at__isnull=False),
                name="%(class)s_state_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.QUEUED, next_attempt_at__isnull=False)
                | (~Q(state=MessageState.QUEUED) & Q(next_attempt_at=None, lease_until=None)),
                name="%(class)s_only_queued_is_tried",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.GIVEN_UP) | ~Q(last_error=""),
                name="%(class)s_given_up_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at"],
                name="%(class)s_due",
                condition=Q(state=MessageState.QUEUED),
            )
        ]


class OutboxMessage(TenantModel, Message):
    """A message of a programme. Its coordinators can see it, except the body of a confidential one."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("recipient"),
    )
    path = models.CharField(_("page"), max_length=300, blank=True)
    confidential = models.BooleanField(_("its link is a key"), default=False)

    class Meta(Message.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            *Message.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "message_id"], name="outboxmessage_message_id_once"
            ),
            models.CheckConstraint(
                condition=~Q(confidential=True, state=MessageState.SENT) | Q(text="", html=""),
                name="outboxmessage_confidential_body_goes",
            ),
        ]
        indexes: ClassVar = [
            *Message.Meta.indexes,
            models.Index(fields=["programme", "-created_at"], name="outboxmessage_by_time"),
        ]


class AccountMessage(Message):
    """Mail about an account (confirmation, reset): of no programme, visible to nobody.

    Its body holds a key to the account: it is wiped when the message is delivered or given up.
    """

    class Meta(Message.Meta):
        constraints: ClassVar = [
            *Message.Meta.constraints,
            models.UniqueConstraint(fields=["message_id"], name="accountmessage_message_id_once"),
            models.CheckConstraint(
                condition=Q(state=MessageState.QUEUED) | Q(text="", html=""),
                name="accountmessage_body_goes",
            ),
        ]


class InboxItem(TenantModel):
    """A notice as its addressee finds it on the site."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    path = models.CharField(_("page"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("received"), default=now)
    read_at = models.DateTimeField(_("read"), null=True)
    digest = models.CharField(
        max_length=10, choices=DigestState, default=DigestState.NOT_ASKED, editable=False
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest__in=DigestState.values), name="inboxitem_digest_known"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "person", "-created_at"], name="inboxitem_of_person"),
            models.Index(
                fields=["programme", "person"], name="inboxitem_unread", condition=Q(read_at=None)
            ),
            models.Index(
                fields=["programme", "person"],
                name="inboxitem_for_digest",
                condition=Q(digest=DigestState.WAITING),
            ),
        ]


class NoticePreference(TenantModel):
    """What a person chose for one kind of notice, where they chose something."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=80)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)

    class Meta:
        verbose_name = _("preference")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "person", "kind"], name="noticepreference_once"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="noticepreference_channel_known"
            ),
        ]


class Deadline(TenantModel):
    """A date that matters to somebody, kept by the verb that moves it.

    `at` for an instant; `on` for a day, or the first of a month that nobody has given a day yet.
    `remind_on` is the next day on which a reminder goes out, None if none will.
    """

    label = models.CharField(_("kind of object"), max_length=80)
    object_id = models.UUIDField(_("object"))
    kind = models.CharField(_("kind"), max_length=80)
    title = BilingualField(_("title"))
    path = models.CharField(_("page"), max_length=300)
    at = models.DateTimeField(_("instant"), null=True)
    on = models.DateField(_("day"), null=True)
    precision = models.CharField(_("precision"), max_length=10, choices=DeadlinePrecision)
    set_at = models.DateTimeField(_("set"), default=now)
    met_at = models.DateTimeField(_("met"), null=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True)
    remind_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "label", "object_id", "kind"], name="deadline_once"
            ),
            models.CheckConstraint(
                condition=Q(precision=DeadlinePrecision.INSTANT, at__isnull=False, on=None)
                | Q(precision=DeadlinePrecision.DAY, at=None, on__isnull=False)
                | Q(
                    precision__in=[DeadlinePrecision.MONTH, DeadlinePrecision.FROM_MONTH],
                    at=None,
                    on__isnull=False,
                    on__day=1,
                )
                | Q(precision=DeadlinePrecision.UNDATED, at=None, on=None),
                name="deadline_precision_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(met_at=None) | Q(dropped_at=None), name="deadline_met_or_dropped"
            ),
            models.CheckConstraint(
                condition=Q(remind_on=None)
                | Q(
                    precision__in=[DeadlinePrecision.INSTANT, DeadlinePrecision.DAY],
                    met_at=None,
                    dropped_at=None,
                ),
                name="deadline_reminds_of_open_days_only",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "at"], name="deadline_by_instant"),
            models.Index(fields=["programme", "on"], name="deadline_by_day"),
            models.Index(
                fields=["remind_on"],
                name="deadline_to_remind",
                condition=Q(remind_on__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.dropped_at is None

    @property
    def day(self) -> date | None:
        """The day in Italy, the first of the month for a month, None if undated."""
        return self.at.astimezone(ROME).date() if self.at else self.on


class ReminderSent(TenantModel):
    """A reminder that a person was given: once per rule and date, however many workers there are.

    `due` is part of the key: a term that is extended is reminded of again.
    """

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rule = models.SmallIntegerField(_("days before"))
    due = models.DateField()
    sent_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "deadline", "person", "rule", "due"], name="remindersent_once"
            )
        ]


class CalendarToken(TenantModel):
    """The key of a person's calendar feed in a programme; only its SHA-256 is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "digest"], name="calendartoken_digest_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "person"],
                name="calendartoken_one_alive",
                condition=Q(revoked_at=None),
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="calendartoken_digest_is_sha256"
            ),
        ]
