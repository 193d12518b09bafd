"""What the evaluation gives to the whole portal: its place, the values that are owed or to be reviewed."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.models import User
from core.access.portal import (
    Family,
    IfAny,
    NavItem,
    Often,
    Option,
    Options,
    Panel,
    Portal,
    Thing,
    Todo,
    Todos,
    of_each,
)
from evaluation import paths, queries, wording
from evaluation.enums import ReviewState
from evaluation.models import Indicator, Measurement

SHOWN = 5


def navigation(request: PortalRequest) -> list[NavItem]:
    if not request.user.has_perm("evaluation.see_desk"):
        return []
    url = reverse("evaluation:indicator_list", args=[request.programme.slug])
    return [NavItem(_("Evaluation"), url, "chart-line", family=Family.LEARNING)]


def todos(request: PortalRequest) -> Todos:
    user = request.user
    return [
        IfAny(queries.owing(user), lambda _projects: _owed(user)),
        IfAny(queries.unfinished(user), lambda rows: _unfinished(user, rows)),
        *_to_review(request),
    ]


def _owed(user: User) -> list[Todo]:
    """Values that the projects of this person owe, once their period has ended."""
    return [
        Todo(
            text=_("Put right the value that was returned")
            if due.returned
            else _("Record the value"),
            url=paths.owed(due),
            due=due.at,
            about=f"{due.target.indicator.title} · {due.project.title}",
        )
        for due in queries.values_due(user)
        if due.can_be_recorded
    ]


def _unfinished(user: User, rows: QuerySet[Measurement]) -> list[Todo]:
    """Values that nobody expects by a date, those that were returned first."""
    owed = {due.draft.pk for due in queries.values_due(user) if due.draft and due.can_be_recorded}
    undated = [row for row in queries.with_subject(rows).order_by("pk") if row.pk not in owed]
    returned = [row for row in undated if row.review_state == ReviewState.RETURNED]
    drafts = [row for row in undated if row.review_state == ReviewState.DRAFT]
    return [
        *(_todo(_("Put right the value that was returned"), row) for row in returned),
        *(_todo(_("Finish the value and send it"), row) for row in drafts),
    ]


def _to_review(request: PortalRequest) -> Todos:
    if not request.user.has_perm("evaluation.review_measurement"):
        return []
    rows = queries.with_subject(queries.to_review(request.user))
    return [of_each(rows, lambda row: _todo(_("Review the value"), row))]


def _todo(text: str, row: Measurement) -> Todo:
    subject = wording.subject_text(row)
    return Todo(text=text, url=paths.measurement(row), about=f"{row.indicator.title} · {subject}")


def panels(request: PortalRequest) -> list[Panel]:
    """For evaluators: what was recorded last."""
    if not request.user.has_perm("evaluation.review_measurement"):
        return []
    rows = queries.with_subject(queries.visible_to(request.user)).exclude(
        review_state=ReviewState.SUPERSEDED
    )
    things = [
        Thing(
            title=str(row.indicator.title),
            url=paths.measurement(row),
            note=f"{wording.subject_text(row)} · {wording.value_text(row)}",
            state=wording.review_text(row),
            tone=row.tone,
        )
        for row in rows.order_by("-recorded_at", "pk")[:SHOWN]
    ]
    return [
        Panel(
            title=_("Values of the indicators"),
            things=things,
            empty=_("What the networks and the team record appears here, the newest first."),
            url=paths.queue(request.programme.slug),
        )
    ]


def options(request: PortalRequest) -> Options:
    """Record a value; add an indicator; read what is measured."""
    at = [request.programme.slug]
    found: list[Option | IfAny[Option]] = []
    if request.user.has_perm("evaluation.record_measurement"):
        reviews = request.user.has_perm("evaluation.review_measurement")
        often = Often.DAILY if reviews else Often.SOMETIMES
        url, note = reverse("evaluation:indicator_list", args=at), _("Choose its indicator.")
        record = Option(_("Record a value"), url, note, "chart-line", often)
        found.append(IfAny(Indicator.objects.all(), lambda _indicators: [record]))
    if request.user.has_perm("evaluation.manage_indicators"):
        url = reverse("evaluation:indicator_create", args=at)
        note = _("What it measures, of which question, and in which direction.")
        found.append(Option(_("Propose an indicator"), url, note, "plus-circle"))
    url, note = reverse("evaluation:evaluation_home", args=at), _("The questions and their values.")
    found.append(Option(_("Read the evaluation"), url, note, "chart-line", Often.ANYBODY))
    return found


PORTAL = Portal(
    navigation=navigation,
    todos=todos,
    panels=panels,
    options=options,
)
