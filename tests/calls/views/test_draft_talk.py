"""The pages of comments and help: who opens them, what they keep, where they lead back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain.draft_comments import write_comment
from calls.models import DraftComment, DraftHelper, Submission
from core.access.models import User
from core.programmes.models import Programme
from tests.factories import calls, people

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(programme: Programme) -> Submission:
    return calls.draft(calls.open_call())


def page(draft: Submission, name: str, **more: object) -> str:
    kwargs = {"slug": draft.programme.slug, "key": draft.pk, **more}
    return reverse(f"calls:{name}", kwargs=kwargs)


def test_who_opens_the_comments(draft: Submission, sign_in: SignIn) -> None:
    cast = calls.cast_of(draft.network)
    found = {
        name: sign_in(getattr(cast, name)).get(page(draft, "draft_comments")).status_code
        for name in ("viewer", "partner_editor", "facilitator", "municipal", "other_network")
    }
    assert found == {
        "viewer": 200,
        "partner_editor": 200,
        "facilitator": 403,
        "municipal": 404,
        "other_network": 404,
    }


def test_a_comment_is_written_in_the_section_and_shown_there(
    draft: Submission, sign_in: SignIn
) -> None:
    client = sign_in(draft.started_by)
    url = page(draft, "draft_comment_write", section="idea")
    section = page(draft, "submission_section", section="idea")
    sent = client.post(url, {"text": "Manca un <b>numero</b>", "question": "", "back": "section"})
    assert sent["Location"] == f"{section}#comments"
    shown = client.get(section).content.decode()
    assert "Manca un &lt;b&gt;numero" in shown
    root = DraftComment.objects.get()
    resolve = page(draft, "draft_comment_resolve", section="idea")
    client.post(resolve, {"thread": root.pk})
    root.refresh_from_db()
    assert root.is_resolved
    assert client.post(resolve, {"thread": "x"}).status_code == 404


def test_what_is_not_taken_stays_as_typed(draft: Submission, sign_in: SignIn) -> None:
    client = sign_in(draft.started_by)
    url = page(draft, "draft_comment_write", section="idea")
    answer = client.post(url, {"text": "Chiedi a @Nessuno", "question": ""})
    assert answer.status_code == 200
    assert "Chiedi a @Nessuno" in answer.content.decode()
    root = write_comment(submission_id=draft.pk, section="idea", text="Prima", by=draft.started_by)
    empty = client.post(url, {"text": "", "reply_to": root.pk})
    assert empty.context["failed"].errors["text"]
    assert client.post(page(draft, "draft_comment_write", section="no")).status_code == 404


def test_asking_for_help_in_the_browser(draft: Submission, sign_in: SignIn) -> None:
    mentor = people.mentor(draft.network)
    url = page(draft, "draft_help")
    client = sign_in(draft.started_by)
    client.post(url, {"person": mentor.pk, "may_write": "on"})
    helper = DraftHelper.objects.get()
    assert helper.may_write
    assert mentor.full_name in client.get(url).content.decode()
    own = sign_in(mentor)
    home = reverse("area:home", args=[draft.programme.slug])
    assert page(draft, "draft_comments") in own.get(home).content.decode()
    assert own.get(page(draft, "draft_comments")).status_code == 200
    assert own.get(page(draft, "submission_section", section="idea")).status_code == 200
    ended = own.post(page(draft, "draft_help_end", helper=helper.pk))
    assert ended.status_code == 302
    assert own.get(page(draft, "draft_comments")).status_code == 404
