"""Who may do what with calls and applications.

Any organisation of a network may write in its draft; only a signatory or manager of the lead sends,
reopens, withdraws and confirms, because the lead answers for all (docs/adr/0072). What a facilitator
entered on behalf of somebody, the facilitators also write and send.
"""

from typing import Any
from uuid import UUID

import rules

import calls.commission_rules  # registers the permissions of a commission
import calls.draft_rules  # registers who comments on a draft and helps with it
import calls.form_rules  # registers who writes the form of a call
import calls.idea_rules  # registers who helps an idea to grow
import calls.question_rules  # registers who answers questions
import calls.ranking_rules  # noqa: F401 - registers the permissions of rankings
from calls import queries
from calls.draft_rules import enters, writes_beside, writes_in_network
from calls.models import ReviewRequest, SavedView, Submission
from core.access.models import User
from core.documents.domain.access import documents_of
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, RoleName
from core.people.rules import has, is_coordinator, is_facilitator, is_metropolitan_official


@rules.predicate
def knows_submission(user: User, submission: Submission) -> bool:
    return queries.visible_to(user).filter(pk=submission.pk).exists()


@rules.predicate
def signs_for_lead(user: User, submission: Submission) -> bool:
    lead = people.organisations_of(user, levels=LEVELS_THAT_MANAGE)
    return lead.filter(pk=submission.network.lead_id).exists()


@rules.predicate
def sees_review(user: User, review: ReviewRequest) -> bool:
    return bool(knows_submission(user, review.submission))


@rules.predicate
def keeps_view(user: User, view: SavedView) -> bool:
    return view.person_id == user.pk


@rules.predicate
def is_offered_view(user: User, view: SavedView) -> bool:
    return view.is_shared


_reads_all_sent = has(RoleName.COORDINATOR, RoleName.FACILITATOR, RoleName.METROPOLITAN_OFFICIAL)
_reads_sent = has(
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.MUNICIPAL_OFFICIAL,
)

_PERMISSIONS: dict[str, Any] = {
    "calls.see_desk": _reads_sent,
    "calls.create_call": is_facilitator,
    "calls.change_call": is_facilitator,
    "calls.publish_call": is_coordinator,
    "calls.extend_call": is_coordinator,
    "calls.reopen_call": is_coordinator,
    "calls.cancel_call": is_coordinator,
    "calls.archive_call": is_coordinator,
    "calls.see_submissions": _reads_sent,
    "calls.export_submissions": has(
        RoleName.COORDINATOR, RoleName.FACILITATOR, RoleName.METROPOLITAN_OFFICIAL
    ),
    "calls.see_view": _reads_sent & (keeps_view | is_offered_view),
    "calls.change_view": _reads_sent & keeps_view,
    "calls.unshare_view": (_reads_sent & keeps_view) | is_coordinator,
    "calls.handle_submissions": is_facilitator,
    "calls.enter_on_behalf": is_facilitator,
    "calls.record_registry": is_facilitator,
    "calls.see_submission": knows_submission,
    "calls.see_history": knows_submission,
    "calls.write_submission": writes_in_network | writes_beside | enters,
    "calls.submit_submission": signs_for_lead | enters,
    "calls.reopen_submission": signs_for_lead | enters,
    "calls.withdraw_submission": signs_for_lead | enters,
    "calls.confirm_submission": signs_for_lead,
    "calls.ask_confirmation": is_facilitator,
    "calls.correct_submission": is_facilitator,
    "calls.request_integration": is_facilitator,
    "calls.write_integration": writes_in_network | enters,
    "calls.answer_integration": signs_for_lead | enters,
    "calls.observe_exclusion": signs_for_lead,
    "calls.request_review": signs_for_lead,
    "calls.see_review": sees_review,
    "calls.see_reviews": _reads_all_sent,
    "calls.see_integrations": _reads_all_sent,
    "calls.read_letters": _reads_all_sent,
    "calls.answer_review": is_metropolitan_official,
    "calls.change_examination": is_facilitator,
    "calls.change_letters": is_coordinator | is_metropolitan_official,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)


@documents_of("calls.Submission")
def may_read_submission(user: User, object_id: UUID) -> bool:
    return queries.visible_to(user).filter(pk=object_id).exists()


@documents_of("calls.Receipt")
def may_read_receipt(user: User, object_id: UUID) -> bool:
    return queries.visible_to(user).filter(receipts=object_id).exists()


@documents_of("calls.Call")
def may_read_call_documents(user: User, object_id: UUID) -> bool:
    """Until the call is published, only who prepares it; afterwards its documents are public."""
    return bool(is_facilitator(user))
