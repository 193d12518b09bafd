"""What the calls give to the whole portal: places, to-dos, and the lists of calls and answers."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import (
    commission_portal,
    idea_portal,
    integration_portal,
    option_portal,
    order_portal,
    paths,
    queries,
    question_portal,
    ranking_portal,
)
from calls.enums import CallState, SubmissionState
from calls.models import Call, Submission
from core.access.http import PortalRequest
from core.access.portal import (
    Family,
    IfAny,
    NavItem,
    Panel,
    Panels,
    Portal,
    Thing,
    Todo,
    Todos,
    of_each,
)
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE

SHOWN = 5


def navigation(request: PortalRequest) -> list[NavItem]:
    slug = request.programme.slug
    items = []
    if request.user.has_perm("calls.see_desk"):
        items.append(
            NavItem(
                _("Calls"), reverse("calls:call_desk", args=[slug]), "calendar", family=Family.CALLS
            )
        )
    if people.standing_of(request.user).organisations:
        items.append(
            NavItem(
                _("My applications"),
                reverse("calls:submission_mine", args=[slug]),
                "files",
                family=Family.CALLS,
            )
        )
    return [*items, *commission_portal.navigation(request)]


def todos(request: PortalRequest) -> Todos:
    return [
        _drafts(request),
        _confirmations(request),
        *idea_portal.todos(request),
        *_to_publish(request),
        *question_portal.todos(request),
        *commission_portal.todos(request),
        *order_portal.todos(request),
        *integration_portal.todos(request),
        *ranking_portal.todos(request),
    ]


def _drafts(request: PortalRequest) -> IfAny[Todo]:
    """Drafts to finish and reopened applications to send again, until their closing."""
    rows = _with_call(queries.written_by(request.user).filter(call__state=CallState.PUBLISHED))
    return of_each(
        rows,
        lambda row: Todo(
            text=_("Send the changes to the application")
            if row.reopened_at
            else _("Finish the application"),
            url=paths.draft(row),
            due=queries.window_of(row.call, row.territory_id).closes_at,
            about=f"{row.title} · {row.call.title}",
        ),
    )


def _confirmations(request: PortalRequest) -> IfAny[Todo]:
    led = people.networks_of(request.user, levels=LEVELS_THAT_MANAGE, leading=True)
    rows = Submission.objects.filter(
        network__in=led, entered_by__isnull=False, confirmed_at__isnull=True, number__gt=""
    ).exclude(state=SubmissionState.WITHDRAWN)
    return of_each(
        _with_call(rows),
        lambda row: Todo(
            text=_("Confirm the application that was entered for you"),
            url=paths.confirmation(row),
            about=f"{row.number} · {row.title}",
        ),
    )


def _to_publish(request: PortalRequest) -> Todos:
    if not request.user.has_perm("calls.publish_call"):
        return []
    drafts = Call.objects.filter(state=CallState.DRAFT).select_related("programme")
    return [
        of_each(
            drafts.order_by("opens_at", "pk"),
            lambda call: Todo(
                text=_("Publish the call"),
                url=paths.desk(call),
                due=call.opens_at,
                about=str(call.title),
            ),
        )
    ]


def panels(request: PortalRequest) -> Panels:
    return [*_calls_panel(request), *commission_portal.panels(request), *_answers_panel(request)]


def _calls_panel(request: PortalRequest) -> list[Panel]:
    if not request.user.has_perm("calls.see_desk"):
        return []
    states = [CallState.DRAFT, CallState.PUBLISHED, CallState.CLOSED]
    calls = queries.calls_visible_to(request.user).filter(state__in=states)
    counts = queries.sent_by_call(queries.visible_to(request.user))
    things = [
        Thing(
            title=str(call.title),
            url=paths.desk(call),
            note=_sent_words(counts.get(call.pk, 0)),
            state=call.get_state_display(),
            tone=call.tone,
        )
        for call in calls.select_related("programme").order_by("-created_at", "pk")[:SHOWN]
    ]
    return [
        Panel(
            title=_("Calls"),
            things=things,
            empty=_("The calls of the programme appear here when the first one is prepared."),
            url=reverse("calls:call_desk", args=[request.programme.slug]),
        )
    ]


def _answers_panel(request: PortalRequest) -> list[Panel]:
    if not people.standing_of(request.user).organisations:
        return []
    rows = queries.mine(request.user).select_related("call", "programme")[:SHOWN]
    things = [
        Thing(
            title=row.title,
            url=paths.detail(row),
            note=" · ".join(filter(None, [row.number, str(row.call.title)])),
            state=row.get_state_display(),
            tone=row.tone,
        )
        for row in rows
    ]
    return [
        Panel(
            title=_("My answers"),
            things=things,
            empty=_("When you answer a call your applications appear here."),
            url=reverse("calls:submission_mine", args=[request.programme.slug]),
        )
    ]


def _sent_words(count: int) -> str:
    words = ngettext("%(count)d application sent", "%(count)d applications sent", count)
    return words % {"count": count}


def _with_call(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    return rows.select_related("call", "programme").prefetch_related("call__windows").order_by("pk")


PORTAL = Portal(
    navigation=navigation,
    todos=todos,
    panels=panels,
    options=option_portal.options,
    comings=option_portal.comings,
)
