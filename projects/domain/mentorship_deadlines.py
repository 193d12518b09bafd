"""The dated things of mentorship: planned meetings and agreed actions, with their reminders."""

from collections.abc import Iterable

from core.notices.domain.deadlines import drop_deadline, meet_deadline, set_deadline
from core.ui.bilingual import Bilingual
from projects import mentorship_paths as paths
from projects.mentorship_notifications import ACTION_DUE, MEETING
from projects.models import AgreedAction, MentorshipSession


def remind_of_meeting(session: MentorshipSession) -> None:
    network = session.assignment.network.name
    set_deadline(
        about=session,
        kind=MEETING,
        at=session.held_at,
        title=Bilingual(
            it=f"Incontro di mentorship con {network}", en=f"Mentorship meeting with {network}"
        ),
        path=paths.in_italian(paths.detail, session.assignment),
    )


def meet_meeting(session: MentorshipSession) -> None:
    meet_deadline(about=session, kind=MEETING)


def forget_meetings(sessions: Iterable[MentorshipSession]) -> None:
    for session in sessions:
        drop_deadline(about=session, kind=MEETING)


def remind_of_action(action: AgreedAction) -> None:
    """Nothing is due for an action that has no day."""
    if action.due_on is None:
        return
    set_deadline(
        about=action,
        kind=ACTION_DUE,
        on=action.due_on,
        title=Bilingual(it=action.text, en=action.text),
        path=paths.in_italian(paths.network, action.session.assignment),
    )


def meet_action(action: AgreedAction) -> None:
    meet_deadline(about=action, kind=ACTION_DUE)


def forget_action(action: AgreedAction) -> None:
    drop_deadline(about=action, kind=ACTION_DUE)
