"""The way of a project: what is done, what is now, what comes next, what is missing and who unblocks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import hands
from core.access.blocked import Blocker
from core.ui.pieces import Step
from projects import blockers, queries
from projects.enums import APPROVED_STATES, STARTED_STATES, ProjectState
from projects.models import Agreement, CodesignTable, Opinion, Project

if TYPE_CHECKING:
    from core.ui.pieces import When, Words
    from labs.models import EventSession


@dataclass(frozen=True)
class Standing:
    """What the page of a project reads once: its papers as they are."""

    project: Project
    tables: list[CodesignTable]
    opinion: Opinion | None
    agreement: Agreement | None


@dataclass(frozen=True)
class _Stage:
    label: "Words"
    is_done: bool
    when: "When | Words | None" = None
    note: "Words" = ""


def steps_of(standing: Standing) -> list[Step]:
    """One step is "now": the first that is not done."""
    steps, now_found = [], False
    for stage in _stages(standing):
        state = "done" if stage.is_done else "next" if now_found else "now"
        now_found = now_found or not stage.is_done
        steps.append(Step(stage.label, state, stage.when, stage.note))
    return steps


def _stages(standing: Standing) -> Iterator[_Stage]:
    project, agreement = standing.project, standing.agreement
    yield _Stage(_("The project is opened"), True, project.opened_at)
    if project.state == ProjectState.LAPSED:
        yield _Stage(_("The project has lapsed"), True, project.ended_at, project.end_reason)
        return
    yield from _tables_stage(standing)
    sent = project.submitted_at is not None
    yield _Stage(_("The network sends plan and budget"), sent, project.submitted_at)
    yield from _opinion_stage(standing)
    approved = project.state in APPROVED_STATES
    act = _("act %(number)s") % {"number": project.act_number} if approved else ""
    yield _Stage(_("The Metropolitan City approves"), approved, project.approved_at, act)
    in_force = agreement is not None and agreement.is_in_force
    since = agreement.in_force_since if agreement else None
    yield _Stage(_("The agreement is in force"), in_force, since)
    if project.state == ProjectState.REVOKED:
        act = _("act %(number)s") % {"number": project.end_act_number}
        yield _Stage(_("The project is revoked"), True, project.end_act_date, act)
        return
    started = project.state in STARTED_STATES
    yield _Stage(_("The project starts"), started, _known(project, start=True))
    over = project.state in {ProjectState.COMPLETED, ProjectState.CLOSED}
    yield _Stage(_("The project ends"), over, _known(project, start=False))


def _tables_stage(standing: Standing) -> Iterator[_Stage]:
    written = sum(bool(session.minutes) for session in _sittings(standing.tables))
    count = len(standing.tables)
    is_over = not standing.project.is_designing or standing.project.is_submitted
    if is_over and not count:
        return
    note = (
        ngettext("%(count)d table", "%(count)d tables", count) % {"count": count}
        + ", "
        + ngettext("%(count)d with minutes", "%(count)d with minutes", written) % {"count": written}
        if count
        else _("no table convened yet")
    )
    yield _Stage(_("Co-design with the municipality"), written > 0 or is_over, None, note)


def _opinion_stage(standing: Standing) -> Iterator[_Stage]:
    project, opinion = standing.project, standing.opinion
    label = _("The municipality gives its opinion")
    if opinion:
        yield _Stage(label, True, opinion.given_at, opinion.get_kind_display())
    elif project.submitted_at and queries.is_silence_enough(project):
        yield _Stage(label, True, project.opinion_due, _("silence, the term has passed"))
    elif project.state in APPROVED_STATES:
        return
    elif queries.opinion_step().is_waited_for:
        yield _Stage(label, False, project.opinion_due)


def _known(project: Project, *, start: bool) -> "When | Words | None":
    """A day where a day is known; else the whole period in words, once."""
    if project.precision == "day":
        return project.starts_on if start else project.ends_on
    return project.when if start else None


def _sittings(tables: list[CodesignTable]) -> "Iterator[EventSession]":
    for table in tables:
        yield from table.event.sessions.all()


@dataclass(frozen=True)
class Missing:
    """What stands between the project and its next step."""

    title: str
    blockers: list[Blocker]


def missing_of(standing: Standing) -> Missing | None:
    """What the next step lacks, whoever looks; None when nothing is to be waited for."""
    project, agreement = standing.project, standing.agreement
    if project.is_designing and not project.is_submitted:
        return Missing(_("To send the plan"), blockers.submit_blockers(project))
    if project.is_submitted:
        return Missing(_("To approve the project"), blockers.waiting_for_opinion(project))
    if project.state != ProjectState.APPROVED:
        return None
    if agreement is None:
        text = _("The agreement has not been drafted yet.")
        lacking = [Blocker("no_agreement", text, hands.facilitators())]
        return Missing(_("To have an agreement"), lacking)
    if not agreement.is_in_force:
        lacking = blockers.approve_agreement_blockers(agreement)
        return Missing(_("To put the agreement in force"), lacking)
    return Missing(_("To start"), blockers.activate_blockers(project))
