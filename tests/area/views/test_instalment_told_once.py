"""What comes next says an instalment once: with its project, for who sees it; else as the programme's stage."""

from typing import Any

import pytest
from django.test import RequestFactory

from core.access import clock
from core.access.models import User
from core.people.queries import forget
from core.programmes.enums import DatePrecision
from core.programmes.models import Milestone, Phase, Programme
from core.ui.bilingual import Bilingual
from tests.factories import people, tranches
from topmetro.public import portal
from tranches.models import Tranche


@pytest.mark.begins_from(stage=tranches.granted)
def test_an_instalment_is_told_with_its_project_alone(programme: Programme) -> None:
    way = tranches.granted()
    row = Tranche.objects.filter(grant=way.grant).order_by("position")[1]
    phase = Phase.objects.create(
        key="fase", name=Bilingual(it="Fase"), starts_on=way.now.date(), precision=DatePrecision.DAY
    )
    titles = (f"Seconda tranche, {row.percent.normalize():f} %", "Restituzione")
    for position, title in enumerate(titles):
        Milestone.objects.create(
            phase=phase,
            title=Bilingual(it=title),
            position=position,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            precision=row.precision,
        )

    def told(user: User) -> list[str]:
        forget(user)
        request: Any = RequestFactory().get("/")
        request.user, request.programme = user, programme
        return [str(coming.text) for coming in portal.comings(request)]

    with clock.at(way.now):
        assert told(way.team.finance) == ["Restituzione"]
        assert told(people.user("Sara Straniera")) == [titles[0]]
