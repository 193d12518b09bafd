"""How to begin, for somebody for whom nothing waits yet."""

from django.urls import reverse
from django.utils.translation import gettext as _

from calls import queries as calls
from calls.enums import Moment
from core.access.http import PortalRequest
from core.access.portal import Thing
from core.people.queries import organisations_of, roles_in
from core.ui.wording import day_with_distance


def first_steps(request: PortalRequest) -> list[Thing]:
    """What this person can start with: whoever has no role brings an organisation and reads the calls."""
    at = [request.programme.slug]
    steps = [
        Thing(str(call.title), call.url, _closing(call), Moment.OPEN.label, "active")
        for call in calls.open_now()
    ]
    if not roles_in(request.user):
        steps.insert(
            0,
            Thing(
                _("Bring in your organisation, or your group"),
                reverse("people:organisation_create", args=at),
                _(
                    "Associations, groups without papers, schools, companies: whoever works in the place."
                ),
            ),
        )
    elif organisations_of(request.user):
        steps.insert(
            0,
            Thing(
                _("Make a network"),
                reverse("people:network_create", args=at),
                _("Who answers a call answers with others: invite your partners."),
            ),
        )
    steps.append(
        Thing(
            _("See the calls"),
            reverse("calls:call_list", args=at),
            _("What is open, what comes, what was decided."),
        )
    )
    return steps


def _closing(call: calls.OpenCall) -> str:
    if call.closes_at is None:
        return ""
    return _("Closes %(day)s") % {"day": day_with_distance(call.closes_at)}
