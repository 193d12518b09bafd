"""Projects that end early: lapsed with their place, revoked by an act; what keeps a place meanwhile."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from calls.domain import rankings
from calls.domain.place_uses import leave_blockers, leave_place
from calls.domain.places import renounce_submission, select_next
from calls.enums import SubmissionState
from calls.models import Submission
from core.access import clock
from core.access.blocked import Blocked
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.notices.models import Deadline, OutboxMessage
from core.programmes.models import Programme
from projects import queries
from projects.domain import endings, projects
from projects.enums import PROJECT_MOVES, Party, ProjectState
from projects.models import Project, Signature
from tests.factories import people, programmes
from tests.factories import projects as factory
from tests.factories import rankings as ranking_factory
from tests.factories.calls import DURING

LATER = factory.DESIGN + timedelta(days=5)
S = ProjectState


def renounce(project: Project) -> Submission:
    with clock.at(LATER):
        return renounce_submission(
            submission_id=project.submission_id, reason="Non possiamo.", by=factory.writer(project)
        )


def decide(project: Project) -> None:
    with clock.at(LATER):
        projects.approve_project(
            project_id=project.pk, act_number="1", act_date=date(2021, 3, 11),
            act_url=factory.ACT_URL, by=factory.official(),
        )  # fmt: skip


def approve(project: Project) -> None:
    """Send the plan and approve it."""
    with clock.at(factory.DESIGN):
        projects.submit_plan(project_id=project.pk, by=factory.writer(project))
    decide(project)


@pytest.mark.rule("C9")
def test_a_design_lapses_with_its_place(programme: Programme) -> None:
    project = factory.submitted()
    with clock.at(factory.DESIGN):
        municipal = people.municipal_official(project.territory)
    renounce(project)
    project.refresh_from_db()
    assert (project.state, project.end_reason) == (S.LAPSED, "Non possiamo.")
    assert project.ended_by == factory.writer(project)
    assert not project.is_submitted
    assert [event.verb for event in history_of(project)].count(Verb.END) == 1
    assert not Deadline.objects.filter(object_id=project.pk, dropped_at=None, met_at=None).exists()
    told = OutboxMessage.objects.filter(kind="projects.project_lapsed")
    assert told.filter(recipient=municipal).exists()
    assert queries.payment_blockers(project)


@pytest.mark.rule("C9")
def test_an_approved_project_keeps_its_place_until_it_is_revoked(programme: Programme) -> None:
    project = factory.approved()
    with pytest.raises(Blocked) as refusal:
        renounce(project)
    assert [one.code for one in refusal.value.blockers] == ["project_stands"]
    assert factory.revoked(project).state == S.REVOKED
    with pytest.raises(Blocked) as refusal:
        renounce(project)
    assert [one.code for one in refusal.value.blockers] == ["renounced"]


@pytest.mark.rule("C9", "P7")
@pytest.mark.begins_from(stage=ranking_factory.scored)
def test_the_place_of_a_revoked_project_goes_to_the_next_in_line(programme: Programme) -> None:
    with clock.at(DURING):
        found = ranking_factory.scored()
    ranking = ranking_factory.approved(found)
    with clock.at(factory.DESIGN):
        project = projects.open_project(
            submission_id=found.best.pk, contribution=factory.CONTRIBUTION, by=factory.official()
        )
    approve(factory.planned(project=project))
    factory.revoked(project)
    found.best.refresh_from_db()
    assert found.best.state == SubmissionState.RENOUNCED
    assert found.best.renounced_by == factory.official()
    assert found.best.renounce_reason.endswith("La rete si è sciolta.")
    assert Verb.RENOUNCE in [event.verb for event in history_of(found.best)]
    told = OutboxMessage.objects.filter(kind="calls.place_lost")
    assert told.filter(recipient=found.cast.coordinator).exists()
    with clock.at(ranking_factory.APPROVAL):
        select_next(
            ranking_id=ranking.pk, territory=found.best.territory, by=found.cast.official,
            **ranking_factory.ACT,
        )  # fmt: skip
        second = projects.open_project(
            submission_id=found.second.pk, contribution=factory.CONTRIBUTION, by=factory.official()
        )
    assert second.state == S.DESIGNING


def test_whoever_approves_meanwhile_is_seen_under_the_lock(programme: Programme) -> None:
    """The blockers were read before the approval; the place is left after it."""
    project = factory.submitted()
    assert not leave_blockers(project.submission)
    decide(project)
    with clock.at(LATER), pytest.raises(Blocked):
        leave_place(project.submission, reason="Tardi.", by=factory.official())


@pytest.mark.rule("P1")
def test_a_place_given_back_takes_the_project_up_again(programme: Programme) -> None:
    project = factory.lapsed(factory.planned())
    assert project.submission in queries.selected_without_project()
    with clock.at(LATER):
        again = projects.open_project(submission_id=project.submission_id, by=factory.official(),
                                      contribution=factory.CONTRIBUTION)  # fmt: skip
    assert again == project
    assert (again.state, again.end_reason) == (S.DESIGNING, "")
    assert again.budget_lines.count() == 2


@pytest.mark.rule("C10")
@pytest.mark.begins_from(stage=ranking_factory.scored)
def test_a_ranking_takes_no_place_on_which_an_approved_project_stands(
    programme: Programme,
) -> None:
    """The one that an earlier ranking had put first is below the threshold in this one."""
    with clock.at(DURING):
        found = ranking_factory.scored()
    ranking = ranking_factory.drawn(found)
    ranking_factory.in_state(found.low, SubmissionState.SELECTED)

    def codes() -> set[str]:
        with clock.at(ranking_factory.APPROVAL):
            return {one.code for one in rankings.approve_blockers(ranking, found.cast.official)}

    with clock.at(factory.DESIGN):
        project = projects.open_project(
            submission_id=found.low.pk, contribution=factory.CONTRIBUTION, by=factory.official()
        )
    assert "project_stands" not in codes(), "a design lapses with its place"
    approve(factory.planned(project=project))
    assert "project_stands" in codes()


@pytest.mark.rule("P7")
@pytest.mark.parametrize("state", ProjectState)
def test_what_can_be_revoked(programme: Programme, state: ProjectState) -> None:
    project = factory.project_in(state)
    if S.REVOKED not in PROJECT_MOVES[state]:
        with pytest.raises(Blocked):
            factory.revoked(project)
        return
    done = factory.revoked(project)
    assert (done.state, done.end_act_number) == (S.REVOKED, "200/2021")
    assert OutboxMessage.objects.filter(kind="projects.project_revoked").exists()
    assert queries.payment_blockers(done)
    assert done in queries.public_projects()


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"act_number": ""}, "no_act"),
        ({"act_date": date(2030, 1, 1)}, "act_in_future"),
    ],
)
def test_a_revocation_has_reason_and_act(
    programme: Programme, missing: dict[str, object], code: str
) -> None:
    project = factory.approved()
    act: dict[str, object] = {
        "reason": "Sciolta.", "act_number": "1", "act_date": date(2021, 3, 12),
        "act_url": factory.ACT_URL,
    }  # fmt: skip
    with clock.at(LATER), pytest.raises(Blocked) as refusal:
        endings.revoke_project(project_id=project.pk, by=factory.official(), **{**act, **missing})  # type: ignore[arg-type]  # the act, one part changed
    assert [one.code for one in refusal.value.blockers] == [code]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("project_ended_early_with_date_actor_reason", {"end_reason": ""}),
        ("project_revoked_by_an_act", {"end_act_url": ""}),
    ],
)
def test_the_database_ties_an_end_to_its_act(
    programme: Programme, name: str, values: dict[str, object]
) -> None:
    project = factory.revoked(factory.approved())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**values)


@pytest.mark.rule("P2")
def test_a_signature_is_not_moved_into_an_agreement_in_force(programme: Programme) -> None:
    stands = factory.in_force()
    elsewhere = factory.network("Rete Altrove", territory=programmes.territory("Rivoli"))
    draft = factory.drafted(factory.approved(elsewhere))
    factory.sign(draft, Party.BODY)
    moved = Signature.objects.filter(agreement=draft)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        moved.update(agreement=stands)
