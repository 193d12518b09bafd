"""From the idea to the proposal: answers travel, the idea stays, the difference can be read (C13)."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from calls.blockers import withdraw_blockers
from calls.domain.submissions import start_submission
from calls.enums import CallKind
from calls.models import Call, Submission
from calls.queries.proposals import carried_labels, changes_since_idea, idea_to_carry
from core.access import clock
from core.access.blocked import Blocked
from core.people.models import Network
from core.questionnaires import queries as questionnaires
from core.questionnaires.differences import Change
from core.questionnaires.domain.sheets import save_answers
from core.questionnaires.spec import QuestionnaireSpec
from tests.factories import calls, commission, people
from tests.factories.questionnaires import IDEA, published_version

pytestmark = [pytest.mark.usefixtures("programme"), pytest.mark.rule("C13")]


def stage() -> tuple[Call, Network, Submission]:
    """An idea that was sent, and an open call that only its network can answer."""
    ideas = calls.open_call()
    network = people.network("Orti")
    idea, _receipt = calls.sent(ideas, network)
    spec = QuestionnaireSpec.model_validate(
        {**IDEA, "key": "proposta", "sections": [*IDEA["sections"][1:]]}
    )
    proposals = commission.open_call(
        requires_answer_to=ideas, version=published_version(network.lead.created_by, spec)
    )
    return proposals, network, idea


def start(call: Call, network: Network, **more: Any) -> Submission:
    with clock.at(calls.DURING):
        return start_submission(
            call_id=call.pk, network_id=network.pk, territory_id=network.territory_id,
            title="Orti insieme", by=network.lead.created_by, **more,
        )  # fmt: skip


def test_the_draft_begins_from_the_idea() -> None:
    call, network, idea = stage()
    assert carried_labels(idea, call) == ["Bisogno", "Temi", "Persone coinvolte"]
    proposal = start(call, network)
    assert proposal.grown_from == idea
    answers = questionnaires.answers_of(proposal.sheet)
    assert answers["need"] == "Spazi dove incontrarsi"
    assert answers["themes"] == ["food"]
    assert "tax_code" not in answers, "a question that is not asked is not carried"


def test_an_idea_stays_while_its_proposal_stands() -> None:
    call, network, idea = stage()
    start(call, network)
    assert withdraw_blockers(idea) == [], "a draft of a proposal is nothing yet"
    proposal, _receipt = calls.sent(
        calls.open_call(slug="altre", version=idea.call.version), network
    )
    Submission.objects.filter(pk=proposal.pk).update(grown_from=idea)
    assert [blocker.code for blocker in withdraw_blockers(idea)] == ["grown"]


def test_the_difference_is_read_question_by_question() -> None:
    call, network, idea = stage()
    proposal = start(call, network)
    save_answers(
        proposal.sheet_id, {"need": "Spazi dove cucinare e incontrarsi"}, 1, by=proposal.started_by
    )
    rows = {
        row.key: row
        for section in changes_since_idea(proposal, idea, "it")
        for row in section.differences
    }
    assert rows["need"].change == Change.CHANGED
    added = [piece.text.strip() for piece in rows["need"].pieces if piece.change == Change.ADDED]
    assert added == ["cucinare e"]
    assert rows["themes"].change == Change.SAME
    assert rows["tax_code"].change == Change.REMOVED


def test_only_who_answered_starts_and_only_from_its_own_idea() -> None:
    call, network, _idea = stage()
    stranger = people.network("Altri")
    with pytest.raises(Blocked, match="no_earlier_answer"):
        start(call, stranger)
    assert call.requires_answer_to is not None
    another, _receipt = calls.sent(call.requires_answer_to, stranger)
    with pytest.raises(Submission.DoesNotExist):
        start(call, network, idea_id=another.pk)
    assert idea_to_carry(call, stranger) == another


def test_a_call_that_requires_nothing_carries_nothing() -> None:
    call = commission.open_call()
    assert calls.draft(call).grown_from is None
    assert call.kind == CallKind.PROPOSALS


def test_the_database_keeps_a_proposal_in_its_programme_and_off_itself() -> None:
    call, network, _idea = stage()
    proposal = start(call, network)
    with (
        pytest.raises(IntegrityError, match="submission_not_grown_from_itself"),
        transaction.atomic(),
    ):
        Submission.objects.filter(pk=proposal.pk).update(grown_from=proposal)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = 'calls_submission_grown_from_id_tenant_fk'"
        )
        assert cursor.fetchone()
