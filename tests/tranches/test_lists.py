"""The list of tranches, what waits, and the public tables cost the same with three rows and with three hundred."""

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.people.domain.roles import grant_role
from core.people.enums import RoleName
from core.people.models import Network
from core.people.queries import forget
from core.programmes.models import Programme
from projects.enums import ProjectState
from projects.models import BudgetLine, Project
from tests.databases import expect_many_rows
from tests.factories import people as people_factory
from tests.factories import tranches as factory
from tranches.enums import EntryKind, TrancheState
from tranches.models import Act, LedgerEntry, PaymentOrder, Tranche

FEW, MANY = 3, 300
LATER = ("approved_at", "approved_by_id", "act_date", "activated_at", "activated_by_id")
"""What a project has from its approval on: its budget must be there first."""
S = TrancheState


def copies(row: object, count: int, **changes: object) -> list:  # type: ignore[type-arg]  # of any model
    """`count` new rows like this one; a change may be a list with one value for each."""
    model = type(row)
    names = [field.attname for field in model._meta.concrete_fields if field.name != "id"]  # type: ignore[attr-defined]
    made = []
    for at in range(count):
        values = {name: getattr(row, name) for name in names}
        for name, value in changes.items():
            values[name] = value[at] if isinstance(value, list) else value
        made.append(model(**values))
    return model.objects.bulk_create(made)  # type: ignore[attr-defined,no-any-return]


def fill(first: Tranche, start: int, count: int) -> None:
    """Grants of other networks, each with a tranche in every place of the way and a paid one."""
    grant = first.grant
    network = grant.project.network
    numbers = range(start, start + count)
    leads = copies(
        network.lead, count, name=[f"Ente {n}" for n in numbers],
        tax_code=None, iban="", verified_iban="", iban_verified_on=None, iban_verified_by_id=None,
    )  # fmt: skip
    keys = [one.pk for one in leads]
    networks = copies(network, count, lead_id=keys, name=[f"Rete {n}" for n in numbers])
    like = Project.objects.get(pk=grant.project_id)
    projects = copies(
        like, count, network_id=[one.pk for one in networks], lead_id=keys,
        slug=[f"p-{n}" for n in numbers],
        submission_id=_submissions(grant.project.submission, count, start),
        **dict.fromkeys(LATER), state=ProjectState.DESIGNING, act_number="", act_url="",
    )  # fmt: skip
    for line in BudgetLine.objects.filter(project=like):
        copies(line, count, project_id=[one.pk for one in projects], organisation_id=keys)
    later = {name: getattr(like, name) for name in (*LATER, "state", "act_number", "act_url")}
    Project.objects.filter(pk__in=[one.pk for one in projects]).update(**later)
    grants = copies(grant, count, project_id=[one.pk for one in projects], beneficiary_id=keys)
    held = [one.pk for one in grants]
    now, by = clock.now(), first.requested_by_id
    assert by is not None
    flying = copies(
        Tranche.objects.get(grant=grant, position=2), count, grant_id=held,
        state=[(S.REQUESTED, S.VERIFIED, S.APPROVED)[n % 3] for n in numbers],
        requested_at=now, requested_by_id=by,
        **_until("verified", numbers, {1, 2}), **_until("approved", numbers, {2}),
        opinion="",
    )  # fmt: skip
    assert flying
    for position in (3, 4):
        copies(Tranche.objects.get(grant=grant, position=position), count, grant_id=held)
    paid = copies(first, count, grant_id=held)
    act, order = Act.objects.get(tranche=first), PaymentOrder.objects.get(tranche=first)
    acts = copies(act, count, tranche_id=[one.pk for one in paid])
    copies(act.publications.get(), count, act_id=[one.pk for one in acts])
    orders = copies(order, count, tranche_id=[one.pk for one in paid])
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            grant_id=tranche.grant_id, tranche=tranche, order=issued, kind=EntryKind.PAYMENT,
            amount=Decimal(9000), date=clock.today(), receipt_number="Q", recorded_at=now,
            recorded_by_id=by,
        )
        for tranche, issued in zip(paid, orders, strict=True)
    )  # fmt: skip


def _until(step: str, numbers: range, done: set[int]) -> dict[str, list[object]]:
    who = User.objects.get(full_name=f"{step} Prova")
    return {
        f"{step}_at": [clock.now() if n % 3 in done else None for n in numbers],
        f"{step}_by_id": [who.pk if n % 3 in done else None for n in numbers],
    }


def _submissions(submission: object, count: int, start: int) -> list[object]:
    from calls.models import Submission
    from core.questionnaires.models import AnswerSheet

    assert isinstance(submission, Submission)
    sheets = copies(AnswerSheet.objects.get(pk=submission.sheet_id), count)
    networks = copies(
        Network.objects.get(pk=submission.network_id), count,
        name=[f"Altra {n}" for n in range(start, start + count)],
    )  # fmt: skip
    rows = copies(
        submission, count, sheet_id=[one.pk for one in sheets],
        network_id=[one.pk for one in networks], state="reserve",
        number=[f"2021-{1000 + n}" for n in range(start, start + count)],
    )  # fmt: skip
    return [row.pk for row in rows]


def queries_for(client: Client, path: str, person: User | None) -> int:
    if person is not None:
        forget(person)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        response = client.get(path)
    assert response.status_code == 200
    return len(seen)


def paths() -> dict[str, str]:
    """What is counted, by name."""
    pages = ("tranches:tranche_list", "area:home", "public:transparency")
    return {name: reverse(name, args=["prova"]) for name in pages} | {
        "acts": "/prova/trasparenza/atti-2021.csv",
        "payments": "/prova/trasparenza/pagamenti-2021.csv",
    }


@pytest.mark.begins_from(stage=factory.granted)
def test_lists_cost_the_same_with_many_rows(programme: Programme) -> None:
    way = factory.way_to(S.PAID)
    for step in ("verified", "approved"):
        people_factory.user(f"{step} Prova")
    reader = people_factory.user("Legge Tutto")
    for role in (RoleName.VERIFIER, RoleName.METROPOLITAN_OFFICIAL, RoleName.FINANCE_OFFICER):
        grant_role(user=reader, name=role, by=reader)
    people_factory.second_factor(reader)
    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    def costs() -> dict[str, int]:
        return {name: queries_for(client, path, reader) for name, path in paths().items()}

    with clock.at(way.now):
        fill(way.tranche, 0, FEW)
        costs()
        few = costs()
        fill(way.tranche, FEW, MANY)
        expect_many_rows()
        assert costs() == few
