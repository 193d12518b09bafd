"""An expired session costs nobody their text, with or without JavaScript."""

from django.test import Client
from django.urls import reverse

from core.people.models import Organisation
from core.programmes.models import Programme
from tests.factories import people

OURS = {"origin": "http://testserver"}
TEXT = 'Una riga,\nun\'altra con "virgolette" e <segni>'


def test_a_form_sent_after_the_session_ended_comes_back_with_its_text(programme: Programme) -> None:
    address = reverse("people:organisation_create", kwargs={"slug": programme.slug})
    answer = Client().post(address, {"name": TEXT, "kind": ["a", "b"]}, headers=OURS)
    assert answer.status_code == 401
    assert ("name", TEXT) in answer.context["typed"]
    assert [value for name, value in answer.context["typed"] if name == "kind"] == ["a", "b"]
    assert "&lt;segni&gt;" in answer.content.decode()
    assert not Organisation.objects.exists()


def test_a_form_of_another_site_is_not_handed_to_a_person(programme: Programme) -> None:
    address = reverse("people:organisation_create", kwargs={"slug": programme.slug})
    elsewhere: list[dict[str, str]] = [{}, {"origin": "https://elsewhere.example.org"}]
    for headers in elsewhere:
        answer = Client().post(address, {"name": TEXT}, headers=headers)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_a_token_that_expired_gives_the_text_back_without_secrets(programme: Programme) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.user(), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("people:organisation_create", kwargs={"slug": programme.slug})
    sent = {"name": TEXT, "password": "segreta", "csrfmiddlewaretoken": "old"}
    answer = client.post(address, sent, headers=OURS)
    assert answer.status_code == 403
    assert answer.context["typed"] == [("name", TEXT)]
    assert "segreta" not in answer.content.decode()
