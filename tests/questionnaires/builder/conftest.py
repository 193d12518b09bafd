"""The builder's pages as a call hangs them: the engine has none of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from calls.models import Call
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from core.questionnaires.domain.versions import create_questionnaire
from tests.factories import calls, people
from tests.factories.calls import DURING
from tests.factories.questionnaires import idea_spec


class Builder:
    """A facilitator at the form of one call."""

    def __init__(self, client: Client, call: Call, by: User, slug: str) -> None:
        self.client, self.call, self.by, self.slug = client, call, by, slug

    def url(self, name: str = "form_build", **more: str) -> str:
        kwargs = {"slug": self.slug, "key": self.call.pk, **more}
        with translation.override("en"):  # as whoever reads in English has it in the address bar
            return reverse(f"calls:{name}", kwargs=kwargs)

    def get(self, name: str = "form_build", query: str = "", **more: str) -> Any:
        return self.client.get(self.url(name, **more) + query)

    def post(
        self, name: str, data: dict[str, Any] | None = None, query: str = "", **more: str
    ) -> Any:
        return self.client.post(self.url(name, **more) + query, data or {})

    def order(self) -> list[str]:
        self.call.refresh_from_db()
        assert self.call.version is not None
        last = self.call.version.questionnaire.versions.order_by("-number").first()
        assert last is not None
        rows = last.questions.order_by("section__position", "position")
        return list(rows.values_list("key", flat=True))

    def question(self, key: str) -> Any:
        self.call.refresh_from_db()
        assert self.call.version is not None
        last = self.call.version.questionnaire.versions.order_by("-number").first()
        assert last is not None
        return last.questions.get(key=key)


@pytest.fixture(autouse=True)
def _in_february() -> Iterator[None]:
    with clock.at(DURING):
        yield


@pytest.fixture
def builder(programme: Programme, sign_in: Callable[[User], Client]) -> Builder:
    """On a draft call whose form is a draft with three sections."""
    by = people.facilitator("Bea Scrive")
    call = calls.draft_call(by=by, version=create_questionnaire(idea_spec(), by=by))
    return Builder(sign_in(by), call, by, programme.slug)
