"""The limit on forms that need no account: whom it counts."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from core.access.throttle import exceeded

PROXY = "172.18.0.9"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def asked_from(forwarded: str) -> bool:
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": forwarded})
    return exceeded(request, "trial", an_hour=1)


def test_behind_our_proxy_each_address_has_its_own_limit(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert [asked_from("203.0.113.7"), asked_from("203.0.113.7")] == [False, True]
    assert not asked_from("203.0.113.8")


def test_an_address_that_the_visitor_wrote_counts_for_nothing(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert not asked_from("198.51.100.1, 203.0.113.7")
    assert asked_from("198.51.100.2, 203.0.113.7")


def test_without_a_proxy_the_header_is_ignored(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert not asked_from("203.0.113.7")
    assert asked_from("203.0.113.8")
