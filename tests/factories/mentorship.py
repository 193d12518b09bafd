"""Mentorships and meetings for tests, made by the real verbs."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from core.access import clock
from core.access.models import User
from core.people.enums import RoleName
from core.people.models import Network
from core.people.queries import forget
from core.ui.bilingual import Bilingual
from projects.domain.mentorship import accept_assignment, assign_mentor
from projects.domain.mentorship_deadlines import remind_of_action
from projects.domain.mentorship_offers import create_offer
from projects.domain.mentorship_sessions import NewAction, log_session, plan_session
from projects.mentorship_enums import (
    AssignmentState,
    MeetingChannel,
    SessionState,
    SupportKind,
)
from projects.models import AgreedAction, MentorshipAssignment, MentorshipSession, SupportOffer
from tests.factories import people

SECRET_WORDS = "zaffiro-riservatissimo"
"""What only the mentor may ever read."""


def offer(key: str = "mentorship-idee", **fields: Any) -> SupportOffer:
    found = SupportOffer.objects.filter(key=key).order_by().first()
    if found is not None:
        return found
    values: dict[str, Any] = {
        "title": Bilingual(it="Mentorship individualizzata", en="Individual mentorship"),
        "audience": Bilingual(it="Ogni rete", en="Every network"),
        "support_kinds": [SupportKind.DESIGN, SupportKind.RELATIONS],
        **fields,
    }
    return create_offer(key=key, by=None, **values)


def known_mentor(name: str = "Mina Mentore") -> User:
    """A person on the list of mentors, who accompanies nobody yet."""
    return people.with_role(RoleName.MENTOR, people.user(name))


def proposed(
    network: Network | None = None, mentor: User | None = None, **fields: Any
) -> MentorshipAssignment:
    """A mentorship that waits for its mentor's answer."""
    values: dict[str, Any] = {
        "phase": offer(),
        "support_kind": SupportKind.DESIGN,
        "goals": "Far maturare l'idea.",
        "hours_planned": Decimal(10),
        **fields,
    }
    if "by" not in values:
        values["by"] = people.facilitator(f"Facilitatrice {User.objects.count()}")
    return assign_mentor(
        network_id=(network or people.network()).pk,
        mentor=mentor or people.user(f"Mentore {User.objects.count()}"),
        **values,
    )


def accepted(
    network: Network | None = None, mentor: User | None = None, **fields: Any
) -> MentorshipAssignment:
    """One that the mentor accepted without conflicts."""
    assignment = proposed(network, mentor, **fields)
    forget(assignment.mentor)
    return accept_assignment(assignment_id=assignment.pk, by=assignment.mentor)


def meeting(
    assignment: MentorshipAssignment, *, minutes: int = 90, **fields: Any
) -> MentorshipSession:
    """A meeting held just now, with a private note that must never be seen elsewhere."""
    values: dict[str, Any] = {
        "held_at": clock.now() - timedelta(seconds=1),
        "channel": MeetingChannel.IN_PERSON,
        "shared_note": "Abbiamo parlato della rete.",
        "private_note": SECRET_WORDS,
        **fields,
    }
    return log_session(assignment_id=assignment.pk, minutes=minutes, by=assignment.mentor, **values)


def planned(assignment: MentorshipAssignment, *, days: int = 3) -> MentorshipSession:
    return plan_session(
        assignment_id=assignment.pk,
        starts_at=clock.now() + timedelta(days=days),
        channel=MeetingChannel.VIDEO,
        place="Biblioteca",
        by=assignment.mentor,
    )


def action(
    assignment: MentorshipAssignment, *, text: str = "Scrivere al Comune", **fields: Any
) -> AgreedAction:
    """Something agreed in a meeting held now; the lead organisation does it unless said otherwise."""
    owner = {} if "person" in fields else {"organisation": assignment.network.lead}
    due = clock.today() + timedelta(days=10)
    new = NewAction(text=text, **{"due_on": due, **owner, **fields})
    return meeting(assignment, actions=[new]).actions.get()


def in_state(state: AssignmentState, network: Network | None = None) -> MentorshipAssignment:
    """A mentorship in this state, brought there by the verbs."""
    from projects.domain import mentorship

    if state == AssignmentState.PROPOSED:
        return proposed(network)
    if state == AssignmentState.DECLINED:
        made = proposed(network)
        return mentorship.decline_assignment(
            assignment_id=made.pk, reason="Non riesco.", by=made.mentor
        )
    made = accepted(network)
    by = made.proposed_by
    if state == AssignmentState.ACTIVE:
        meeting(made)
    elif state == AssignmentState.SUSPENDED:
        mentorship.suspend_assignment(assignment_id=made.pk, reason="Pausa.", by=by)
    elif state == AssignmentState.CLOSED:
        mentorship.close_assignment(assignment_id=made.pk, by=by)
    elif state == AssignmentState.REASSIGNED:
        mentorship.reassign_mentor(
            assignment_id=made.pk, mentor=people.user("Altra Mentore"), reason="Cambio.", by=by
        )
    made.refresh_from_db()
    return made


def many(mentor: User, networks: Iterable[Network]) -> None:
    """For each network a mentorship with a meeting and an action, in bulk: for counting queries."""
    now = clock.now()
    assignments = MentorshipAssignment.objects.bulk_create(
        MentorshipAssignment(
            network=network,
            mentor=mentor,
            phase=offer(),
            support_kind=SupportKind.DESIGN,
            goals="Obiettivi.",
            hours_planned=Decimal(10),
            state=AssignmentState.ACTIVE,
            proposed_at=now,
            proposed_by=mentor,
            accepted_at=now,
            has_conflict=False,
            started_at=now,
        )
        for network in networks
    )
    sessions = MentorshipSession.objects.bulk_create(
        MentorshipSession(
            assignment=assignment,
            state=SessionState.HELD,
            held_at=now,
            minutes=60,
            channel=MeetingChannel.PHONE,
            recorded_at=now,
            recorded_by=mentor,
            logged_at=now,
        )
        for assignment in assignments
    )
    actions = AgreedAction.objects.bulk_create(
        AgreedAction(
            session=session,
            text=f"Azione {number}",
            person=mentor,
            due_on=clock.today() + timedelta(days=number + 1),
            agreed_at=now,
        )
        for number, session in enumerate(sessions)
    )
    for action_ in actions:
        remind_of_action(action_)
