"""What the page of an application says of its admissibility and of its place, and which acts it offers."""

from typing import Any

from django.utils.translation import gettext as _

from calls.domain import admissibility, places
from calls.enums import CHECKED_STATES, DECIDED_STATES, CallKind, Outcome, SubmissionState
from calls.models import Submission
from calls.queries import admissibility as checks
from calls.queries import rankings
from core.access.http import PortalRequest
from core.ui.pieces import Step


def outcome_context(request: PortalRequest, target: Submission) -> dict[str, Any]:
    """Decision and place for everybody who reads the application, acts for whoever may take them."""
    user = request.user
    checks_it = user.has_perm("calls.check_admissibility", target)
    renounces = user.has_perm("calls.renounce_submission", target)
    return {
        "decision": checks.last_decision(target) if target.state in CHECKED_STATES else None,
        "entry": rankings.entry_of(target) if target.state in DECIDED_STATES else None,
        "can_check": checks_it and not admissibility.check_blockers(target, user),
        "can_take_back": checks_it and not admissibility.undo_blockers(target, user),
        "can_renounce": renounces and not places.renounce_blockers(target),
    }


def steps_after_the_close(target: Submission) -> list[Step]:
    """What happens once the call has closed: ideas are read, proposals checked, scored, ranked."""
    is_over = target.call.closed_at is not None
    if target.call.kind != CallKind.PROPOSALS:
        return [Step(_("The applications are checked and read"), "now" if is_over else "next")]
    if target.state == SubmissionState.INADMISSIBLE:
        return [Step(_("Not admitted"), "done", target.checked_at)]
    checked, decided = target.checked_at is not None, target.decided_at is not None
    steps = [
        Step(
            _("Admissibility is checked"),
            "done" if checked else "now" if is_over else "next",
            target.checked_at,
        ),
        Step(_("The commission scores it"), "done" if decided else "now" if checked else "next"),
    ]
    if target.state == SubmissionState.RENOUNCED:
        return [*steps, Step(_("Renounced"), "done", target.renounced_at)]
    label = Outcome(target.state).label if decided else _("The ranking is approved")
    return [*steps, Step(str(label).capitalize(), "done" if decided else "next", target.decided_at)]
