"""A project from the selected application to its start: who may act when is in the rules' tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.notices.models import Deadline, OutboxMessage
from core.programmes.models import DefinitionSection, Programme
from projects import queries
from projects.domain import projects
from projects.enums import OpinionKind, ProjectState
from projects.models import Opinion, PilotSettings, Project
from tests.factories import calls as call_factory
from tests.factories import people, programmes
from tests.factories import projects as factory
from tests.factories.projects import ACT_URL, DESIGN

ACT: dict[str, Any] = {"act_number": "120/2021", "act_date": date(2021, 3, 10), "act_url": ACT_URL}


def codes(error: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {blocker.code for blocker in error.value.blockers}


def waits_for_opinion(days: int | None = 10, *, optional: bool = True) -> None:
    """The programme asks the municipality, for so many days."""
    step = {"key": "opinion-on-pilot", "optional": optional, "silence_days": days}
    DefinitionSection.objects.create(name="steps", content=[step])


class TestOpen:
    def test_data_come_from_the_proposal_and_the_programme(self, programme: Programme) -> None:
        PilotSettings.objects.create(
            starts_on=date(2021, 2, 1), ends_on=date(2021, 12, 1), contribution=Decimal(30000)
        )
        submission = factory.selected()
        project = projects.open_project(submission_id=submission.pk, by=people.facilitator())
        assert (project.title, project.network, project.territory) == (
            submission.title,
            submission.network,
            submission.territory,
        )
        assert project.lead == submission.network.lead
        assert project.contribution == Decimal(30000)
        assert project.state == ProjectState.DESIGNING
        assert (project.when, project.last_day) == ("febbraio–dicembre 2021", date(2021, 12, 31))

    @pytest.mark.rule("P1")
    def test_once_per_application(self, programme: Programme) -> None:
        project = factory.opened()
        with pytest.raises(Blocked) as error:
            projects.open_project(
                submission_id=project.submission_id,
                contribution=Decimal(1),
                by=people.facilitator(),
            )
        assert codes(error) == {"already_opened"}
        again = Project(
            submission=project.submission, network=project.network, lead=project.lead,
            territory=project.territory, slug="altro", title="Altro", contribution=1,
            opened_at=clock.now(), opened_by=project.opened_by,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="project_one_per_submission"):
            again.save()

    def test_only_a_selected_application_and_only_with_an_amount(
        self, programme: Programme
    ) -> None:
        with clock.at(call_factory.DURING):
            submission, _receipt = call_factory.sent(call_factory.open_call())
        with pytest.raises(Blocked) as error:
            projects.open_project(submission_id=submission.pk, by=people.facilitator())
        assert codes(error) == {"not_selected", "no_contribution"}

    def test_two_projects_of_one_title_have_two_addresses(self, programme: Programme) -> None:
        elsewhere = factory.network("Rete di Rivoli", territory=programmes.territory("Rivoli"))
        first, second = factory.selected(), factory.selected(elsewhere)
        type(second).objects.filter(pk=second.pk).update(title=first.title)
        by = people.facilitator()
        slugs = {
            projects.open_project(submission_id=row.pk, contribution=Decimal(1), by=by).slug
            for row in (first, second)
        }
        assert len(slugs) == 2

    def test_all_of_a_call_at_once(self, programme: Programme) -> None:
        submission = factory.selected()
        PilotSettings.objects.create(contribution=Decimal(8000))
        assert list(queries.selected_without_project()) == [submission]
        made = projects.open_projects(call_id=submission.call_id, by=people.facilitator())
        assert [row.submission for row in made] == [submission]
        assert not queries.selected_without_project().exists()


class TestSubmit:
    def test_what_lacks_is_said(self, programme: Programme) -> None:
        project = factory.opened()
        with pytest.raises(Blocked) as error:
            projects.submit_plan(project_id=project.pk, by=factory.writer(project))
        assert codes(error) == {
            "no_summary", "no_days", "no_activity", "no_milestone", "granted_differs",
        }  # fmt: skip

    @pytest.mark.rule("P3")
    @pytest.mark.parametrize("off", [Decimal("0.01"), Decimal(-1)])
    def test_a_budget_that_does_not_add_up_is_not_sent(
        self, programme: Programme, off: Decimal
    ) -> None:
        project = factory.planned()
        line = project.budget_lines.get(granted=Decimal(20000))
        type(line).objects.filter(pk=line.pk).update(granted=line.granted + off)
        with pytest.raises(Blocked) as error:
            projects.submit_plan(project_id=project.pk, by=factory.writer(project))
        assert codes(error) == {"granted_differs"}

    @pytest.mark.rule("P3")
    def test_declared_cofinancing_is_in_the_lines(self, programme: Programme) -> None:
        project = factory.planned()
        project.budget_lines.filter(cofinancing__gt=0).update(cofinancing=Decimal("1999.99"))
        with pytest.raises(Blocked) as error:
            projects.submit_plan(project_id=project.pk, by=factory.writer(project))
        assert codes(error) == {"cofinancing_differs"}

    def test_dates_outside_the_project(self, programme: Programme) -> None:
        project = factory.planned()
        project.activities.update(ends_on=date(2022, 1, 1))
        project.milestones.update(due=date(2021, 3, 31))
        with pytest.raises(Blocked) as error:
            projects.submit_plan(project_id=project.pk, by=factory.writer(project))
        assert codes(error) == {"activity_outside", "milestone_outside"}

    def test_the_term_for_the_opinion_ends_on_a_working_day(self, programme: Programme) -> None:
        waits_for_opinion(days=10)
        municipal = people.municipal_official()
        project = factory.submitted()
        assert project.opinion_due == date(2021, 3, 22)  # the 20th is a Saturday
        assert Deadline.objects.get(kind="projects.opinion").on == project.opinion_due
        told = OutboxMessage.objects.filter(kind="projects.plan_submitted")
        assert municipal.email in set(told.values_list("address", flat=True))

    def test_a_sent_plan_is_written_no_more(self, programme: Programme) -> None:
        project = factory.submitted()
        with pytest.raises(Blocked) as error:
            projects.change_project(
                project_id=project.pk,
                revision=project.revision,
                title="Altro",
                by=project.opened_by,
            )
        assert codes(error) == {"plan_submitted"}


class TestOpinion:
    def test_given_once_for_each_sending(self, programme: Programme) -> None:
        project = factory.submitted()
        by = people.municipal_official()
        opinion = projects.give_opinion(
            project_id=project.pk, kind=OpinionKind.WITH_REMARKS, text="Più verde.", by=by
        )
        assert queries.opinion_of(project) == opinion
        with pytest.raises(Blocked) as error:
            projects.give_opinion(project_id=project.pk, kind=OpinionKind.FAVOURABLE, by=by)
        assert codes(error) == {"opinion_given"}
        projects.return_plan(project_id=project.pk, reason="Rivedere.", by=factory.official())
        projects.submit_plan(project_id=project.pk, by=factory.writer(project))
        projects.give_opinion(project_id=project.pk, kind=OpinionKind.FAVOURABLE, by=by)
        assert Opinion.objects.filter(project=project).count() == 2

    def test_remarks_need_their_text(self, programme: Programme) -> None:
        project = factory.submitted()
        by = people.municipal_official()
        with pytest.raises(Blocked) as error:
            projects.give_opinion(project_id=project.pk, kind=OpinionKind.CONTRARY, text=" ", by=by)
        assert codes(error) == {"no_reason"}

    def test_is_never_changed(self, programme: Programme) -> None:
        project = factory.submitted()
        projects.give_opinion(
            project_id=project.pk, kind=OpinionKind.FAVOURABLE, by=people.municipal_official()
        )
        with (
            pytest.raises(Exception, match=r"never changed|permission denied"),
            transaction.atomic(),
        ):
            Opinion.objects.update(text="altro")


class TestApprove:
    def test_leaves_the_act_the_dates_and_the_notices(self, programme: Programme) -> None:
        project = factory.submitted()
        official = factory.official()
        with clock.at(DESIGN + timedelta(days=1)):
            approved = projects.approve_project(project_id=project.pk, by=official, **ACT)
        assert (approved.state, approved.approved_by) == (ProjectState.APPROVED, official)
        assert approved.act_number == "120/2021"
        assert list(queries.public_projects()) == [approved]
        kinds = set(Deadline.objects.values_list("kind", flat=True))
        assert kinds >= {"projects.start", "projects.end", "projects.milestone"}
        assert history_of(approved)[0].verb == Verb.APPROVE

    def test_waits_for_the_opinion_until_its_term(self, programme: Programme) -> None:
        waits_for_opinion(days=10)
        project = factory.submitted()
        official = factory.official()
        with pytest.raises(Blocked) as error:
            projects.approve_project(project_id=project.pk, by=official, **ACT)
        assert codes(error) == {"no_opinion"}
        with clock.at(DESIGN + timedelta(days=13)):  # the 23rd: silence since yesterday
            assert queries.is_silence_enough(project)
            projects.approve_project(project_id=project.pk, by=official, **ACT)

    def test_a_step_that_is_not_optional_has_no_silence(self, programme: Programme) -> None:
        waits_for_opinion(days=None, optional=False)
        project = factory.submitted()
        with clock.at(DESIGN + timedelta(days=300)), pytest.raises(Blocked) as error:
            projects.approve_project(project_id=project.pk, by=factory.official(), **ACT)
        assert codes(error) == {"no_opinion"}

    def test_a_contrary_opinion_is_no_veto(self, programme: Programme) -> None:
        waits_for_opinion()
        project = factory.submitted()
        projects.give_opinion(
            project_id=project.pk, kind=OpinionKind.CONTRARY, text="No.",
            by=people.municipal_official(),
        )  # fmt: skip
        approved = projects.approve_project(project_id=project.pk, by=factory.official(), **ACT)
        assert approved.state == ProjectState.APPROVED

    def test_not_by_whoever_sent_the_plan(self, programme: Programme) -> None:
        project = factory.submitted()
        with pytest.raises(Blocked) as error:
            projects.approve_project(project_id=project.pk, by=factory.writer(project), **ACT)
        assert codes(error) == {"same_person"}

    def test_an_act_of_tomorrow_or_without_a_number(self, programme: Programme) -> None:
        project = factory.submitted()
        act = {**ACT, "act_number": " ", "act_date": date(2021, 3, 11)}
        with pytest.raises(Blocked) as error:
            projects.approve_project(project_id=project.pk, by=factory.official(), **act)
        assert codes(error) == {"no_act", "act_in_future"}

    @pytest.mark.rule("P3")
    def test_the_database_refuses_a_budget_that_does_not_add_up(self, programme: Programme) -> None:
        project = factory.submitted()
        project.budget_lines.filter(cofinancing=0).update(granted=Decimal("10000.01"))
        values = {
            "state": ProjectState.APPROVED, "approved_at": clock.now(),
            "approved_by": factory.official(), **ACT,
        }  # fmt: skip
        with pytest.raises(IntegrityError, match="instead of"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**values)

    @pytest.mark.rule("P3")
    def test_nor_do_its_lines_change_afterwards(self, programme: Programme) -> None:
        project = factory.approved()
        with pytest.raises(IntegrityError, match="instead of"), transaction.atomic():
            project.budget_lines.filter(cofinancing=0).update(granted=Decimal(1))
        with pytest.raises(IntegrityError, match="instead of"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(contribution=Decimal(1))


class TestReturn:
    def test_the_network_writes_again(self, programme: Programme) -> None:
        waits_for_opinion()
        project = factory.submitted()
        projects.return_plan(
            project_id=project.pk, reason="Manca un tavolo.", by=factory.official()
        )
        project.refresh_from_db()
        assert not project.is_submitted
        assert project.opinion_due is None
        assert Deadline.objects.get(kind="projects.opinion").dropped_at
        found = queries.last_return(project)
        assert found is not None
        assert found.reason == "Manca un tavolo."

    def test_needs_reasons_and_a_plan(self, programme: Programme) -> None:
        project = factory.planned()
        with pytest.raises(Blocked) as error:
            projects.return_plan(project_id=project.pk, reason=" ", by=factory.official())
        assert codes(error) == {"plan_not_submitted", "no_reason"}


class TestActivate:
    def test_waits_for_the_agreement_and_the_first_day(self, programme: Programme) -> None:
        project = factory.approved()
        with pytest.raises(Blocked) as error:
            projects.activate_project(project_id=project.pk, by=people.facilitator())
        assert codes(error) == {"agreement_not_in_force", "too_early"}

    def test_starts(self, programme: Programme) -> None:
        project = factory.active()
        assert project.state == ProjectState.ACTIVE
        assert Deadline.objects.get(kind="projects.start").met_at


MOVES: dict[str, dict[str, Any]] = {
    "give_opinion": {"kind": OpinionKind.FAVOURABLE},
    "return_plan": {"reason": "Perché sì."},
    "approve_project": ACT,
    "activate_project": {},
    "submit_plan": {},
}


@pytest.mark.parametrize("state", ProjectState)
@pytest.mark.parametrize("verb", MOVES)
def test_every_verb_in_every_state(programme: Programme, verb: str, state: ProjectState) -> None:
    """Of a plan that was sent all but sending and starting are possible; later on nothing is."""
    project = factory.project_in(state)
    possible = state == ProjectState.DESIGNING and verb not in {"submit_plan", "activate_project"}
    act = getattr(projects, verb)
    if possible:
        act(project_id=project.pk, by=factory.official(), **MOVES[verb])
    else:
        with pytest.raises(Blocked):
            act(project_id=project.pk, by=factory.official(), **MOVES[verb])
