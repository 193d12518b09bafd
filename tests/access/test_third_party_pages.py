"""The pages of a person's account that write while they are read."""

from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from core.access.models import User
from tests.factories import people

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("name", ["mfa_view_recovery_codes", "mfa_download_recovery_codes"])
def test_the_recovery_codes_open_the_first_time(db: None, sign_in: SignIn, name: str) -> None:
    user = people.user()
    first = RecoveryCodes.activate(user).get_unused_codes()[0]
    client = sign_in(user)
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD})
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert first in response.content.decode()


def test_the_list_of_devices_drops_a_session_that_ended(db: None, sign_in: SignIn) -> None:
    user = people.user()
    client = sign_in(user)
    UserSession.objects.create(user=user, session_key="ended", ip="192.0.2.1", user_agent="Old one")
    response = client.get(reverse("usersessions_list"))
    assert response.status_code == 200
    assert not UserSession.objects.filter(session_key="ended").exists()
