"""A query compiled once: each time its own values are put, and the open programme's."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from core.access import clock
from core.access.compiled import Compiled
from core.access.scope import open_programme
from core.people.enums import RoleName
from core.people.models import Role
from core.people.models.periods import current
from core.programmes.models import Programme
from tests.factories import people, programmes

SOMEBODY = UUID("00000000-0000-4000-8000-00000000abcd")


def held_on(user: UUID, day: date) -> QuerySet[Any, tuple[Any, ...]]:
    return Role.objects.filter(current(on=day), user=user).values_list("name")


def test_each_person_day_and_programme_has_its_own_answer(other_programme: Programme) -> None:
    first = programmes.programme(slug="prova", name="Programma di prova")
    compiled, today = Compiled(held_on, user=SOMEBODY, day=date.max), clock.today()
    with open_programme(first.pk):
        ada, bea = people.coordinator("Ada"), people.facilitator("Bea")
        assert compiled.rows(user=ada.pk, day=today) == [(RoleName.COORDINATOR,)]
        assert compiled.rows(user=bea.pk, day=today) == [(RoleName.FACILITATOR,)]
        assert compiled.rows(user=ada.pk, day=today - timedelta(days=1)) == []
    with open_programme(other_programme.pk):
        assert compiled.rows(user=ada.pk, day=today) == []
        people.with_role(RoleName.FACILITATOR, ada)
        assert compiled.rows(user=ada.pk, day=today) == [(RoleName.FACILITATOR,)]


def test_a_value_that_the_query_never_asks_for_is_a_mistake(programme: Programme) -> None:
    def of_nobody(user: UUID) -> QuerySet[Any, tuple[Any, ...]]:
        return Role.objects.values_list("name")

    with pytest.raises(ValueError, match="Never asked for in the compiled query: user"):
        Compiled(of_nobody, user=SOMEBODY).rows(user=SOMEBODY)
