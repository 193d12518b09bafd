"""Mentorship as tables, for reporting: hours by mentorship, and meeting by meeting.

What is shared with a network is not copied here either: an export of hours needs no notes, and the
mentor's own are read by nobody else (R14).
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.mentorship_enums import SessionState
from projects.models import MentorshipAssignment, MentorshipSession
from projects.queries.mentorship import hours_of, with_hours

CHUNK = 500
Row = list[str]


def hours_rows() -> Iterator[Row]:
    """One row for each mentorship: hours with one place, a point as separator."""
    yield [
        _("Network"), _("Territory"), _("Mentor"), _("Kind of accompaniment"),
        _("What it helps with"), _("State"), pgettext("mentorship", "Accepted on"),
        pgettext("mentorship", "Ended on"), _("Hours planned"),
        _("Hours held"), _("Meetings held"), _("Last meeting"),
    ]  # fmt: skip
    rows = with_hours(MentorshipAssignment.objects.order_by("network__name", "proposed_at", "pk"))
    for row in rows.select_related("network__territory", "mentor", "phase").iterator(CHUNK):
        yield [
            row.network.name,
            row.network.territory.name,
            row.mentor.full_name,
            str(row.phase or ""),
            row.get_support_kind_display(),
            row.get_state_display(),
            _day(row.accepted_at),
            _day(row.ended_at),
            str(row.hours_planned),
            str(hours_of(row.minutes_held)),
            str(row.meetings_held),
            _day(row.last_session),
        ]


def meeting_rows() -> Iterator[Row]:
    """One row for each meeting; one that was cancelled or is still to come has no minutes (R16)."""
    yield [
        _("Day and hour"), _("Network"), _("Territory"), _("Mentor"), _("What it helps with"),
        _("State"), _("How"), _("Length in minutes"), _("People of the network present"),
    ]  # fmt: skip
    rows = MentorshipSession.objects.order_by("held_at", "pk").select_related(
        "assignment__network__territory", "assignment__mentor"
    )
    for row in rows.prefetch_related("participants").iterator(CHUNK):
        assignment = row.assignment
        was_held = row.state == SessionState.HELD
        yield [
            timezone.localtime(row.held_at).strftime("%Y-%m-%d %H:%M"),
            assignment.network.name,
            assignment.network.territory.name,
            assignment.mentor.full_name,
            assignment.get_support_kind_display(),
            row.get_state_display(),
            row.get_channel_display(),
            str(row.minutes) if was_held else "0",
            str(len(row.participants.all())) if was_held else "",
        ]


def _day(instant: datetime | None) -> str:
    return timezone.localtime(instant).strftime("%Y-%m-%d") if instant else ""
