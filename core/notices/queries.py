"""Reading notices: what is due, what waits in an inbox, whose dates come next."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Q, Value, When

from core.access import sweeping
from core.access.clock import now
from core.access.models import User
from core.notices.enums import Channel, DigestState, MessageState
from core.notices.kinds import DEADLINE_KINDS
from core.notices.models import (
    AccountMessage,
    CalendarToken,
    Deadline,
    InboxItem,
    NoticePreference,
    OutboxMessage,
)

CENTURY = timedelta(days=36_525)
SWEEP_AT_MOST = 200
"""Rows that one sweep takes up; the next one, seconds later, takes the next."""


def unread(user: User) -> "models.QuerySet[InboxItem]":
    """Unread notices of this person in the open programme."""
    return InboxItem.objects.filter(person=user, read_at=None)


def unread_count(user: User) -> int:
    return unread(user).count()


def inbox_of(user: User) -> "models.QuerySet[InboxItem]":
    """The person's notices; `turn` orders them, newest first, the unread ahead of the read."""
    ahead = ExpressionWrapper(F("created_at") + Value(CENTURY), output_field=DateTimeField())
    turn = Case(When(read_at=None, then=ahead), default=F("created_at"))
    return InboxItem.objects.filter(person=user).annotate(turn=turn)


def unread_of(user: User, *, at_most: int) -> list[InboxItem]:
    """The newest unread notices."""
    return list(inbox_of(user).filter(read_at=None).order_by("-created_at", "-id")[:at_most])


def preferences_of(user: User) -> dict[str, Channel]:
    """What the person chose, by kind; a kind without a choice is sent at once."""
    rows = NoticePreference.objects.filter(person=user).order_by("id")
    return {row.kind: Channel(row.channel) for row in rows}


def kinds_received(user: User, *, days: int) -> list[str]:
    """The kinds of the notices of these last days, those that came most often first."""
    rows = InboxItem.objects.filter(person=user, created_at__gte=now() - timedelta(days=days))
    counted = rows.order_by().values("kind").annotate(times=models.Count("pk"))
    return list(counted.order_by("-times", "kind").values_list("kind", flat=True))


def has_feed(user: User) -> bool:
    return CalendarToken.objects.filter(person=user, revoked_at=None).exists()


def sent_messages() -> "models.QuerySet[OutboxMessage]":
    """What the open programme sent, without the bodies.

    `turn` orders it, newest first: what was given up is moved ahead of everything by a century.
    """
    ahead = ExpressionWrapper(F("created_at") + Value(CENTURY), output_field=DateTimeField())
    turn = Case(When(state=MessageState.GIVEN_UP, then=ahead), default=F("created_at"))
    return OutboxMessage.objects.annotate(turn=turn).defer("text", "html")


def given_up() -> "models.QuerySet[OutboxMessage]":
    """Messages that could not be delivered, and are not tried again."""
    return OutboxMessage.objects.filter(state=MessageState.GIVEN_UP)


def deadlines_of(user: User, *, first: date, last: date) -> list[Deadline]:
    """Open deadlines that concern the person with a day, or a month, between two days (both included).

    By day; what is known only by its month comes after the dated ones of that month.
    """
    day = Q(at=None, on__range=(first, last)) | Q(at__date__range=(first, last))
    month = Q(precision__in=("month", "from_month"), on__range=(first.replace(day=1), last))
    rows = list(Deadline.objects.filter(day | month, met_at=None, dropped_at=None).order_by("id"))
    mine = concerning(user, rows)
    return sorted(mine, key=_in_calendar_order)


def concerning(user: User, deadlines: Sequence[Deadline]) -> list[Deadline]:
    """Those among `deadlines` whose audience holds the person, asked kind by kind."""
    by_kind: dict[str, list[Deadline]] = {}
    for deadline in deadlines:
        by_kind.setdefault(deadline.kind, []).append(deadline)
    mine: list[Deadline] = []
    for name, rows in by_kind.items():
        kind = DEADLINE_KINDS.get(name)
        if kind is None:
            continue
        if kind.concerning is not None:
            mine += kind.concerning(user, rows)
        else:
            mine += [row for row in rows if user.pk in {person.pk for person in kind.audience(row)}]
    return mine


def feed_owner(digest: str) -> User | None:
    """Whose calendar feed this is, by the SHA-256 of its token; None if unknown or revoked."""
    token = (
        CalendarToken.objects.filter(digest=digest, revoked_at=None)
        .select_related("person")
        .first()
    )
    return token.person if token and token.person.is_active else None


def due_messages() -> list[tuple[UUID, UUID]]:
    """(programme, message) that may be tried now; asked outside a programme."""
    return sweeping.due("notices_due_outbox", at_most=SWEEP_AT_MOST)


def due_account_messages() -> list[UUID]:
    """Account mail that may be tried now."""
    due = AccountMessage.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=now()),
        state=MessageState.QUEUED,
        next_attempt_at__lte=now(),
    )
    return list(due.order_by("id").values_list("pk", flat=True)[:SWEEP_AT_MOST])


def due_reminders() -> list[tuple[UUID, UUID]]:
    """(programme, deadline) of which somebody must be reminded today; asked outside a programme."""
    return sweeping.due("notices_due_reminders", at_most=SWEEP_AT_MOST)


def programmes_with_digests() -> list[UUID]:
    waiting = sweeping.due("notices_waiting_digests", at_most=100_000)
    return sorted({programme for programme, _ in waiting})


def people_with_digests() -> list[UUID]:
    """People of the open programme for whom something waits for the daily e-mail."""
    waiting = InboxItem.objects.filter(digest=DigestState.WAITING)
    return list(waiting.order_by("person").values_list("person", flat=True).distinct())


def _in_calendar_order(deadline: Deadline) -> tuple[Any, ...]:
    day = deadline.day or date.max
    whole_month = deadline.precision in ("month", "from_month")
    return (
        (day.year, day.month, 32 if whole_month else day.day),
        whole_month,
        str(deadline.at or ""),
        deadline.pk,
    )
