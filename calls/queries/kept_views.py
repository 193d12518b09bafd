"""Views of a list: a person's own, and those that others share."""

from django.db.models import Q, QuerySet

from calls.models import SavedView
from core.access.models import User


def views_known_to(user: User, place: str) -> QuerySet[SavedView]:
    """One's own and the shared ones, by name; whoever may not open the list is offered none by its page."""
    mine, shared = Q(person=user), Q(shared_at__isnull=False)
    return SavedView.objects.filter(mine | shared, place=place).select_related("person")


def own_and_offered(user: User, place: str) -> tuple[list[SavedView], list[SavedView]]:
    """The same, the person's own apart from those of others. One query."""
    known = list(views_known_to(user, place))
    own = [view for view in known if view.person_id == user.pk]
    return own, [view for view in known if view.person_id != user.pk]
