"""The pages of a commission cost the same number of queries with three networks and with three hundred."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.enums import SubmissionState
from calls.models import Call, Commission, Declaration, Submission
from core.access import clock
from core.access.models import User
from core.people.models import Network
from core.people.queries import forget
from core.programmes.models import Programme
from tests.databases import expect_many_rows
from tests.factories import commission, people
from tests.test_lists import FEW, MANY, cost, fill

SEATED = ("commission_home", "commission_declare", "commission_calibration")


def admit_and_declare(call: Call, held: Commission | None, by: User) -> None:
    """Every application admitted, every seat free of ties, in bulk."""
    Submission.objects.filter(call=call).update(
        state=SubmissionState.ADMISSIBLE, checked_at=clock.now(), checked_by=by,
        reopened_at=None, reopened_by=None,
    )  # fmt: skip
    if held is None:
        return
    declared = set(Declaration.objects.values_list("seat", "network"))
    Declaration.objects.bulk_create(
        Declaration(seat=seat, network=network, bars=False, declared_at=clock.now())
        for seat in held.seats.order_by("pk")
        for network in Network.objects.order_by("pk")
        if (seat.pk, network.pk) not in declared
    )


@pytest.mark.usefixtures("in_march")
def test_pages_of_a_commission_cost_the_same(
    programme: Programme, sign_in: Callable[[User], Client]
) -> None:
    answers_for_all = people.user("Anna Risponde")
    call = commission.open_call()
    fill(call, answers_for_all, range(FEW))
    admit_and_declare(call, None, answers_for_all)
    call = commission.close(call)
    cast = commission.prepared(call)
    held = commission.appoint(call, cast)

    def costs() -> dict[str, int]:
        admit_and_declare(call, held, answers_for_all)
        forget(cast.chair, cast.coordinator)
        at = {"slug": "prova", "key": call.pk}
        chair, coordinator = sign_in(cast.chair), sign_in(cast.coordinator)
        found = {name: cost(chair, reverse(f"calls:{name}", kwargs=at)) for name in SEATED}
        prepare = reverse("calls:commission_prepare", kwargs=at)
        return {**found, "commission_prepare": cost(coordinator, prepare)}

    few = costs()
    fill(call, answers_for_all, range(FEW, MANY))
    expect_many_rows()
    assert costs() == few
