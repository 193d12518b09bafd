"""What the page of an application says of its admissibility and of its place, and which acts it offers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from calls.domain import admissibility, places
from calls.domain.place_uses import Built, built_on
from calls.enums import CHECKED_STATES, DECIDED_STATES, CallKind, Outcome, SubmissionState
from calls.models import Submission
from calls.queries import admissibility as checks
from calls.queries import rankings
from calls.queries.integration import answer_to_observations
from core.access.http import PortalRequest
from core.ui.pieces import Step


def outcome_context(request: PortalRequest, target: Submission) -> dict[str, Any]:
    """Decision and place for everybody who reads the application, acts for whoever may take them."""
    user = request.user
    decision = checks.last_decision(target) if target.state in CHECKED_STATES else None
    excluded = target.state == SubmissionState.INADMISSIBLE
    checks_it = user.has_perm("calls.check_admissibility", target)
    renounces = user.has_perm("calls.renounce_submission", target)
    return {
        "decision": decision,
        "answer": answer_to_observations(decision) if decision and excluded else "",
        "entry": rankings.entry_of(target) if target.state in DECIDED_STATES else None,
        "built": _built(request, target),
        "may_be_taken_back": target.state == SubmissionState.INADMISSIBLE
        and not checks.commission_has_opened(target.call),
        "can_check": checks_it and not admissibility.check_blockers(target, user),
        "can_take_back": checks_it and not admissibility.undo_blockers(target, user),
        "can_renounce": renounces and not places.renounce_blockers(target),
    }


def _built(request: PortalRequest, target: Submission) -> list[Built]:
    """What its place became, for whoever may read it; nothing is asked where there was never a place."""
    if target.state not in {SubmissionState.SELECTED, SubmissionState.RENOUNCED}:
        return []
    return built_on(target, request.user)


def steps_after_the_close(target: Submission, built: Sequence[Built]) -> list[Step]:
    """What happens once the call has closed: ideas are read, proposals checked, scored, ranked, built on."""
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
    steps.append(Step(str(label).capitalize(), "done" if decided else "next", target.decided_at))
    if target.state == SubmissionState.SELECTED:
        steps += _project_steps(built)
    return steps


def _project_steps(built: Sequence[Built]) -> list[Step]:
    """Where its project is; that it is to be opened, where there is none that the person may read."""
    label = _("It becomes a project, designed with the municipality")
    if not built:
        return [Step(label, "now")]
    return [Step(label, "done", one.since, note=one.state, url=one.url) for one in built]
