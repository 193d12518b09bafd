"""The lists of mentorship: networks with their mentors and hours, people who could be asked."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from core.access import clock
from core.access.models import User
from core.people.enums import TieKind
from core.people.models import Network
from core.programmes.lists import territory_filter
from core.ui.cells import Day, Number, State, Text
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone
from core.ui.wording import distance_text
from projects import mentorship_paths as paths
from projects.mentorship_enums import ASSIGNMENT_TONES, OPEN, AssignmentState, SupportKind
from projects.models import MentorshipAssignment
from projects.queries import mentorship as queries
from projects.queries.mentorship_ties import Ties

NAMES_SHOWN = 3


def said_in_short(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    shown = ", ".join(names[:NAMES_SHOWN])
    if len(names) > NAMES_SHOWN:
        more = len(names) - NAMES_SHOWN
        shown += " " + ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return shown


def _mentors(network: Any) -> Text:
    return Text(said_in_short(list(dict.fromkeys(network.mentor_names))) or _("nobody"))


def _state(network: Any) -> State:
    """The furthest of its mentorships; a network without any is a gap."""
    order = (AssignmentState.ACTIVE, AssignmentState.ACCEPTED, AssignmentState.PROPOSED)
    for state in (*order, AssignmentState.SUSPENDED):
        if state in network.mentor_states:
            return State(state.label, ASSIGNMENT_TONES[state])
    return State(_("without a mentor"), Tone.DANGER)


def _with_kind(rows: QuerySet[Network], kind: str) -> QuerySet[Network]:
    live = MentorshipAssignment.objects.filter(
        network=OuterRef("pk"), state__in=sorted(OPEN), support_kind=kind
    )
    return rows.filter(Exists(live))


def _matching(rows: QuerySet[Network], words: str) -> QuerySet[Network]:
    by_mentor = MentorshipAssignment.objects.filter(
        network=OuterRef("pk"), state__in=sorted(OPEN), mentor__full_name__icontains=words
    )
    return rows.filter(
        Q(name__icontains=words) | Q(lead__name__icontains=words) | Exists(by_mentor)
    )


def _filters() -> list[Filter[Network]]:
    return [
        Filter(
            "mentor",
            _("Mentor"),
            [("with", _("with a mentor")), ("without", _("without a mentor"))],
            lambda rows, value: rows.filter(is_covered=value == "with"),
        ),
        territory_filter(),
        Filter(
            "actions",
            _("Agreed actions"),
            [("overdue", pgettext_lazy("agreed actions", "overdue"))],
            lambda rows, value: rows.filter(next_due__lt=clock.today()),
        ),
        Filter("kind", _("What it helps with"), SupportKind.choices, _with_kind),
    ]


def networks_listing() -> Listing[Network]:
    """Networks with what `queries.with_mentorship` annotates."""
    return Listing[Network](
        columns=[
            Column("name", _("Network"), lambda n: Text(n.name, n.territory.name), sort="name"),
            Column("mentors", _("Mentor"), _mentors),
            Column("state", _("State"), _state),
            Column("planned", _("Hours planned"), _planned, sort="hours_planned"),
            Column("held", _("Hours held"), _held, sort="minutes_held"),
            Column("last", _("Last meeting"), _last, sort="last_session"),
            Column("next", _("Next action"), _next, sort="next_due"),
        ],
        row_url=paths.network,
        filters=_filters(),
        search=_matching,
        default_sort="name",
        keep=("call",),
    )


def _planned(row: Any) -> Number:
    return Number(queries.plain(row.hours_planned))


def _held(row: Any) -> Number:
    return Number(queries.plain(queries.hours_of(row.minutes_held)))


def _last(network: Any) -> Day:
    return Day(network.last_session, distance=True)


def _next(network: Any) -> Day | State:
    """What is late says so, and since when."""
    if network.next_due and network.next_due < clock.today():
        words = pgettext("agreed action", "overdue, %(distance)s")
        return State(words % {"distance": distance_text(network.next_due)}, Tone.DANGER)
    return Day(network.next_due, distance=True)


def candidates_listing(
    *, choose: Callable[[User], str], ties: Ties, names: dict[UUID, str]
) -> Listing[User]:
    """People who could be asked; choosing one is following the row's link."""

    def tie(person: Any) -> Text:
        found = sorted(ties.get(person.pk, ()), key=lambda one: names[one[0]])
        lines = [f"{names[network]}: {TieKind(kind).label}" for network, kind in found]
        return Text("; ".join(lines) or pgettext("ties", "none"))

    return Listing[User](
        columns=[
            Column("name", _("Name"), lambda p: Text(p.full_name), sort="full_name"),
            Column("load", _("Networks now"), _networks, "networks"),
            Column("planned", _("Hours planned"), _planned, "hours_planned"),
            Column("held", _("Hours held"), _held, "minutes_held"),
            Column("ties", _("Ties with these networks"), tie),
        ],
        row_url=choose,
        search=lambda rows, words: rows.filter(full_name__icontains=words),
        default_sort="name",
        keep=("networks", "everybody"),
    )


def _networks(person: Any) -> Number:
    return Number(person.networks)
