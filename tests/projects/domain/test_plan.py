"""Writing a plan together: two tabs, strangers in charge, tables with minutes, milestones reached."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from core.access import clock
from core.access.blocked import Blocked
from core.notices.models import Deadline, OutboxMessage
from core.people.models import Organisation
from core.programmes.models import Programme
from labs.domain.sessions import record_minutes
from labs.enums import EventKind
from projects import queries
from projects.blockers import budget_blockers
from projects.domain import plan, projects, tables
from projects.domain.revisions import Stale
from projects.enums import BudgetCategory, ProjectState
from projects.models import Activity, BudgetLine, Milestone
from projects.queries import BudgetTotals
from tests.factories import people
from tests.factories import projects as factory
from tests.factories.projects import DESIGN, UNDER_WAY

CENTS = st.integers(min_value=0, max_value=10**8).map(lambda cents: Decimal(cents) / 100)


def test_a_stale_save_of_a_line_changes_nothing(programme: Programme) -> None:
    project = factory.opened()
    line = factory.add_line(project, granted=Decimal(100))
    by = people.facilitator()
    change = {"budget_line_id": line.pk, "revision": 0, "by": by}
    plan.change_budget_line(**change, granted=Decimal(200))
    with pytest.raises(Stale) as stale:
        plan.change_budget_line(**change, granted=Decimal(300))
    assert stale.value.row.granted == Decimal(200)
    line.refresh_from_db()
    assert (line.granted, line.revision, line.changed_by) == (Decimal(200), 1, by)


def test_saving_the_same_again_is_no_change(programme: Programme) -> None:
    project = factory.opened()
    line = factory.add_line(project, granted=Decimal(100))
    same = plan.change_budget_line(
        budget_line_id=line.pk, revision=0, by=people.facilitator(), granted=Decimal(100)
    )
    assert same.revision == 0


def test_two_people_change_the_project_itself(programme: Programme) -> None:
    project = factory.opened()
    change: dict[str, Any] = {
        "project_id": project.pk,
        "revision": 0,
        "by": factory.writer(project),
    }
    projects.change_project(**change, title="Uno")
    with pytest.raises(Stale):
        projects.change_project(**change, title="Due")


def test_days_are_known_once_both_are_written(programme: Programme) -> None:
    project = factory.planned()
    assert (project.precision, project.last_day) == ("day", factory.ENDS)


def test_who_is_in_charge_belongs_to_the_network(programme: Programme) -> None:
    project = factory.opened()
    stranger = people.organisation("Estranea")
    with pytest.raises(Organisation.DoesNotExist):
        plan.add_budget_line(
            project_id=project.pk, by=factory.writer(project), category=BudgetCategory.OTHER,
            description="X", organisation=stranger, granted=Decimal(1),
        )  # fmt: skip


@pytest.mark.parametrize("state", [state for state in ProjectState if state != "designing"])
def test_nothing_is_written_after_the_approval(programme: Programme, state: ProjectState) -> None:
    project = factory.project_in(state)
    line = project.budget_lines.first()
    milestone = project.milestones.get()
    assert line is not None
    by = factory.writer(project)
    for act in (
        lambda: factory.add_line(project, granted=Decimal(1)),
        lambda: plan.change_budget_line(budget_line_id=line.pk, revision=0, by=by, granted=1),
        lambda: plan.remove_milestone(milestone_id=milestone.pk, by=by),
        lambda: factory.table(project),
    ):
        with pytest.raises(Blocked):
            act()


def test_rows_are_added_changed_and_removed(programme: Programme) -> None:
    project = factory.planned()
    by = factory.writer(project)
    activity, milestone = Activity.objects.get(), Milestone.objects.get()
    plan.change_activity(activity_id=activity.pk, revision=0, by=by, title="Altro")
    plan.change_milestone(milestone_id=milestone.pk, revision=0, by=by, due=date(2021, 7, 1))
    assert Activity.objects.get().title == "Altro"
    plan.remove_activity(activity_id=activity.pk, by=by)
    plan.remove_milestone(milestone_id=milestone.pk, by=by)
    for line in BudgetLine.objects.order_by("pk"):
        plan.remove_budget_line(budget_line_id=line.pk, by=by)
    assert not Activity.objects.exists()
    assert not Milestone.objects.exists()
    assert queries.budget_totals(project).total == 0


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"granted": -1, "cofinancing": 2}, "budget_line_not_negative"),
        ({"granted": 0, "cofinancing": 0}, "budget_line_not_empty"),
        ({"category": "oro"}, "budget_line_category_known"),
        ({"description": ""}, "budget_line_description_present"),
    ],
)
def test_what_the_database_refuses_of_a_line(
    programme: Programme, change: dict[str, Any], name: str
) -> None:
    factory.add_line(factory.opened(), granted=Decimal(1))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BudgetLine.objects.update(**change)


@pytest.mark.rule("P3")
@given(lines=st.lists(st.tuples(CENTS, CENTS), max_size=8))
def test_totals_add_up_to_the_cent(lines: list[tuple[Decimal, Decimal]]) -> None:
    granted = sum((line[0] for line in lines), Decimal(0))
    shared = sum((line[1] for line in lines), Decimal(0))
    totals = BudgetTotals(granted, shared, contribution=granted, declared=shared)
    assert totals.adds_up
    assert totals.total == totals.due == granted + shared
    off = BudgetTotals(granted, shared, granted + Decimal("0.01"), shared)
    assert (off.adds_up, off.granted_left) == (False, Decimal("0.01"))


@pytest.mark.rule("P3")
def test_the_difference_is_said_in_euro(programme: Programme) -> None:
    project = factory.opened()
    factory.add_line(project, granted=Decimal("10000.01"), cofinancing=Decimal("0.50"))
    assert {blocker.code for blocker in budget_blockers(project)} == {
        "granted_differs",
        "cofinancing_differs",
    }


class TestMilestones:
    def test_reached_once(self, programme: Programme) -> None:
        project = factory.active()
        milestone = project.milestones.get()
        by = factory.writer(project)
        with clock.at(UNDER_WAY + timedelta(days=40)):
            done = plan.complete_milestone(milestone_id=milestone.pk, by=by)
        assert (done.is_done, done.done_by) == (True, by)
        assert Deadline.objects.get(kind="projects.milestone").met_at
        with pytest.raises(Blocked):
            plan.complete_milestone(milestone_id=milestone.pk, by=by)

    def test_not_before_the_approval(self, programme: Programme) -> None:
        milestone = factory.planned().milestones.get()
        with pytest.raises(Blocked):
            plan.complete_milestone(milestone_id=milestone.pk, by=people.facilitator())


class TestTables:
    def test_everybody_is_told_and_minutes_stay(self, programme: Programme) -> None:
        municipal = people.municipal_official()
        other = people.facilitator("Fiorella Facilita")
        project = factory.opened()
        table = factory.table(project)
        assert table.event.kind == EventKind.CODESIGN_TABLE
        told = set(
            OutboxMessage.objects.filter(kind="projects.table_convened").values_list(
                "address", flat=True
            )
        )
        assert told >= {municipal.email, other.email, factory.writer(project).email}
        assert table.convened_by.email not in told
        session = table.event.sessions.get()
        with clock.at(DESIGN + timedelta(days=2)):
            record_minutes(session_id=session.pk, minutes="Deciso il luogo.", by=other)
        session.refresh_from_db()
        assert session.minutes == "Deciso il luogo."

    def test_ends_after_it_begins(self, programme: Programme) -> None:
        project = factory.opened()
        with pytest.raises(Blocked):
            tables.convene_table(
                project_id=project.pk, starts_at=DESIGN, ends_at=DESIGN, by=people.facilitator()
            )
