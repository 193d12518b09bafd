"""Projects that end before their time.

A project in design lapses (*decade*) with the place on which it stands: its proposal renounced it, or a
correction of the ranking gave it to another. One that was approved is revoked first, by an act of the body
with its public reason (P7): what was paid stays in the ledger, nothing more is paid,
and the place is free for the next in line.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.domain.place_uses import Built, PlaceUse, uses_places
from calls.domain.places import lock_with_call, lose_place
from calls.models import Submission
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from projects import paths, queries
from projects.blockers import lapse_blockers, place_blockers, revoke_blockers
from projects.domain import terms
from projects.enums import PROJECT_MOVES, ProjectState
from projects.models import Project
from projects.notifications import ProjectLapsed, ProjectRevoked


@transaction.atomic
def lapse_project(*, project_id: UUID, reason: str, by: User) -> Project:
    """The design stops where it is; nothing that was written is lost."""
    project = lock(Project, project_id)
    refuse(lapse_blockers(project))
    _end(project, ProjectState.LAPSED, reason=reason, by=by)
    project.opinion_due = project.submitted_at = project.submitted_by = None
    project.save()
    terms.drop_opinion(project)
    record(project, Verb.END, by=by)
    ProjectLapsed(project, by=by).queue()
    return project


@transaction.atomic
def revoke_project(
    *, project_id: UUID, reason: str, act_number: str, act_date: date, act_url: str, by: User
) -> Project:
    """End an approved project by an act of the body (*revoca*), for the reason that everybody reads.

    Its proposal loses the place, which the next in line can be given (C9).
    """
    submission_id = Project.objects.values_list("submission_id", flat=True).get(pk=project_id)
    lock_with_call(submission_id)
    project = lock(Project, project_id)
    blockers = revoke_blockers(project)
    if not reason.strip():
        blockers.append(Blocker("no_reason", _("A revocation needs its reason, which is public.")))
    if not (act_number.strip() and act_url.strip()):
        text = _("The act needs its number, its date and its public address.")
        blockers.append(Blocker("no_act", text))
    if act_date > clock.today():
        blockers.append(Blocker("act_in_future", _("The date of the act has not come yet.")))
    refuse(blockers)
    _end(project, ProjectState.REVOKED, reason=reason, by=by)
    project.end_act_number, project.end_act_date = act_number.strip(), act_date
    project.end_act_url = act_url.strip()
    project.save()
    terms.drop_dates(project)
    record(project, Verb.REVOKE, by=by, data={"act": project.end_act_number, "act_date": act_date})
    ProjectRevoked(project, by=by).queue()
    lose_place(submission_id=submission_id, reason=_loss_in_words(project), by=by)
    return project


def _loss_in_words(project: Project) -> str:
    words = _("The project was revoked by act %(number)s: %(reason)s")
    return words % {"number": project.end_act_number, "reason": project.end_reason}


def _end(project: Project, state: ProjectState, *, reason: str, by: User) -> None:
    assert state in PROJECT_MOVES[ProjectState(project.state)], (project.state, state)
    project.state = state
    project.ended_at, project.ended_by = clock.now(), by
    project.end_reason = reason.strip()


def leave_place(submission: Submission, reason: str, by: User) -> None:
    """What the calls ask when a proposal leaves its place: its design lapses.

    Whoever approved it since the blockers were read has it locked: they are read again under the lock.
    """
    found = Project.objects.filter(submission=submission).order_by().first()
    if found is None:
        return
    project = lock(Project, found.pk)
    refuse(place_blockers(submission))
    if project.is_designing:
        lapse_project(project_id=project.pk, reason=reason, by=by)


def built_on_place(submission: Submission, user: User) -> Built | None:
    """The project's page, for whoever may open it. One query."""
    rows = queries.visible_to(user).filter(submission=submission).select_related("programme")
    project = rows.order_by().first()
    if project is None:
        return None
    return Built(
        title=project.title,
        url=paths.detail(project),
        since=project.opened_at,
        state=project.get_state_display(),
        tone=project.tone,
    )


uses_places("projects", PlaceUse(place_blockers, leave_place, built_on_place))
