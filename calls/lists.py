"""The lists of calls and applications: columns, filters, search, sort."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calls import paths
from calls.enums import CALL_TONES, CallState, Channel, SubmissionState
from calls.models import Call, Submission
from calls.queries.admissibility import Checklist
from core.programmes.lists import territory_filter
from core.ui.cells import Code, Day, Number, State, Text
from core.ui.pieces import Words
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone


def with_numbers(calls: QuerySet[Call], seen: QuerySet[Submission]) -> QuerySet[Call]:
    """Each call with how many of the applications `seen` were sent and how many are drafts."""
    own = Q(submissions__in=seen.order_by().values("pk"))
    sent = own & Q(submissions__submitted_at__isnull=False)
    kept = ~Q(submissions__state=SubmissionState.WITHDRAWN)
    return calls.select_related("programme").annotate(
        sent=Count("submissions", filter=sent & kept),
        drafts=Count("submissions", filter=own & Q(submissions__state=SubmissionState.DRAFT)),
    )


CALLS = Listing[Call](
    columns=[
        Column("title", _("Call"), lambda c: Text(c.title, c.get_kind_display())),
        Column(
            "state",
            _("State"),
            lambda c: State(c.get_state_display(), CALL_TONES[CallState(c.state)]),
        ),
        Column("opens", _("Opens"), lambda c: Day(c.opens_at), sort="opens_at"),
        Column(
            "closes",
            _("Closes"),
            lambda c: Day(c.last_closes_at, distance=True),
            sort="last_closes_at",
        ),
        Column("drafts", _("Drafts"), lambda c: Number(getattr(c, "drafts", 0))),
        Column("sent", _("Applications"), lambda c: Number(getattr(c, "sent", 0))),
    ],
    row_url=paths.desk,
    filters=[Filter("state", _("State"), CallState.choices)],
    search=lambda rows, words: rows.filter(
        Q(title__it__icontains=words) | Q(title__en__icontains=words)
    ),
    default_sort="-closes",
)


def of_territory(rows: QuerySet[Submission], code: str) -> QuerySet[Submission]:
    """Those whose principal or further territory it is."""
    touched = Submission.objects.filter(further_territories__territory__code=code)
    return rows.filter(Q(territory__code=code) | Q(pk__in=touched.values("pk")))


def matching(rows: QuerySet[Submission], words: str) -> QuerySet[Submission]:
    return rows.filter(in_application(words))


def in_application(words: str, through: str = "") -> Q:
    """Title, beginning of the number, network or lead; `through` leads from a row to its application."""
    return (
        Q(**{f"{through}title__icontains": words})
        | Q(**{f"{through}number__istartswith": words})
        | Q(**{f"{through}network__name__icontains": words})
        | Q(**{f"{through}lead__name__icontains": words})
    )


def application_columns(title: Words) -> list[Column[Any]]:
    """Of rows with a `submission`: its number, its title with the network."""
    return [
        Column(
            "number",
            _("Number"),
            lambda row: Code(row.submission.number),
            sort="submission__number",
        ),
        Column(
            "title",
            title,
            lambda row: Text(row.submission.title, row.submission.network.name),
            sort="submission__title",
        ),
    ]


def _number(submission: Submission) -> Code | Text:
    return Code(submission.number) if submission.number else Text(_("not sent"))


def _marks(submission: Submission) -> str:
    words = []
    if submission.late:
        words.append(_("late"))
    if submission.awaits_confirmation:
        words.append(_("entered by a facilitator, to be confirmed"))
    elif submission.is_on_behalf:
        words.append(_("entered by a facilitator"))
    if submission.reopened_at:
        words.append(_("being changed"))
    return ", ".join(str(word) for word in words)


def submission_filters(
    places: Sequence[tuple[str, str]] | None = None,
) -> list[Filter[Submission]]:
    """`places` are code and name, where whoever calls has read them already."""
    return [
        territory_filter(apply=of_territory, places=places),
        Filter("state", _("State"), SubmissionState.choices),
        Filter(
            "late",
            _("Sending"),
            [("yes", _("late"))],
            lambda rows, value: rows.filter(late=True),
        ),
        Filter("channel", _("How it came in"), Channel.choices),
    ]


def check_cell(found: Checklist | None) -> State | Text:
    """How the portal's list of points stands, for an application that waits to be checked."""
    if found is None:
        return Text("")
    if found.passed:
        return State(_("every point holds"), Tone.SUCCESS)
    failed = ngettext(
        "%(count)d point to look at", "%(count)d points to look at", len(found.failed)
    )
    return State(failed % {"count": len(found.failed)}, Tone.WARNING)


SUBMISSION_COLUMNS: tuple[Column[Submission], ...] = (
    Column("number", _("Number"), _number, sort="number"),
    Column("title", _("Title"), lambda s: Text(s.title, s.network.name), sort="title"),
    Column("lead", _("Lead"), lambda s: Text(s.lead.name), sort="lead__name"),
    Column("kind", _("Kind of lead"), lambda s: Text(s.lead.get_kind_display())),
    Column("territory", _("Territory"), lambda s: Text(s.territory.name), sort="territory__name"),
    Column("state", _("State"), lambda s: State(SubmissionState(s.state).label, s.tone)),
    Column("marks", _("Remarks"), lambda s: Text(_marks(s))),
    Column("channel", _("How it came in"), lambda s: Text(s.get_channel_display())),
    Column("started", _("Started"), lambda s: Day(s.started_at), sort="started_at"),
    Column("changed", _("Last change"), lambda s: Day(s.changed_at), sort="changed_at"),
    Column("sent", _("Sent"), lambda s: Day(s.submitted_at), sort="submitted_at"),
)
"""What an application says of itself; `calls.overview_lists` adds what is read beside it."""


def of_call(call: Call, rows: QuerySet[Submission]) -> QuerySet[Submission]:
    return rows.filter(call=call).select_related("network", "lead", "territory")
