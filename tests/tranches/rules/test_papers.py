"""Who reads the files that speak of the lead alone: clearances (DURC), declarations on withholding."""

import pytest

from core.access import clock
from core.access.models import User
from core.documents.domain.access import may_read
from core.people.enums import MemberLevel
from core.programmes.models import Programme
from tests.factories import people
from tests.factories import tranches as factory
from tests.factories.calls import DURING
from tranches.actions import lines_for
from tranches.domain import evidence
from tranches.enums import Condition, Step, TrancheState
from tranches.models import WithholdingDeclaration


@pytest.mark.begins_from(stage=factory.granted)
def test_the_partners_do_not_read_the_papers_of_the_lead(programme: Programme) -> None:
    way = factory.way_to(TrancheState.APPROVED)
    network = way.grant.project.network
    with clock.at(DURING):
        partner = people.partner_organisation(network)
        others = {
            "partner": people.member(partner, MemberLevel.SIGNATORY).user,
            "viewer": people.member(network.lead, MemberLevel.VIEWER).user,
            "facilitator": people.facilitator(),
            "municipal": way.team.municipal,
        }
        editor = people.member(network.lead, MemberLevel.EDITOR).user
    with clock.at(way.now):
        evidence.declare_withholding(
            tranche_id=way.tranche.pk, subject=False, by=way.team.signatory,
            norm="Ente non commerciale", upload=factory.pdf(),
        )  # fmt: skip
    document = WithholdingDeclaration.objects.get().document
    assert document is not None
    team = way.team

    def reads(person: User) -> bool:
        with clock.at(way.now):
            line = next(
                one
                for one in lines_for(person, way.tranche)
                if one.code == Condition.WITHHOLDING_DECLARED
            )
            assert bool(line.url) is may_read(person, document), person
            return bool(line.url)

    assert way.tranche.state == TrancheState.APPROVED, f"before {Step.ORDER} the gate has its line"
    for person in (team.signatory, editor, team.verifier, team.official, team.finance):
        assert reads(person), person
    assert not [name for name, person in others.items() if reads(person)]
