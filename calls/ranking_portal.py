"""To-dos of admissibility and rankings: for facilitators, for whoever draws, for whoever approves."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import paths
from calls.domain.rankings import draw_blockers
from calls.enums import CallKind, CallState, RankingState, SubmissionState
from calls.models import Call, Ranking, Submission
from calls.queries import admissibility, rankings
from core.access.http import PortalRequest
from core.access.portal import IfAny, Todo, Todos, of_each
from core.people import queries as people
from core.people.enums import RoleName


def todos(request: PortalRequest) -> Todos:
    return [
        *_to_check(request),
        _to_draw(request),
        *_to_approve(request),
        *_places(request),
        *_empty_places(request),
    ]


def _to_check(request: PortalRequest) -> Todos:
    if not request.user.has_perm("calls.check_admissibility"):
        return []
    return [IfAny(admissibility.to_check().exclude(state=SubmissionState.TO_INTEGRATE), _by_call)]


def _by_call(rows: QuerySet[Submission]) -> list[Todo]:
    """One line for each call, with the count of its applications."""
    counts = dict(
        rows.values("call").annotate(total=Count("pk")).values_list("call", "total").order_by()
    )
    calls = (
        Call.objects.filter(pk__in=counts).select_related("programme").order_by("closes_at", "pk")
    )
    return [
        Todo(
            text=ngettext(
                "Check the admissibility of %(count)d application",
                "Check the admissibility of %(count)d applications",
                counts[call.pk],
            )
            % {"count": counts[call.pk]},
            url=_list(call),
            about=str(call.title),
        )
        for call in calls
    ]


def _to_draw(request: PortalRequest) -> IfAny[Todo]:
    """Calls whose proposals are completely scored, for the coordinators and the commission."""
    drawing = {
        call for name, call in people.standing_of(request.user).calls if name in rankings.DRAWS
    }
    calls = Call.objects.filter(kind=CallKind.PROPOSALS, state=CallState.CLOSED)
    if not people.has_role(request.user, RoleName.COORDINATOR):
        calls = calls.filter(pk__in=drawing)
    unranked = calls.exclude(rankings__state__in=[RankingState.PROVISIONAL, RankingState.FINAL])
    admitted = unranked.filter(submissions__state=SubmissionState.ADMISSIBLE).distinct()
    rows = admitted.select_related("programme").prefetch_related("windows").order_by("pk")
    return IfAny(rows, _drawable)


def _drawable(calls: Iterable[Call]) -> list[Todo]:
    return [
        Todo(text=_("Draw the ranking"), url=paths.ranking(call), about=str(call.title))
        for call in calls
        if not draw_blockers(call)
    ]


def _to_approve(request: PortalRequest) -> Todos:
    if not request.user.has_perm("calls.approve_ranking"):
        return []
    rows = Ranking.objects.filter(state=RankingState.PROVISIONAL)
    return [
        of_each(
            rows.select_related("call__programme").order_by("drawn_at", "pk"),
            lambda row: Todo(
                text=_("Approve the ranking"), url=_approval(row), about=str(row.call.title)
            ),
        )
    ]


def _places(request: PortalRequest) -> Todos:
    """Places that were renounced and that somebody waits for."""
    if not request.user.has_perm("calls.select_next"):
        return []
    waiting = Call.objects.filter(submissions__state=SubmissionState.RENOUNCED).distinct()
    return [IfAny(waiting.select_related("programme").order_by("pk"), _renounced)]


def _renounced(calls: Iterable[Call]) -> list[Todo]:
    found = []
    for call in calls:
        ranking = rankings.published_ranking(call)
        for one in rankings.by_territory(ranking) if ranking else ():
            free = ranking and rankings.free_place(ranking, one.territory)
            if ranking and free and rankings.next_in_line(ranking, one.territory):
                kwargs = {
                    "slug": call.programme.slug,
                    "key": call.pk,
                    "territory": one.territory.code,
                }
                found.append(
                    Todo(
                        text=_("Give the free place to the next in line"),
                        url=reverse("calls:ranking_select_next", kwargs=kwargs),
                        about=one.territory.name,
                    )
                )
    return found


def _empty_places(request: PortalRequest) -> Todos:
    """Territories that a ranking that counts left without a place, until an act decides."""
    if not request.user.has_perm("calls.decide_empty_place"):
        return []
    final = Ranking.objects.filter(
        state=RankingState.FINAL, empty_places__decisions__isnull=True, empty_places__isnull=False
    ).distinct()
    rows = final.select_related("call__programme").order_by("approved_at", "pk")
    return [IfAny(rows, _undecided)]


def _undecided(final: Iterable[Ranking]) -> list[Todo]:
    found = []
    for ranking in final:
        counting = rankings.published_ranking(ranking.call)
        if counting is None or counting.pk != ranking.pk:
            continue
        for place in rankings.undecided_places(ranking):
            kwargs = {
                "slug": ranking.call.programme.slug,
                "key": ranking.call_id,
                "place": place.pk,
            }
            found.append(
                Todo(
                    text=_("Decide on the empty place"),
                    url=reverse("calls:empty_place_decide", kwargs=kwargs),
                    about=f"{ranking.call.title} · {place.territory.name}",
                )
            )
    return found


def _list(call: Call) -> str:
    kwargs = {"slug": call.programme.slug, "key": call.pk}
    return f"{reverse('calls:submission_list', kwargs=kwargs)}?state={SubmissionState.SUBMITTED}"


def _approval(ranking: Ranking) -> str:
    kwargs = {"slug": ranking.call.programme.slug, "key": ranking.call_id, "ranking": ranking.pk}
    return reverse("calls:ranking_approve", kwargs=kwargs)
