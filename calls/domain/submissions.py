"""Verbs of an application until the close: started, written, sent, reopened, withdrawn.

The closing is an instant and the server's clock decides (C1): what arrives a second later is refused, or
accepted and marked, as the call says. A draft is never lost (C2). Sending gives number and receipt in one
transaction (C4) and may be done again until the close, each sending being kept (C14).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from calls import blockers, queries
from calls.domain.burden import note_save
from calls.domain.closing import forget_closing, meet_closing, remind_of_closing
from calls.domain.draft_help import note_help
from calls.domain.proposals import carry_idea, keep_origins
from calls.domain.sending import keep_sending, return_to_last_sending, set_further
from calls.enums import SUBMISSION_MOVES, Channel, SubmissionState
from calls.models import Call, Presence, Receipt, Submission
from calls.notifications import (
    DraftStarted,
    EnteredOnBehalf,
    SubmissionReceived,
    SubmissionWithdrawn,
)
from calls.queries.proposals import idea_to_carry
from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.pdf import ask_pdf
from core.people.models import Network
from core.programmes.models import Territory
from core.questionnaires.domain import sheets
from core.questionnaires.domain.sheets import Saved
from core.questionnaires.sources import known_of


@transaction.atomic
def start_submission(
    *,
    call_id: UUID,
    network_id: UUID,
    territory_id: UUID,
    title: str,
    by: User,
    further_territory_ids: Iterable[UUID] = (),
    channel: Channel = Channel.ONLINE,
    idea_id: UUID | None = None,
) -> Submission:
    """A draft of the network; everybody in it is told. The network's row is locked: one draft only.

    What the portal knows already is filled in where the form binds it (ask once).
    Where the call requires an earlier answer, the draft grows from it: from `idea_id`, which must be the
    network's (else DoesNotExist), or from its newest; what it says is carried over (C13).
    """
    network = lock(Network, network_id)
    call = Call.objects.get(pk=call_id)
    territory = Territory.objects.get(pk=territory_id)
    refuse(blockers.start_blockers(call, network, territory))
    assert call.version is not None
    now = clock.now()
    idea = idea_to_carry(call, network, idea_id)
    submission = Submission.objects.create(
        call=call, network=network, lead=network.lead, territory=territory, title=title.strip(),
        sheet=sheets.start_sheet(call.version, by=by, known=known_of(network)),
        started_at=now, started_by=by, changed_at=now,
        channel=channel, entered_by=None if channel == Channel.ONLINE else by, grown_from=idea,
    )  # fmt: skip
    set_further(submission, Territory.objects.filter(pk__in=further_territory_ids))
    data: dict[str, Any] = {"call": call.slug, "channel": channel}
    if idea is not None:
        carried = len(carry_idea(submission, by=by))
        data |= {"idea": idea.number, "carried": carried, "origins": keep_origins(submission)}
    verb = Verb.START if channel == Channel.ONLINE else Verb.WRITE_ON_BEHALF
    record(submission, verb, by=by, data=data)
    remind_of_closing(submission)
    DraftStarted(submission, by=by).queue()
    return submission


@transaction.atomic
def change_submission(
    *,
    submission_id: UUID,
    title: str,
    territory_id: UUID,
    further_territory_ids: Iterable[UUID] = (),
    by: User,
) -> Submission:
    """Title and territories, while the application is being written."""
    submission = lock(Submission, submission_id)
    refuse(blockers.write_blockers(submission))
    submission.title = title.strip()
    submission.territory = Territory.objects.get(pk=territory_id)
    submission.changed_at = clock.now()
    submission.save()
    set_further(submission, Territory.objects.filter(pk__in=further_territory_ids))
    record(submission, Verb.CHANGE, by=by, data={"territory": submission.territory.code})
    note_help(submission, by=by)
    remind_of_closing(submission)
    return submission


@transaction.atomic
def save_section(
    *,
    submission_id: UUID,
    section_key: str,
    answers: Mapping[str, Any],
    base_revision: int,
    by: User,
    **options: Any,
) -> Saved:
    """Merge answers into the draft; `options` are those of `questionnaires.save_answers`.

    The register has no entry per save: each answer keeps its author, instant and revision.
    """
    submission = lock(Submission, submission_id)
    refuse(blockers.write_blockers(submission))
    saved = sheets.save_answers(submission.sheet_id, answers, base_revision, by=by, **options)
    Submission.objects.filter(pk=submission_id).update(changed_at=clock.now())
    mark_presence(submission_id=submission_id, section_key=section_key, by=by)
    note_save(submission)
    note_help(submission, by=by)
    return saved


def mark_presence(*, submission_id: UUID, section_key: str, by: User) -> None:
    """Say that `by` is writing in a section, for the others to see."""
    Presence.objects.bulk_create(
        [Presence(submission_id=submission_id, user=by, section=section_key, seen_at=clock.now())],
        update_conflicts=True,
        unique_fields=["programme", "submission", "user"],
        update_fields=["section", "seen_at"],
    )


@transaction.atomic
def submit_submission(*, submission_id: UUID, by: User) -> Receipt:
    """Send the application, or send it again: sending, number and receipt in this transaction.

    A second click finds it sent and answers with the receipt it already has. The call's row is not
    locked: 200 networks send in the same minute, and a cancellation that commits meanwhile is told to
    everybody anyway.
    """
    submission = lock(Submission, submission_id)
    if submission.state == SubmissionState.SUBMITTED and submission.reopened_at is None:
        receipt = queries.last_receipt(submission)
        assert receipt is not None
        return receipt
    now = clock.now()
    refuse(blockers.submit_blockers(submission, now=now))
    is_again = bool(submission.number)
    submission.lead = submission.network.lead
    if submission.confirmed_by_id != by.pk:  # what was confirmed is not what is sent now (C16)
        submission.confirmed_at = submission.confirmed_by = None
    submission.sheet = sheets.lock_sheet(sheet_id=submission.sheet_id, by=by)
    meet_closing(submission)
    receipt = keep_sending(submission, now=now, by=by)
    record(
        submission,
        Verb.RESEND if is_again else Verb.SUBMIT,
        by=by,
        data={"number": receipt.number, "sha256": receipt.sha256, "late": submission.late},
    )
    SubmissionReceived(receipt).queue()
    if submission.awaits_confirmation:
        EnteredOnBehalf(submission, by=by).queue()
    ask_pdf("calls.receipt", about=receipt, by=by)
    return receipt


@transaction.atomic
def reopen_submission(*, submission_id: UUID, by: User) -> Submission:
    """Change what was sent, until the close: on a copy, so that the last sending counts meanwhile."""
    submission = lock(Submission, submission_id)
    refuse(blockers.reopen_blockers(submission))
    sent = submission.sheet
    copy = sheets.start_sheet(sent.version, by=by)
    sheets.copy_answers(source=sent, target_id=copy.pk, by=by)
    now = clock.now()
    submission.sheet = copy
    submission.reopened_at, submission.reopened_by = now, by
    submission.changed_at = now
    submission.save()
    record(submission, Verb.REOPEN, by=by, data={"number": submission.number})
    remind_of_closing(submission)
    return submission


@transaction.atomic
def drop_changes(*, submission_id: UUID) -> bool:
    """At the close, what was reopened and not sent again stands as it was sent (C14).

    Answers whether there was anything to drop; what was under way stays readable in the archive.
    """
    submission = lock(Submission, submission_id)
    if submission.reopened_at is None:
        return False
    under_way = submission.sheet_id
    return_to_last_sending(submission)
    submission.save()
    forget_closing(submission)
    record(submission, Verb.EXPIRE, by=None, data={"what": "changes", "sheet": under_way})
    return True


@transaction.atomic
def withdraw_submission(*, submission_id: UUID, by: User, reason: str = "") -> Submission:
    """Take the application back. It stays in the record with its number and reason (C12)."""
    submission = lock(Submission, submission_id)
    refuse(blockers.withdraw_blockers(submission))
    assert SubmissionState.WITHDRAWN in SUBMISSION_MOVES[SubmissionState(submission.state)]
    was = submission.state
    if submission.reopened_at:
        return_to_last_sending(submission)
    submission.state = SubmissionState.WITHDRAWN
    submission.withdrawn_at, submission.withdrawn_by = clock.now(), by
    submission.withdraw_reason = reason.strip()
    submission.save()
    forget_closing(submission)
    record(submission, Verb.WITHDRAW, by=by, data={"from": was, "number": submission.number})
    SubmissionWithdrawn(submission, by=by).queue()
    return submission
