"""A list as somebody wants to find it again: filters, words, order and columns, under a name."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import SavedView
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.models import User

SUBMISSIONS = "submissions"
AT_MOST = 20


@transaction.atomic
def save_view(*, place: str, name: str, query: str, by: User) -> SavedView:
    """Keep `query` (canonical, see `Listing.canonical`) for `by`; a name used twice is written anew."""
    held = SavedView.objects.filter(person=by, place=place)
    if not held.filter(name=name).exists() and held.count() >= AT_MOST:
        text = _("You keep %(most)d views already: take one away first.") % {"most": AT_MOST}
        refuse([Blocker("too_many_views", text)])
    view, _made = SavedView.objects.update_or_create(
        person=by, place=place, name=name, defaults={"query": query, "saved_at": clock.now()}
    )
    return view


@transaction.atomic
def forget_view(*, view_id: UUID, by: User) -> None:
    """Take away a view of one's own; another person's is not found."""
    SavedView.objects.filter(person=by, pk=view_id).delete()
