"""What anybody can begin with calls, and the next call that opens, whatever waits for them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls import paths, queries
from calls.enums import CallKind, CallState
from calls.models import Call
from core.access import clock
from core.access.http import PortalRequest
from core.access.portal import Coming, Comings, IfAny, Often, Option, Options, of_each
from core.people import queries as people
from core.ui.wording import day_with_distance

ICON = "files"


def options(request: PortalRequest) -> Options:
    """Answer, enter for somebody, ask; prepare a call; read how the last proposals were chosen."""
    found: list[Option | IfAny[Option]] = [
        IfAny(
            queries.being_answered(),
            lambda calls: [one for call in calls for one in _of_open(request, call)],
        )
    ]
    if request.user.has_perm("calls.create_call"):
        url = reverse("calls:call_create", args=[request.programme.slug])
        note = _("From the definition, from an earlier call, or blank.")
        found.append(Option(_("Prepare a new call"), url, note, "calendar"))
    return [*found, _chosen()]


def comings(request: PortalRequest) -> Comings:
    """Published calls that are not open yet."""
    rows = Call.objects.filter(state=CallState.PUBLISHED, opens_at__gt=clock.now())
    return [
        of_each(
            rows.select_related("programme").order_by("opens_at", "pk"),
            _opening,
        )
    ]


def _opening(call: Call) -> Coming:
    assert call.opens_at is not None  # the rows were chosen by it
    text = _("The call opens: %(call)s") % {"call": call.title}
    return Coming(text, call.opens_at, paths.public(call))


def _of_open(request: PortalRequest, call: Call) -> list[Option]:
    user, about = request.user, {"call": call.title}
    closing = queries.next_closing(call)
    closes = _("Closes %(day)s") % {"day": day_with_distance(closing)} if closing else ""
    if user.has_perm("calls.enter_on_behalf"):
        kwargs = {"slug": call.programme.slug, "key": call.pk}
        url = reverse("calls:submission_enter_on_behalf", kwargs=kwargs)
        text = _("Enter an application for somebody")
        return [Option(text, url, f"{call.title} · {closes}", ICON, Often.DAILY)]
    if people.roles_in(user) and not people.standing_of(user).organisations:
        return []
    answer = Option(_("Answer “%(call)s”") % about, paths.public(call), closes, ICON, Often.DAILY)
    until = queries.questions_until(call)
    if until is None or until < clock.now():
        return [answer]
    kwargs = {"slug": call.programme.slug, "call_slug": call.slug}
    ask = Option(
        _("Ask a question about the call"),
        reverse("calls:question_ask", kwargs=kwargs),
        _("The answer is public, your name is not."),
        "help-circle",
    )
    return [answer, ask]


def _chosen() -> IfAny[Option]:
    """The ranking that counts of the latest call for proposals, for anybody to check."""
    rows = queries.public_calls().filter(
        kind=CallKind.PROPOSALS, state__in=[CallState.CLOSED, CallState.ARCHIVED]
    )
    return IfAny(rows.select_related("programme").order_by("-closed_at", "pk")[:1], _of_ranked)


def _of_ranked(calls: Iterable[Call]) -> list[Option]:
    call = next(iter(calls), None)
    if call is None or queries.published_ranking(call) is None:
        return []
    return [
        Option(
            _("Check how the proposals were chosen"),
            paths.published_ranking(call),
            pgettext("ranking", "Scores, places, and a way to recompute them yourself."),
            "check-circle",
            Often.ANYBODY,
        )
    ]
