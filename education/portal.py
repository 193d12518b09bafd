"""What the practices give to the whole portal: their place, and each hand's next step."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.portal import (
    Family,
    IfAny,
    NavItem,
    Often,
    Option,
    Panel,
    Portal,
    Thing,
    Todo,
    Todos,
    of_each,
)
from education import paths, queries
from education.enums import PracticeState
from education.models import Practice

SHOWN = 5


def navigation(request: PortalRequest) -> list[NavItem]:
    if not request.user.has_perm("education.see_desk"):
        return []
    url = reverse("education:practice_desk", args=[request.programme.slug])
    return [NavItem(_("Practices"), url, "presentation", family=Family.LEARNING)]


def todos(request: PortalRequest) -> Todos:
    user = request.user
    found = [
        _waiting(
            _("Read the practice that tells your work, and confirm it"),
            queries.awaiting_author(user),
        ),
        _waiting(
            _("Put right the practice that was returned"),
            queries.written_by(user)
            .filter(state=PracticeState.DRAFT, reviewed_at__isnull=False, asked_at=None)
            .order_by("reviewed_at", "pk"),
        ),
    ]
    found.append(_waiting(_("Finish the practice"), queries.unfinished(user)))
    if user.has_perm("education.review_practice"):
        found.append(_waiting(_("Review the practice"), queries.awaiting_review(user)))
    if user.has_perm("education.publish_practice"):
        found.append(_waiting(_("Publish the practice"), queries.awaiting_publication()))
    return found


def _waiting(text: str, rows: QuerySet[Practice]) -> IfAny[Todo]:
    return of_each(
        rows.select_related("programme"),
        lambda row: Todo(text=text, url=paths.detail(row), about=row.title),
    )


def panels(request: PortalRequest) -> list[Panel]:
    """The own practices, for whoever may write one."""
    if not request.user.has_perm("education.draft_practice"):
        return []
    rows = queries.mine(request.user).select_related("programme", "author")[:SHOWN]
    things = [
        Thing(
            title=row.title,
            url=paths.detail(row),
            note=row.author.full_name,
            state=row.get_state_display(),
            tone=row.tone,
        )
        for row in rows
    ]
    return [
        Panel(
            title=_("Practices of mine and of my networks"),
            things=things,
            empty=_("What you did and learned can be told here, for whoever tries it elsewhere."),
            url=reverse("education:practice_desk", args=[request.programme.slug]),
        )
    ]


def options(request: PortalRequest) -> list[Option]:
    """Tell a practice; follow those in hand; read what others learned."""
    at = [request.programme.slug]
    found = []
    if request.user.has_perm("education.review_practice"):
        url, note = reverse("education:practice_desk", args=at), _("Where each one stands.")
        text = _("Follow the practices in hand")
        found.append(Option(text, url, note, "presentation", Often.DAILY))
    if request.user.has_perm("education.draft_practice"):
        url = reverse("education:practice_create", args=at)
        note = _("What was done, what helped, what to try elsewhere.")
        found.append(Option(_("Tell a practice"), url, note, "pencil"))
    url = reverse("education:practice_list", args=at)
    note = _("Practices with what helped, what did not, and what to do.")
    found.append(Option(_("Learn from the others"), url, note, "presentation", Often.ANYBODY))
    return found


PORTAL = Portal(
    navigation=navigation,
    todos=todos,
    panels=panels,
    options=options,
)
