"""To-dos of whoever completes, observes, answers and corrects while applications are examined."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from calls import integration_paths, paths
from calls.enums import CallState, SubmissionState
from calls.integration_enums import ExclusionState, IntegrationState
from calls.models import ExclusionNotice, IntegrationRequest
from calls.queries import integration, rankings
from core.access.http import PortalRequest
from core.access.portal import IfAny, Todo, Todos, of_each
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, LEVELS_THAT_WRITE, RoleName

LIVE = {"submission__call__state__in": [CallState.PUBLISHED, CallState.CLOSED]}
WITH = ("submission__call", "submission__programme")


def todos(request: PortalRequest) -> Todos:
    return [
        _to_complete(request),
        _to_observe(request),
        *_completed(request),
        *_observed(request),
        *_to_review(request),
        _to_correct(request),
    ]


def _to_complete(request: PortalRequest) -> IfAny[Todo]:
    networks = people.networks_of(request.user, levels=LEVELS_THAT_WRITE)
    rows = IntegrationRequest.objects.filter(
        state=IntegrationState.OPEN, submission__network__in=networks, **LIVE
    )
    return of_each(
        rows.select_related(*WITH).order_by("due_at", "pk"),
        lambda row: Todo(
            text=_("Complete the application"),
            url=integration_paths.integration_write(row.submission),
            due=row.due_at,
            about=f"{row.submission.number} · {row.submission.title}",
        ),
    )


def _to_observe(request: PortalRequest) -> IfAny[Todo]:
    led = people.networks_of(request.user, levels=LEVELS_THAT_MANAGE, leading=True)
    rows = ExclusionNotice.objects.filter(
        state=ExclusionState.OPEN, submission__network__in=led, **LIVE
    )
    return of_each(
        rows.select_related(*WITH).order_by("due_at", "pk"),
        lambda row: Todo(
            text=_("Answer before the application is excluded"),
            url=integration_paths.exclusion_observe(row.submission),
            due=row.due_at,
            about=f"{row.submission.number} · {row.submission.title}",
        ),
    )


def _completed(request: PortalRequest) -> Todos:
    """What came back, or did not, and waits for a decision on admissibility."""
    if not request.user.has_perm("calls.check_admissibility"):
        return []
    rows = IntegrationRequest.objects.filter(
        state__in=[IntegrationState.ANSWERED, IntegrationState.EXPIRED],
        submission__state=SubmissionState.SUBMITTED,
        **LIVE,
    )
    return [IfAny(rows.select_related(*WITH).order_by("closed_at"), _latest_completed)]


def _latest_completed(rows: Iterable[IntegrationRequest]) -> list[Todo]:
    """Of each application the one that was closed last."""
    latest = {row.submission_id: row for row in rows}
    return [
        Todo(
            text=_("Read what the network completed, and decide")
            if row.state == IntegrationState.ANSWERED
            else _("Decide: the network did not complete it in time"),
            url=integration_paths.admit(row.submission),
            about=f"{row.submission.number} · {row.submission.title}",
        )
        for row in latest.values()
    ]


def _observed(request: PortalRequest) -> Todos:
    if not request.user.has_perm("calls.check_admissibility"):
        return []
    rows = ExclusionNotice.objects.filter(
        state__in=[ExclusionState.ANSWERED, ExclusionState.EXPIRED], **LIVE
    )
    return [
        of_each(
            rows.select_related(*WITH).order_by("due_at", "pk"),
            lambda row: Todo(
                text=_("Read the observations, and decide")
                if row.state == ExclusionState.ANSWERED
                else _("Decide on the exclusion: nobody observed anything"),
                url=integration_paths.admit(row.submission),
                about=f"{row.submission.number} · {row.submission.title}",
            ),
        )
    ]


def _to_review(request: PortalRequest) -> Todos:
    if not request.user.has_perm("calls.answer_review"):
        return []
    return [
        of_each(
            integration.reviews_to_answer().filter(**LIVE),
            lambda row: Todo(
                text=_("Answer the request for review"),
                url=integration_paths.review(row.submission),
                due=integration.end_of(row.answer_due_on),
                about=f"{row.submission.number} · {row.submission.title}",
            ),
        )
    ]


def _to_correct(request: PortalRequest) -> IfAny[Todo]:
    """Accepted reviews, for whoever draws: the coordinators, chair and secretary of the commission."""
    rows = integration.awaiting_correction().filter(**LIVE).select_related(*WITH)
    drawing = {
        call for name, call in people.standing_of(request.user).calls if name in rankings.DRAWS
    }
    if not people.has_role(request.user, RoleName.COORDINATOR):
        rows = rows.filter(submission__call__in=drawing)
    return of_each(
        rows.order_by("answered_at", "pk"),
        lambda row: Todo(
            text=_("Prepare the correction of the ranking: a review was accepted"),
            url=paths.ranking(row.submission.call),
            about=f"{row.submission.number} · {row.submission.title}",
        ),
    )
