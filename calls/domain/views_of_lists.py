"""A list as somebody wants to find it again: filters, words, order and columns, under a name.

A view is its person's alone to rename, share and delete; shared, it is offered to whoever may open the list,
who sees there what they may see, and takes a copy to keep or change it.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import SavedView
from calls.models.overview import QUERY_AT_MOST
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb

SUBMISSIONS = "submissions"
AT_MOST = 20
NAME_TAKEN = "name_taken"


def save_view_blockers(place: str, person: User) -> list[Blocker]:
    """Why this person keeps no further view of the list."""
    if SavedView.objects.filter(person=person, place=place).count() < AT_MOST:
        return []
    text = _("You keep %(most)d views already: delete one first.") % {"most": AT_MOST}
    return [Blocker("too_many_views", text)]


def rename_view_blockers(place: str, person: User, name: str) -> list[Blocker]:
    """A name tells a person's views of a list apart."""
    if not SavedView.objects.filter(person=person, place=place, name=name).exists():
        return []
    text = _("You already keep a view with this name: give it another one.")
    return [Blocker(NAME_TAKEN, text)]


@transaction.atomic
def save_view(*, place: str, name: str, query: str, by: User) -> SavedView:
    """Keep `query` (canonical, see `Listing.canonical`) for `by`; a name used twice is written anew, for
    those with whom that view is shared too."""
    _one_at_a_time(by)
    refuse(_too_long(query))
    if not rename_view_blockers(place, by, name):
        refuse(save_view_blockers(place, by))
    view, _made = SavedView.objects.update_or_create(
        person=by, place=place, name=name, defaults={"query": query, "saved_at": clock.now()}
    )
    if view.is_shared:
        record(view, Verb.CHANGE, by=by, data={"shared": True})
    return view


@transaction.atomic
def rename_view(*, view_id: UUID, name: str, by: User) -> SavedView:
    _one_at_a_time(by)
    view = lock(SavedView, view_id)
    if name == view.name:
        return view
    refuse([*_of_another(view, by), *rename_view_blockers(view.place, by, name)])
    view.name = name
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def share_view(*, view_id: UUID, by: User) -> SavedView:
    """Offer the view to whoever may open the list; shared twice it is shared since the first time."""
    view = lock(SavedView, view_id)
    refuse(_of_another(view, by))
    if not view.is_shared:
        view.shared_at = clock.now()
        view.save(update_fields=["shared_at"])
        record(view, Verb.CHANGE, by=by, data={"shared": True})
    return view


@transaction.atomic
def unshare_view(*, view_id: UUID, by: User) -> SavedView:
    """Offer it no longer; its person keeps it, and so do others the copies that they took.

    Somebody other than its person may do it too: who shared it may have gone.
    """
    view = lock(SavedView, view_id)
    if view.is_shared:
        view.shared_at = None
        view.save(update_fields=["shared_at"])
        record(view, Verb.CHANGE, by=by, data={"shared": False})
    return view


@transaction.atomic
def copy_view(*, view_id: UUID, name: str, by: User) -> SavedView:
    """A view of one's own with the filters of a shared one, as they are now."""
    _one_at_a_time(by)
    view = lock(SavedView, view_id)
    if not view.is_shared:
        refuse(_of_another(view, by))
    refuse([*rename_view_blockers(view.place, by, name), *save_view_blockers(view.place, by)])
    return SavedView.objects.create(
        person=by, place=view.place, name=name, query=view.query, saved_at=clock.now()
    )


@transaction.atomic
def forget_view(*, view_id: UUID, by: User) -> None:
    """Take away a view of one's own; copies that others took of it stay."""
    view = lock(SavedView, view_id)
    refuse(_of_another(view, by))
    if view.is_shared:
        record(view, Verb.DELETE, by=by)
    view.delete()


def _too_long(query: str) -> list[Blocker]:
    if len(query) <= QUERY_AT_MOST:
        return []
    text = _("The words that the list looks for are too many to be kept: look for fewer.")
    return [Blocker("view_too_long", text)]


def _one_at_a_time(person: User) -> None:
    """Names and their number are looked at and then written: a second tab of the same person waits."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _of_another(view: SavedView, by: User) -> list[Blocker]:
    if view.person_id == by.pk:
        return []
    return [Blocker("view_of_another", _("This view is another person’s: take a copy of it."))]
