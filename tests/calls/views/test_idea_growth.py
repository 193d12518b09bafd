"""The pages of ideas that grow, and of answers taken over from an earlier application."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain.idea_feedback import give_feedback
from calls.domain.idea_merging import merge_networks
from calls.domain.submissions import start_submission
from calls.models import FillingTogether, IdeaFeedback, MediationEntry, OutreachContact, Submission
from calls.queries import visible_to
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from core.questionnaires.queries import answers_of
from tests.factories import calls, commission, people
from tests.factories.calls import DURING

SignIn = Callable[[User], Client]


@pytest.fixture
def idea(programme: Programme) -> Submission:
    return calls.sent(calls.open_call())[0]


def page(target: Submission, name: str, **more: object) -> str:
    kwargs = {"slug": target.programme.slug, "key": target.pk, **more}
    return reverse(f"calls:{name}", kwargs=kwargs)


def test_who_sees_how_it_grows(idea: Submission, sign_in: SignIn) -> None:
    cast = calls.cast_of(idea.network)
    names = (
        "viewer",
        "facilitator",
        "municipal",
        "other_municipal",
        "metropolitan",
        "other_network",
    )
    found = {
        name: sign_in(getattr(cast, name)).get(page(idea, "idea_growth")).status_code
        for name in names
    }
    assert found == dict(zip(names, [200, 200, 200, 404, 403, 404], strict=True))


def test_an_official_tells_and_the_network_reads(idea: Submission, sign_in: SignIn) -> None:
    official = sign_in(people.municipal_official(idea.territory))
    official.post(page(idea, "feedback_give"), {"text": "Parlatene con la scuola."})
    assert IdeaFeedback.objects.get().read_at is None
    mine = sign_in(idea.started_by)
    home = reverse("area:home", args=[idea.programme.slug])
    assert page(idea, "idea_growth") in mine.get(home).content.decode()
    assert "Parlatene con la scuola." in mine.get(page(idea, "idea_growth")).content.decode()
    mine.post(page(idea, "feedback_read"))
    assert IdeaFeedback.objects.get().read_by == idea.started_by


def test_an_actor_is_listed_invited_and_answers(idea: Submission, sign_in: SignIn) -> None:
    client = sign_in(idea.started_by)
    assert client.post(page(idea, "contact_add"), {"name": "Scuola"}).context["form"].errors["why"]
    client.post(page(idea, "contact_add"), {"name": "Scuola", "why": "I ragazzi"})
    contact = OutreachContact.objects.get()
    client.post(page(idea, "contact_invite", contact=contact.pk), {"email": "scuola@example.org"})
    client.post(page(idea, "contact_answer", contact=contact.pk), {"said_yes": "no"})
    contact.refresh_from_db()
    assert (contact.state, contact.member is not None) == ("declined", True)
    assert "Scuola" in client.get(page(idea, "idea_growth")).content.decode()


def test_an_actor_with_an_address_is_invited_at_once(idea: Submission, sign_in: SignIn) -> None:
    client, url = sign_in(idea.started_by), page(idea, "contact_add")
    told = {"name": "Scuola", "why": "I ragazzi", "email": "scuola"}
    assert client.post(url, told).context["form"].errors["email"]
    assert not OutreachContact.objects.exists()
    client.post(url, {**told, "email": "scuola@example.org"})
    contact = OutreachContact.objects.get()
    assert (contact.state, contact.member is not None) == ("invited", True)


def test_the_mediation_is_the_facilitator_s(idea: Submission, sign_in: SignIn) -> None:
    said = {"held_on": clock.today().isoformat(), "topic": "Sede", "positions": "Due."}
    url = page(idea, "mediation_record")
    assert sign_in(idea.started_by).post(url, said).status_code == 403
    client = sign_in(people.facilitator("Franca Facilita"))
    assert client.post(url, said).context["form"].errors["agreements"]
    client.post(url, {**said, "dissent": "Il costo."})
    entry = MediationEntry.objects.get()
    corrected = page(idea, "mediation_correct", entry=entry.pk)
    assert "Il costo." in client.get(corrected).content.decode()
    official = sign_in(people.municipal_official(idea.territory))
    assert "Il costo." not in official.get(page(idea, "idea_growth")).content.decode()


@pytest.mark.rule("C13")
def test_the_difference_from_every_origin_is_read(idea: Submission, sign_in: SignIn) -> None:
    other = people.network("Rete sorella", territory=idea.territory)
    sister, _receipt = calls.sent(idea.call, other)
    helper = people.facilitator("Franca Facilita")
    client = sign_in(helper)
    url = page(idea, "network_merge")
    assert "Rete sorella" in client.get(url).content.decode()
    typed = {"networks": [other.pk], "agreement": "Tutti, la sera del 3."}
    unread = client.post(url, typed)
    assert "understood" in unread.context["form"].errors
    client.post(url, typed | {"understood": "on"})
    again = client.post(page(sister, "network_merge"), {"agreement": "Di nuovo"})
    assert again.status_code == 409
    assert "Di nuovo" in again.content.decode()
    call = commission.open_call(requires_answer_to=idea.call, version=idea.call.version)
    with clock.at(DURING):
        proposal = start_submission(
            call_id=call.pk, network_id=idea.network_id, territory_id=idea.territory_id,
            title="Insieme", by=idea.started_by,
        )  # fmt: skip
    for person in (helper, idea.started_by):
        detail = sign_in(person).get(page(proposal, "submission_detail")).content.decode()
        assert sister.number in detail
        changes = page(proposal, "submission_changes")
        shown = sign_in(person).get(changes, {"idea": str(sister.pk)})
        assert shown.context["idea"] == sister
        assert sign_in(person).get(changes, {"idea": str(proposal.pk)}).status_code == 404


@pytest.mark.rule("C2")
def test_answers_of_an_earlier_application_fill_in_what_is_empty(
    idea: Submission, sign_in: SignIn
) -> None:
    call = calls.open_call(slug="altre", version=idea.call.version)
    draft = calls.draft(call, idea.network, by=idea.started_by)
    client = sign_in(idea.started_by)
    section = page(draft, "submission_section", section="idea")
    client.post(section, {"need": "Il mio testo", "revision": "0"})
    url = page(draft, "draft_copy")
    [offer] = client.get(url).context["offers"]
    assert offer.earlier == idea
    client.post(url, {"from": idea.pk})
    draft.refresh_from_db()
    answers, given = answers_of(draft.sheet), answers_of(idea.sheet)
    assert answers["need"] == "Il mio testo"
    assert answers["people"] == given["people"]
    assert client.get(url).context["offers"] == []
    stranger, _receipt = calls.sent(idea.call, people.network("Altra"))
    assert client.post(url, {"from": stranger.pk}).status_code == 404


@pytest.mark.rule("C16")
def test_entering_together_asks_who_is_beside(programme: Programme, sign_in: SignIn) -> None:
    call = calls.open_call()
    network = people.network("Rete di Rosa")
    client = sign_in(people.facilitator("Franca Facilita"))
    url = reverse(
        "calls:submission_enter_on_behalf", kwargs={"slug": programme.slug, "key": call.pk}
    )
    data = {
        "channel": "together", "network": network.pk, "title": "Orto", "territory":
        network.territory_id,
    }  # fmt: skip
    assert client.post(url, data).context["form"].errors["present_name"]
    client.post(url, {**data, "present_name": "Rosa Rossi", "present_role": "presidente"})
    assert FillingTogether.objects.get().person_name == "Rosa Rossi"


def test_an_idea_inherited_is_readable_only_by_who_goes_on(idea: Submission) -> None:
    other = people.network("Rete sorella", territory=idea.territory)
    sister, _receipt = calls.sent(idea.call, other)
    assert not visible_to(idea.started_by).filter(pk=sister.pk).exists()
    helper = people.facilitator("Franca Facilita")
    give_feedback(submission_id=sister.pk, text="Bene.", by=helper)
    merge_networks(into_id=idea.network_id, merged_ids=[other.pk], agreement="Insieme.", by=helper)
    assert visible_to(idea.started_by).filter(pk=sister.pk).exists()
    assert not visible_to(people.user("Sara")).filter(pk=sister.pk).exists()
