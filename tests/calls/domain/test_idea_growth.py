"""Ideas that grow: feedback, actors to invite, mediation, networks that become one, origins (C13)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from calls.blockers import start_blockers
from calls.domain.idea_feedback import give_feedback, read_feedback
from calls.domain.idea_mediation import Mediation, record_mediation
from calls.domain.idea_merging import merge_networks
from calls.domain.idea_outreach import add_contact, invite_contact, record_answer
from calls.domain.submissions import start_submission, withdraw_submission
from calls.draft_enums import OutreachState
from calls.models import Call, OutreachContact, Submission
from calls.queries import has_answered, visible_to
from calls.queries.idea_growth import contacts_of, mediations_of, origins_of, unread_feedback
from calls.queries.proposals import ideas_of
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.notices.models import OutboxMessage
from core.people.models import Network
from core.people.queries import forget, organisations_of_network
from core.programmes.models import Programme
from tests.factories import calls, commission, people
from tests.factories.calls import DURING


@pytest.fixture
def idea(programme: Programme) -> Submission:
    return calls.sent(calls.open_call())[0]


@pytest.fixture
def helper(programme: Programme) -> User:
    return people.facilitator("Franca Facilita")


def told(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def test_feedback_waits_until_somebody_of_the_network_has_read_it(
    idea: Submission, helper: User
) -> None:
    official = people.municipal_official(idea.territory)
    give_feedback(submission_id=idea.pk, text="Parlatene con la scuola.", by=helper)
    mine = give_feedback(submission_id=idea.pk, text="Il Comune c'è.", by=official)
    assert mine.office == "municipal_official"
    assert told("calls.feedback_given") == 2
    assert list(unread_feedback(idea.started_by)) == [idea]
    assert read_feedback(submission_id=idea.pk, by=idea.started_by) == 2
    assert not unread_feedback(idea.started_by).exists()
    with pytest.raises(ValidationError):
        give_feedback(submission_id=idea.pk, text=" ", by=helper)


def test_a_proposal_gets_no_feedback(idea: Submission, helper: User) -> None:
    call = proposal_call(idea)
    proposal, _receipt = calls.sent(call, idea.network)
    with pytest.raises(Blocked, match="not_an_idea"):
        give_feedback(submission_id=proposal.pk, text="Bella.", by=helper)


@pytest.mark.parametrize("email", ["", "scuola@example.org"])
def test_an_actor_is_invited_with_or_without_the_portal(idea: Submission, email: str) -> None:
    by = idea.started_by
    contact = add_contact(network_id=idea.network_id, name="Scuola", why="I ragazzi", by=by)
    contact = invite_contact(contact_id=contact.pk, email=email, by=by)
    assert contact.state == OutreachState.INVITED
    assert (contact.member is not None) == bool(email)
    with pytest.raises(Blocked, match="already"):
        invite_contact(contact_id=contact.pk, email=email, by=by)
    record_answer(contact_id=contact.pk, said_yes=False, note="Dopo Pasqua", by=by)
    again = invite_contact(contact_id=contact.pk, by=by)
    assert (again.state, again.answered_at) == (OutreachState.INVITED, None)
    [shown] = contacts_of(idea.network)
    assert (shown.joined, shown.declined) == (False, False)


def test_the_states_of_an_actor_have_their_dates(idea: Submission) -> None:
    contact = add_contact(network_id=idea.network_id, name="Orto", why="Terra", by=idea.started_by)
    for change in ({"state": "invited"}, {"state": "accepted"}, {"why": ""}):
        with pytest.raises(IntegrityError, match="outreach_"), transaction.atomic():
            OutreachContact.objects.filter(pk=contact.pk).update(**change)


def test_a_mediation_keeps_dissent_and_is_corrected_by_another(
    idea: Submission, helper: User
) -> None:
    said: dict[str, Any] = {"held_on": clock.today(), "topic": "Sede", "positions": "Due sedi."}
    with pytest.raises(Blocked, match="no_end"):
        record_mediation(network_id=idea.network_id, said=Mediation(**said), by=helper)
    first = record_mediation(
        network_id=idea.network_id, said=Mediation(**said, dissent="Il costo."), by=helper
    )
    second = record_mediation(
        network_id=idea.network_id, said=Mediation(**said, agreements="Una sede."), by=helper,
        replaces_id=first.pk,
    )  # fmt: skip
    assert list(mediations_of(idea.network)) == [second]
    with pytest.raises(Blocked, match="replaced"):
        record_mediation(
            network_id=idea.network_id, said=Mediation(**said, dissent="No."), by=helper,
            replaces_id=first.pk,
        )  # fmt: skip
    tomorrow = {**said, "held_on": clock.today() + timedelta(days=1), "dissent": "No."}
    with pytest.raises(Blocked, match="future"):
        record_mediation(network_id=idea.network_id, said=Mediation(**tomorrow), by=helper)


def proposal_call(idea: Submission) -> Call:
    return commission.open_call(requires_answer_to=idea.call, version=idea.call.version)


def merged(idea: Submission, helper: User) -> tuple[Submission, Network]:
    """Another idea of the same territory, whose network goes on inside the first's."""
    other = people.network("Rete sorella", territory=idea.territory)
    sister, _receipt = calls.sent(idea.call, other)
    merge_networks(
        into_id=idea.network_id, merged_ids=[other.pk], agreement="Sera del 3: tutti.", by=helper
    )
    return sister, other


def test_a_network_inherits_ideas_only_and_none_that_was_withdrawn(
    idea: Submission, helper: User
) -> None:
    author, other = idea.started_by, people.network("Rete sorella", territory=idea.territory)
    sister, _receipt = calls.sent(idea.call, other)
    proposal, _receipt = calls.sent(commission.open_call(version=idea.call.version), other)
    withdraw_submission(submission_id=proposal.pk, by=proposal.started_by)
    merge_networks(
        into_id=idea.network_id, merged_ids=[other.pk], agreement="Sera del 3.", by=helper
    )
    forget(author)
    assert set(visible_to(author)) == {idea, sister}
    withdraw_submission(submission_id=sister.pk, by=sister.started_by)
    assert set(visible_to(author)) == {idea}


@pytest.mark.rule("C13")
def test_networks_that_become_one_keep_every_origin(idea: Submission, helper: User) -> None:
    sister, other = merged(idea, helper)
    author = idea.started_by
    forget(author)
    inside = set(organisations_of_network(idea.network))
    assert set(organisations_of_network(other)) <= inside
    assert told("calls.networks_merged") == 2
    # The ideas stay readable, by the network that goes on too.
    assert visible_to(author).filter(pk=sister.pk).exists()
    call = proposal_call(idea)
    assert list(ideas_of(call, idea.network)) == [idea, sister]
    with clock.at(DURING):
        proposal = start_submission(
            call_id=call.pk, network_id=idea.network_id, territory_id=idea.territory_id,
            title="Insieme", by=author,
        )  # fmt: skip
    assert proposal.grown_from == idea
    assert set(origins_of(proposal)) == {idea, sister}
    # The one that went on inside another no longer answers by itself.
    assert has_answered(idea.call, idea.network_id)
    assert "merged" in [one.code for one in start_blockers(call, other, other.territory)]


@pytest.mark.rule("C13")
def test_who_can_t_go_on_inside_another(idea: Submission, helper: User) -> None:
    without_idea = people.network("Senza idea", territory=idea.territory)
    for keys, agreement, error in (
        ([], "Sì", ValidationError),
        ([without_idea.pk], " ", ValidationError),
        ([without_idea.pk], "Sì", Blocked),
    ):
        with pytest.raises(error):
            merge_networks(into_id=idea.network_id, merged_ids=keys, agreement=agreement, by=helper)
    _sister, other = merged(idea, helper)
    with pytest.raises(Blocked, match="gone"):
        merge_networks(
            into_id=other.pk, merged_ids=[idea.network_id], agreement="Di nuovo", by=helper
        )
