"""Views of the list of applications: renamed, shared with whoever may open the list, copied, deleted."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from calls.domain.views_of_lists import (
    AT_MOST,
    SUBMISSIONS,
    copy_view,
    forget_view,
    rename_view,
    save_view,
    share_view,
    unshare_view,
)
from calls.models import Call, SavedView
from core.access.blocked import Blocked
from core.access.models import User
from core.people.domain.roles import end_role
from core.people.models import Role
from core.programmes.models import Programme
from tests.factories import calls, people

SignIn = Callable[[User], Client]


def url(name: str, call: Call, view: SavedView | None = None) -> str:
    more = {"view": view.pk} if view else {}
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": call.pk, **more})


def kept(by: User, name: str = "Bozze") -> SavedView:
    return save_view(place=SUBMISSIONS, name=name, query="state=draft", by=by)


def test_a_name_tells_one_s_views_apart(programme: Programme) -> None:
    by, other = people.facilitator("Ada"), people.facilitator("Bea")
    view, _second, _others = kept(by), kept(by, "Arrivate"), kept(other, "Ultime")
    with pytest.raises(Blocked, match="name_taken"):
        rename_view(view_id=view.pk, name="Arrivate", by=by)
    assert rename_view(view_id=view.pk, name="Ultime", by=by).name == "Ultime"


@pytest.mark.parametrize("verb", [rename_view, copy_view, share_view, forget_view])
def test_a_view_that_is_not_shared_is_its_person_s_alone(
    verb: Callable[..., object], programme: Programme
) -> None:
    view, other = kept(people.facilitator("Ada")), people.facilitator("Bea")
    name = {"name": "Altro"} if verb in {rename_view, copy_view} else {}
    with pytest.raises(Blocked, match="view_of_another"):
        verb(view_id=view.pk, by=other, **name)


def test_a_copy_does_not_follow_what_it_was_taken_of(programme: Programme) -> None:
    by, other = people.facilitator("Ada"), people.facilitator("Bea")
    view = share_view(view_id=kept(by).pk, by=by)
    copy = copy_view(view_id=view.pk, name="Le mie bozze", by=other)
    save_view(place=SUBMISSIONS, name=view.name, query="late=yes", by=by)
    unshare_view(view_id=view.pk, by=by)
    forget_view(view_id=view.pk, by=by)
    copy.refresh_from_db()
    assert (copy.person, copy.query, copy.is_shared) == (other, "state=draft", False)


def test_so_many_are_kept_and_copied(programme: Programme) -> None:
    by, other = people.facilitator("Ada"), people.facilitator("Bea")
    view = share_view(view_id=kept(by).pk, by=by)
    for number in range(AT_MOST):
        kept(other, str(number))
    with pytest.raises(Blocked, match="too_many_views"):
        copy_view(view_id=view.pk, name="Ancora", by=other)


def test_the_database_leaves_a_view_to_its_person(programme: Programme) -> None:
    view, other = kept(people.facilitator("Ada")), people.facilitator("Bea")
    for change in ({"person": other}, {"place": "altrove"}):
        with pytest.raises(IntegrityError, match="stays with its person"), transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(**change)


def test_shared_from_the_page_used_and_copied_by_another(
    programme: Programme, sign_in: SignIn
) -> None:
    call, by, other = calls.open_call(), people.facilitator("Ada"), people.facilitator("Bea")
    view, ada, bea = kept(by), sign_in(by), sign_in(other)
    assert "Bozze" not in bea.get(url("submission_list", call)).content.decode()
    ada.post(url("view_share", call, view))
    assert bea.get(url("submission_list", call)).context["shared_views"] == [(view, False)]
    assert by.full_name in bea.get(url("view_list", call)).content.decode()
    assert bea.get(url("view_copy", call, view)).status_code == 200
    bea.post(url("view_copy", call, view), {"name": "Sue bozze"})
    assert SavedView.objects.get(person=other).query == view.query
    again = bea.post(url("view_copy", call, view), {"name": "Sue bozze"})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])


def test_renamed_and_deleted_from_the_page(programme: Programme, sign_in: SignIn) -> None:
    call, by = calls.open_call(), people.facilitator("Ada")
    view, client = kept(by), sign_in(by)
    assert client.post(url("view_rename", call, view), {"name": " "}).status_code == 422
    assert client.post(url("view_rename", call, view), {"name": "Da chiudere"}).status_code == 302
    assert "Da chiudere" in client.get(url("view_list", call)).content.decode()
    assert client.get(url("view_forget", call, view)).status_code == 302
    assert SavedView.objects.exists()  # asked for by its address alone, nothing is deleted
    client.post(url("view_forget", call, view))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("municipal", "view_copy", 200),
        ("municipal", "view_rename", 403),
        ("municipal", "view_unshare", 403),
        ("coordinator", "view_unshare", 302),
        ("coordinator", "view_forget", 403),
        ("municipal", "view_share", 403),
        ("coordinator", "view_share", 403),
        ("signatory", "view_copy", 404),
    ],
)
def test_who_may(who: str, name: str, status: int, programme: Programme, sign_in: SignIn) -> None:
    call, by, cast = calls.open_call(), people.facilitator("Ada"), calls.cast_of(people.network())
    view, client = kept(by), sign_in(getattr(cast, who))
    assert client.get(url(name, call, view)).status_code == 404  # not shared: nobody knows of it
    share_view(view_id=view.pk, by=by)
    assert client.get(url(name, call, view)).status_code == status


def test_its_person_shares_and_copies_their_own(programme: Programme, sign_in: SignIn) -> None:
    call, by = calls.open_call(), people.facilitator("Ada")
    view, client = kept(by), sign_in(by)
    assert client.get(url("view_copy", call, view)).status_code == 200
    client.get(url("view_share", call, view))
    assert not is_shared(view)  # asked for by its address alone, nothing is shared
    client.post(url("view_share", call, view))
    assert is_shared(view)
    client.post(url("view_unshare", call, view))
    assert not is_shared(view)


def is_shared(view: SavedView) -> bool:
    return SavedView.objects.get(pk=view.pk).is_shared


@pytest.mark.parametrize("name", ["view_copy", "view_rename", "view_share", "view_forget"])
def test_without_the_role_nobody_uses_even_their_own(
    name: str, programme: Programme, sign_in: SignIn, client: Client
) -> None:
    call, by = calls.open_call(), people.facilitator("Ada")
    view = kept(by)
    address = url(name, call, view)
    assert client.get(address).status_code == 302  # to the sign-in page
    end_role(role_id=Role.objects.get(user=by).pk, by=people.coordinator())
    assert sign_in(by).get(address).status_code == 404


def test_a_list_that_looks_for_too_much_is_not_kept(programme: Programme, sign_in: SignIn) -> None:
    call, client = calls.open_call(), sign_in(people.facilitator("Ada"))
    words = f"q={'à' * 200}"
    answer = client.post(url("view_save", call), {"name": "Tutto", "query": words})
    assert answer.status_code == 422
    assert answer.context["view_form"].has_error("__all__", "view_too_long")
    assert not SavedView.objects.exists()
