"""What the operator's pages read: that programmes exist, never what is in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from core.access.models import User
from core.access.scope import open_programme
from core.people.enums import RoleName
from core.people.queries import people_with_role
from core.programmes.models import Programme
from topmetro.platform.models import AccountEvent

NEWEST = 100


@dataclass(frozen=True)
class TellingEvent:
    """A row of the accounts' record with the names of those who still have an account."""

    event: AccountEvent
    account: User | None
    operator: User | None


def programmes() -> QuerySet[Programme]:
    return Programme.objects.order_by("slug")


def coordinators(programme: Programme) -> int:
    """How many people coordinate it: 0 means that nobody can open its pages yet."""
    with open_programme(programme.pk):
        return people_with_role(RoleName.COORDINATOR).count()


def newest_events(account: User | None = None) -> Sequence[TellingEvent]:
    """The record, newest first, of everybody or of one account."""
    rows = AccountEvent.objects.order_by("-at", "-id")
    if account is not None:
        rows = rows.filter(account=account.pk)
    events = list(rows[:NEWEST])
    keys = {event.account for event in events} | {event.operator for event in events}
    people = User.objects.in_bulk([key for key in keys if key])
    return [
        TellingEvent(
            event,
            people.get(event.account),
            people.get(event.operator) if event.operator else None,
        )
        for event in events
    ]
