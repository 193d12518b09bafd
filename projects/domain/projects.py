"""Verbs of a project: opened from a selected application, planned, sent, judged, approved, started.

Selection is not approval: a selected proposal is accompanied through its operational design (co-design,
D.Lgs. 117/2017 art. 55), then the municipality says what it thinks (L. 241/1990 art. 16: silence is
enough after the term) and a metropolitan official, who is neither tied to the network nor sent the plan,
approves it by an act of the body.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import Submission
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.fields import free_slug
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.domain.working_days import on_or_after
from core.programmes.enums import DatePrecision
from projects import queries
from projects.blockers import (
    activate_blockers,
    approve_blockers,
    open_blockers,
    opinion_blockers,
    return_blockers,
    submit_blockers,
    write_blockers,
)
from projects.domain import terms
from projects.domain.revisions import refuse_stale
from projects.enums import PROJECT_MOVES, OpinionKind, ProjectState
from projects.models import Opinion, PlanReturn, Project
from projects.notifications import (
    OpinionGiven,
    PlanReturned,
    PlanSubmitted,
    ProjectActivated,
    ProjectApproved,
    ProjectOpened,
)

CHANGEABLE = frozenset({"title", "summary", "starts_on", "ends_on", "cofinancing"})


@transaction.atomic
def open_project(*, submission_id: UUID, by: User, contribution: Decimal | None = None) -> Project:
    """Open the project of a selected application (P1), with what its proposal says of it.

    `contribution` in euro, the programme's own amount if none is given. Its dates are those of the
    programme's pilots, as precisely as they are known. A project that lapsed is taken up again as it was.
    """
    submission = lock(Submission, submission_id)
    amount = contribution or queries.contribution_of_a_pilot()
    refuse(open_blockers(submission, contribution=amount))
    assert amount is not None
    if lapsed := Project.objects.filter(submission=submission).order_by().first():
        return _take_up(lapsed.pk, by=by)
    starts_on, ends_on, precision = _usual_dates()
    slug = free_slug(Project.objects.all(), submission.title, untitled="progetto")
    project = Project.objects.create(
        submission=submission, network=submission.network, lead=submission.network.lead,
        territory=submission.territory, title=submission.title, slug=slug,
        contribution=amount, starts_on=starts_on, ends_on=ends_on, precision=precision,
        opened_at=clock.now(), opened_by=by,
    )  # fmt: skip
    record(project, Verb.OPEN, by=by, data={"submission": submission.pk, "contribution": amount})
    ProjectOpened(project, by=by).queue()
    return project


def _take_up(project_id: UUID, *, by: User) -> Project:
    """A correction gave the proposal its place back: the design goes on from where it lapsed."""
    project = lock(Project, project_id)
    _move(project, ProjectState.DESIGNING)
    project.ended_at = project.ended_by = None
    project.end_reason = ""
    project.save()
    record(project, Verb.REOPEN, by=by)
    ProjectOpened(project, by=by).queue()
    return project


@transaction.atomic
def open_projects(*, call_id: UUID, by: User) -> list[Project]:
    """Open the projects of every selected application of a call that has none yet."""
    waiting = queries.selected_without_project().filter(call=call_id).order_by("pk")
    return [open_project(submission_id=key, by=by) for key in waiting.values_list("pk", flat=True)]


@transaction.atomic
def change_project(*, project_id: UUID, revision: int, by: User, **fields: Any) -> Project:
    """Change what the project says of itself while it is designed; days written are days known.

    `fields` are those of `CHANGEABLE`. Raises Stale when somebody saved since `revision` was read.
    """
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"A project has no {', '.join(sorted(unknown))} to be changed.")
    project = lock(Project, project_id)
    refuse(write_blockers(project))
    refuse_stale(project, revision)
    changed = {name for name, value in fields.items() if getattr(project, name) != value}
    for name in changed:
        setattr(project, name, fields[name])
    if {"starts_on", "ends_on"} <= set(fields) and project.starts_on and project.ends_on:
        project.precision = DatePrecision.DAY
    if changed:
        project.revision += 1
        record(project, Verb.CHANGE, by=by, data={"fields": sorted(changed)})
    project.save()
    return project


@transaction.atomic
def submit_plan(*, project_id: UUID, by: User) -> Project:
    """Send the plan: it can be written no more, and the municipality is asked for its opinion."""
    project = lock(Project, project_id)
    refuse(submit_blockers(project))
    project.submitted_at = clock.now()
    project.submitted_by = by
    project.round += 1
    days = queries.opinion_step().silence_days
    project.opinion_due = on_or_after(clock.today() + timedelta(days=days)) if days else None
    project.save()
    terms.remind_of_opinion(project)
    record(project, Verb.SUBMIT, by=by, data={"round": project.round})
    PlanSubmitted(project).queue()
    return project


@transaction.atomic
def give_opinion(*, project_id: UUID, kind: OpinionKind, by: User, text: str = "") -> Opinion:
    """The municipality's opinion on the plan as it was sent: it is heard, it gives no veto."""
    project = lock(Project, project_id)
    blockers = opinion_blockers(project)
    if kind != OpinionKind.FAVOURABLE and not text.strip():
        blockers.append(Blocker("no_reason", _("An opinion with remarks, or contrary, says why.")))
    refuse(blockers)
    opinion = Opinion.objects.create(
        project=project, round=project.round, kind=kind, text=text.strip(), given_at=clock.now(),
        given_by=by,
    )  # fmt: skip
    terms.meet_opinion(project)
    record(project, Verb.ENDORSE, by=by, data={"opinion": kind, "round": project.round})
    OpinionGiven(project, opinion).queue()
    return opinion


@transaction.atomic
def return_plan(*, project_id: UUID, reason: str, by: User) -> PlanReturn:
    """Send the plan back to its network with the reasons; it can be written again."""
    project = lock(Project, project_id)
    blockers = return_blockers(project)
    if not reason.strip():
        blockers.append(Blocker("no_reason", _("A plan goes back with its reasons.")))
    refuse(blockers)
    returned = PlanReturn.objects.create(
        project=project, round=project.round, reason=reason.strip(), returned_at=clock.now(),
        returned_by=by,
    )  # fmt: skip
    project.submitted_at = project.submitted_by = project.opinion_due = None
    project.save()
    terms.drop_opinion(project)
    record(project, Verb.RETURN, by=by, data={"round": project.round})
    PlanReturned(project, returned).queue()
    return returned


@transaction.atomic
def approve_project(
    *, project_id: UUID, act_number: str, act_date: date, act_url: str, by: User
) -> Project:
    """Approve the plan by an act of the body, known by number, date and public address."""
    project = lock(Project, project_id)
    blockers = approve_blockers(project, by)
    if not (act_number.strip() and act_url.strip()):
        text = _("The act needs its number, its date and its public address.")
        blockers.append(Blocker("no_act", text))
    if act_date > clock.today():
        blockers.append(Blocker("act_in_future", _("The date of the act has not come yet.")))
    refuse(blockers)
    _move(project, ProjectState.APPROVED)
    project.approved_at, project.approved_by = clock.now(), by
    project.act_number, project.act_date = act_number.strip(), act_date
    project.act_url = act_url.strip()
    project.save()
    terms.drop_opinion(project)
    terms.remind_of_project(project)
    record(project, Verb.APPROVE, by=by, data={"act": project.act_number, "act_date": act_date})
    ProjectApproved(project).queue()
    return project


@transaction.atomic
def activate_project(*, project_id: UUID, by: User) -> Project:
    """The project starts: its agreement is in force and its first day has come."""
    project = lock(Project, project_id)
    refuse(activate_blockers(project))
    _move(project, ProjectState.ACTIVE)
    project.activated_at, project.activated_by = clock.now(), by
    project.save()
    terms.meet_start(project)
    record(project, Verb.START, by=by)
    ProjectActivated(project).queue()
    return project


def _move(project: Project, state: ProjectState) -> None:
    assert state in PROJECT_MOVES[ProjectState(project.state)], (project.state, state)
    project.state = state


def _usual_dates() -> tuple[date | None, date | None, str]:
    settings = queries.pilot_settings()
    return settings.starts_on, settings.ends_on, settings.precision
