"""The lists of events and registrations: columns, filters, search, sort."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.cells import Day, Number, State, Text
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone
from labs import paths, queries
from labs.enums import ACTIVE, EventKind, EventState, RegistrationState
from labs.models import Event, Registration, Series


def matching(rows: QuerySet[Event], words: str) -> QuerySet[Event]:
    return rows.filter(Q(title__it__icontains=words) | Q(title__en__icontains=words))


def _filters(events: QuerySet[Event]) -> list[Filter[Event]]:
    """The kinds that these events have, and the series of the programme."""
    series = Series.objects.order_by("position", "pk")
    used = set(events.values_list("kind", flat=True).distinct().order_by())
    kinds: list[tuple[str, Any]] = [
        (kind, word) for kind, word in EventKind.choices if kind in used
    ]
    return [
        Filter("kind", _("Kind"), kinds),
        Filter("series", _("Series"), [(row.key, row.title) for row in series], by="series__key"),
    ]


def _past_state(event: Event) -> State:
    """Nobody has said that it was held: it is over all the same."""
    if event.state == EventState.PUBLISHED:
        return State(pgettext_lazy("event", "over"), Tone.NEUTRAL)
    return State(event.get_state_display(), event.tone)


def past_listing() -> Listing[Event]:
    """What has been, for everybody; its filters serve what comes as well."""
    return Listing[Event](
        columns=[
            Column("title", _("Event"), lambda e: Text(e.title, e.get_kind_display())),
            Column("when", _("When"), lambda e: Text(e.when), sort="starts_on"),
            Column("state", _("State"), _past_state),
        ],
        row_url=paths.public,
        filters=_filters(queries.public_events()),
        search=matching,
        default_sort="-when",
    )


def desk_listing() -> Listing[Event]:
    return Listing[Event](
        columns=[
            Column("title", _("Event"), lambda e: Text(e.title, e.get_kind_display())),
            Column("state", _("State"), lambda e: State(e.get_state_display(), e.tone)),
            Column("when", _("When"), lambda e: Text(e.when), sort="starts_on"),
            Column("people", _("People"), lambda e: Number(getattr(e, "confirmed", 0))),
            Column("seats", _("Seats"), lambda e: Number(e.capacity)),
            Column("waiting", _("In the queue"), lambda e: Number(getattr(e, "waiting", 0))),
        ],
        row_url=paths.desk,
        filters=[
            Filter("state", _("State"), EventState.choices),
            *_filters(Event.objects.all()),
        ],
        search=matching,
        default_sort="-when",
    )


def with_numbers(events: QuerySet[Event]) -> QuerySet[Event]:
    """Each event with how many are `confirmed` and how many are `waiting`."""
    return events.select_related("programme").annotate(
        confirmed=Count(
            "registrations", filter=Q(registrations__state=RegistrationState.CONFIRMED)
        ),
        waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
    )


def _comes_for(registration: Registration) -> str:
    parts = [registration.network, registration.organisation]
    return " · ".join(str(part) for part in parts if part)


REGISTRATIONS = Listing[Registration](
    columns=[
        Column(
            "person",
            _("Person"),
            lambda r: Text(r.person.full_name, _comes_for(r)),
            sort="person__full_name",
        ),
        Column("state", _("State"), lambda r: State(r.get_state_display(), r.tone)),
        Column(
            "registered", _("Registered on"), lambda r: Day(r.registered_at), sort="registered_at"
        ),
        Column("queued", _("In the queue since"), lambda r: Day(r.queued_at), sort="queued_at"),
        Column(
            "until", _("Offer until"), lambda r: Day(r.offer_expires_at if r.is_active else None)
        ),
    ],
    filters=[
        Filter("state", _("State"), RegistrationState.choices),
        Filter(
            "alive",
            _("Which"),
            [("yes", _("without the ended ones"))],
            lambda rows, value: rows.filter(state__in=ACTIVE),
        ),
    ],
    search=lambda rows, words: rows.filter(
        Q(person__full_name__icontains=words)
        | Q(network__name__icontains=words)
        | Q(organisation__name__icontains=words)
    ),
    default_sort="registered",
)
