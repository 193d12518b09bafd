"""Why an application cannot be started, written, sent, reopened, withdrawn or confirmed now.

*When* only; *who* is in `rules`. Pages show these lists, and the verbs refuse with them.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls import queries
from calls.draft_enums import SigningMode
from calls.enums import CORRECTABLE, CallState, LatePolicy, Moment, SubmissionState
from calls.models import Call, Submission
from calls.queries.draft_signing import signature_of, signing_mode
from calls.queries.idea_growth import merged_into
from core.access import clock, hands
from core.access.blocked import Blocker
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, OrganisationKind
from core.people.models import Network
from core.programmes.models import Territory
from core.questionnaires import queries as questionnaires
from core.ui.wording import day_text


def window_blockers(
    call: Call, territory: Territory, *, now: datetime | None = None
) -> list[Blocker]:
    """Why nothing can be sent from this territory at this instant (C1)."""
    if call.state == CallState.DRAFT:
        return [Blocker("call_draft", _("The call is not published yet."), hands.facilitators())]
    if call.state == CallState.CANCELLED:
        return [Blocker("call_cancelled", _("The call was cancelled."))]
    window = queries.window_of(call, territory.pk)
    moment = window.moment(now or clock.now())
    if moment == Moment.UPCOMING and window.opens_at:
        text = _("The call opens on %(day)s.") % {"day": day_text(window.opens_at)}
        return [Blocker("call_upcoming", text)]
    is_over = moment == Moment.CLOSED or call.state == CallState.ARCHIVED
    accepts_late = (
        call.late_policy == LatePolicy.ACCEPT_AND_MARK and call.state != CallState.ARCHIVED
    )
    if is_over and not accepts_late and window.closes_at:
        text = _("The call closed on %(day)s for %(territory)s.") % {
            "day": day_text(window.closes_at),
            "territory": territory.name,
        }
        return [Blocker("call_closed", text)]
    return []


def closed_everywhere(call: Call) -> list[Blocker]:
    """Why nobody can begin an answer now, whatever their territory; empty if somebody can."""
    found = [window_blockers(call, row.territory) for row in queries.moments_by_territory(call)]
    return found[0] if found and all(found) else []


def newcomer_blockers(call: Call) -> list[Blocker]:
    """Why a network that does not exist yet cannot answer: the call goes on from an earlier one."""
    earlier = call.requires_answer_to
    if earlier is None:
        return []
    text = _("Only who answered “%(call)s” can answer this call.") % {"call": earlier.title}
    return [Blocker("no_earlier_answer", text)]


def earlier_blockers(call: Call, network: Network) -> list[Blocker]:
    """The same for a network, unless it answered the earlier call and did not withdraw."""
    earlier = call.requires_answer_to
    if earlier is None or queries.has_answered(earlier, network.pk):
        return []
    return newcomer_blockers(call)


def start_blockers(call: Call, network: Network, territory: Territory) -> list[Blocker]:
    """Why this network cannot begin an answer to this call."""
    found = window_blockers(call, territory)
    if call.admitted_kinds and network.lead.kind not in call.admitted_kinds:
        text = _("This call is not open to: %(kind)s.") % {
            "kind": OrganisationKind(network.lead.kind).label
        }
        found.append(Blocker("kind_not_admitted", text))
    found.extend(earlier_blockers(call, network))
    gone = merged_into(network)
    if gone is not None:
        text = _("This network went on inside “%(network)s”, which answers for it.") % {
            "network": gone.into.name
        }
        found.append(Blocker("merged", text))
    alive = Submission.objects.filter(call=call, network=network).exclude(
        state=SubmissionState.WITHDRAWN
    )
    if alive.exists():
        text = _("This network already has an application for this call.")
        found.append(Blocker("already_started", text))
    return found


def write_blockers(submission: Submission) -> list[Blocker]:
    """Why nothing can be written now. After the close a draft can still be saved: it is never lost."""
    if submission.call.state in {CallState.CANCELLED, CallState.ARCHIVED}:
        return [Blocker("call_over", _("The call is over: the draft can only be read."))]
    if submission.state == SubmissionState.WITHDRAWN:
        return [Blocker("withdrawn", _("The application was withdrawn."))]
    if not submission.is_being_written:
        text = _("The application has been sent. Reopen it to change something.")
        return [Blocker("sent", text, hands.signers())]
    if submission.reopened_at and _moment(submission) == Moment.CLOSED:
        return [_changed_too_late()]
    return []


def submit_blockers(submission: Submission, *, now: datetime | None = None) -> list[Blocker]:
    """Every reason the application cannot be sent now, each with who can remove it.

    A call that accepts late applications accepts a first sending, never a change of one in time (C14).
    """
    if submission.state == SubmissionState.WITHDRAWN:
        return [Blocker("withdrawn", _("The application was withdrawn."))]
    if not submission.is_being_written:
        return [Blocker("sent", _("The application has already been sent."))]
    if submission.reopened_at and _moment(submission, now) == Moment.CLOSED:
        return [_changed_too_late()]
    found = window_blockers(submission.call, submission.territory, now=now)
    if not submission.title.strip():
        found.append(Blocker("no_title", _("The title is missing."), _writers()))
    if not submission.is_on_behalf and not _has_signer(submission.network):
        text = _("Nobody in the lead organisation can send: it needs a signatory or a manager.")
        found.append(Blocker("no_signer", text, hands.facilitators()))
    found.extend(signature_blockers(submission))
    found.extend(
        Blocker(f"missing:{lack.question_key}", f"{lack.label}: {lack.message}", _writers())
        for lack in questionnaires.missing(submission.sheet)
    )
    return found


def signature_blockers(submission: Submission) -> list[Blocker]:
    """Why the signature that the call asks for is not there (C15); none is asked of what a facilitator
    enters, which the applicant confirms."""
    if submission.is_on_behalf or signing_mode(submission.call) == SigningMode.NONE:
        return []
    if signature_of(submission) is not None:
        return []
    text = _("The application is not signed yet, as this call asks.")
    if submission.signatures.exists():
        text = _("The application changed after it was signed: it must be signed again.")
    return [Blocker("not_signed", text, hands.signers())]


def reopen_blockers(submission: Submission) -> list[Blocker]:
    """Until the close only (C14): afterwards what was sent counts."""
    if submission.state != SubmissionState.SUBMITTED:
        return [Blocker("not_sent", _("Only an application that was sent can be reopened."))]
    if submission.reopened_at:
        return [Blocker("already_reopened", _("The application is already open for changes."))]
    if submission.call.state != CallState.PUBLISHED or _moment(submission) != Moment.OPEN:
        return [Blocker("call_closed", _("The call has closed: what was sent can't be changed."))]
    return []


def correct_blockers(submission: Submission) -> list[Blocker]:
    """After the close only (C14), and before anything is decided on the application."""
    if submission.state not in CORRECTABLE:
        text = _("Only an application that was sent, and is not decided upon, can be corrected.")
        return [Blocker("not_correctable", text)]
    if submission.call.state in {CallState.CANCELLED, CallState.ARCHIVED}:
        return [Blocker("call_over", _("The call is over: nothing is corrected any more."))]
    if _moment(submission) != Moment.CLOSED:
        text = _("The call is still open: whoever sent the application can reopen it.")
        return [Blocker("call_open", text, hands.signers())]
    return []


def withdraw_blockers(submission: Submission) -> list[Blocker]:
    """Before anybody examined it; later on a place is renounced, not withdrawn."""
    if submission.state == SubmissionState.WITHDRAWN:
        return [Blocker("withdrawn", _("The application was already withdrawn."))]
    if submission.state in {SubmissionState.DRAFT, SubmissionState.SUBMITTED}:
        gone = {SubmissionState.DRAFT, SubmissionState.WITHDRAWN}
        if not submission.grown.exclude(state__in=gone).exists():
            return []
        text = _("A proposal has grown from this idea: the idea stays on record with it.")
        return [Blocker("grown", text)]
    return [Blocker("examined", _("The application is being examined."), hands.facilitators())]


def ask_confirmation_blockers(submission: Submission) -> list[Blocker]:
    if not submission.is_on_behalf:
        text = _("The applicant entered this application: nothing is to be confirmed.")
        return [Blocker("not_on_behalf", text)]
    if submission.submitted_at is None:
        return [
            Blocker("not_sent", _("The application has not been sent yet."), hands.facilitators())
        ]
    if submission.state == SubmissionState.WITHDRAWN:
        return [Blocker("withdrawn", _("The application was withdrawn."))]
    if submission.confirmed_at:
        return [Blocker("confirmed", _("The application is already confirmed."))]
    return []


def confirm_blockers(submission: Submission, by: User) -> list[Blocker]:
    found = ask_confirmation_blockers(submission)
    if submission.entered_by_id == by.pk:
        text = _("Whoever entered an application cannot confirm it for the applicant.")
        found.append(Blocker("same_person", text, _writers()))
    return found


def registry_blockers(submission: Submission) -> list[Blocker]:
    if submission.submitted_at is None:
        return [Blocker("not_sent", _("Only an application that was sent has a registry number."))]
    return []


def _moment(submission: Submission, now: datetime | None = None) -> Moment:
    window = queries.window_of(submission.call, submission.territory_id)
    return window.moment(now or clock.now())


def _changed_too_late() -> Blocker:
    return Blocker("call_closed", _("The call has closed: what you sent last is what counts."))


def _has_signer(network: Network) -> bool:
    return people.people_of_network(network, levels=LEVELS_THAT_MANAGE, lead_only=True).exists()


def _writers() -> str:
    return pgettext("who", "whoever writes in the draft")
