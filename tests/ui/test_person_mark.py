"""The mark under which a browser keeps what somebody typed."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from core.access.models import User
from core.ui.context import person_mark


def mark_of(user: Any) -> str:
    request = RequestFactory().get("/")
    request.user = user
    return person_mark(request)


def test_it_is_the_person_s_own_and_tells_nobody_who_it_is() -> None:
    ada, ivo = User(pk=uuid4(), email="ada@example.org"), User(pk=uuid4())
    assert mark_of(ada) == mark_of(ada) != mark_of(ivo)
    assert str(ada.pk)[:8] not in mark_of(ada)


def test_a_stranger_has_none() -> None:
    assert mark_of(AnonymousUser()) == ""
    assert person_mark(RequestFactory().get("/")) == ""
