"""Who checks a report hears of new supporting documents: while it is open, once an hour, if they may read."""

from datetime import timedelta

import pytest

from core.access import clock
from core.notices.models import InboxItem, OutboxMessage
from core.people.domain.ties import declare_tie
from core.people.enums import RoleName, TieKind
from core.programmes.models import Programme
from projects.domain.papers import add_paper
from projects.enums import PaperKind
from tests.factories import people, tranches
from tests.factories.documents import upload
from tests.factories.tranches import Way
from tranches.domain.reports import accept_report

pytestmark = pytest.mark.begins_from(stage=tranches.reporting)
KIND = "projects.paper_added"


def put_in(way: Way, title: str) -> None:
    lead = way.grant.beneficiary
    with clock.at(way.now):
        add_paper(
            project_id=way.grant.project_id,
            organisation=lead,
            kind=PaperKind.INVOICE,
            title=title,
            upload=upload(),
            by=lead.created_by,
        )


def test_one_line_an_hour_while_a_report_is_open(programme: Programme) -> None:
    way = tranches.reporting()
    tied = people.with_role(RoleName.VERIFIER, people.user("Tina Legata"))
    network = way.grant.project.network
    declare_tie(user=tied, network=network, kind=TieKind.HELPED, by=tied)
    put_in(way, "Prima della rendicontazione")
    assert not InboxItem.objects.filter(kind=KIND).exists()
    handover = tranches.hand_over(way)
    put_in(way, "Fattura 1")
    way.now += timedelta(minutes=59)
    put_in(way, "Fattura 2")
    assert [item.person for item in InboxItem.objects.filter(kind=KIND)] == [way.team.verifier]
    way.now += timedelta(minutes=2)
    put_in(way, "Fattura 3")
    assert OutboxMessage.objects.filter(kind=KIND).count() == 2
    accept_report(handover_id=handover.pk, by=way.team.verifier)
    way.now += timedelta(days=1)
    put_in(way, "Fattura 4")
    assert OutboxMessage.objects.filter(kind=KIND).count() == 2
