"""Correcting a fact after the close (C14).

Until the close an applicant reopens and sends again. Afterwards nothing of what will be compared may
change, but a plain mistake (a figure, a date, a name) can be put right, one answer at a time: the applicant asks,
a facilitator accepts with a reason, everybody of the network is told, and every earlier sending is kept.
"""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calls import blockers, queries
from calls.domain.admissibility import tie_blockers
from calls.domain.sending import keep_correction, return_to_last_sending
from calls.models import Receipt, Submission
from calls.notifications import SubmissionCorrected
from calls.queries import admissibility as checks
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.pdf import ask_pdf
from core.questionnaires.domain import sheets
from core.questionnaires.models import AnswerSheet


def correct_blockers(submission: Submission, by: User) -> list[Blocker]:
    """Why this person can't correct anything now: nobody does who is tied to the network, and nothing
    changes under the eyes of a commission that has opened the texts."""
    found = blockers.correct_blockers(submission)
    if not found and checks.commission_has_opened(submission.call):
        text = _(
            "The commission has opened the applications: nothing of them is corrected any more."
        )
        found = [Blocker("commission_opened", text)]
    return found or tie_blockers(submission, by)


@transaction.atomic
def correct_answer(
    *, submission_id: UUID, question_key: str, value: str, reason: str, by: User
) -> Receipt:
    """Put one answer right, for the reason given; the number, the time of sending and its lateness stay.

    Raises ValidationError (field `value`, in the user's words) for what can't be read or says the same,
    ValueError for a question that is not among `queries.correctable_questions`.
    """
    submission = lock(Submission, submission_id)
    found = correct_blockers(submission, by)
    if not reason.strip():
        found.append(Blocker("no_reason", _("A correction needs its reason.")))
    refuse(found)
    if submission.reopened_at:
        return_to_last_sending(submission)
    if question_key not in {row.key for row in queries.correctable_questions(submission)}:
        raise ValueError(question_key)
    submission.sheet = _corrected(submission.sheet, question_key, value, by)
    receipt = keep_correction(
        submission, now=clock.now(), by=by, question_key=question_key, reason=reason.strip()
    )
    data = {"number": receipt.number, "sha256": receipt.sha256, "question": question_key}
    record(submission, Verb.CORRECT, by=by, data=data)
    SubmissionCorrected(receipt).queue()
    ask_pdf("calls.receipt", about=receipt, by=by)
    return receipt


def _corrected(sent: AnswerSheet, key: str, value: str, by: User) -> AnswerSheet:
    """A locked copy of the answers that differs in one."""
    copy = sheets.start_sheet(sent.version, by=by)
    carried = sheets.copy_answers(source=sent, target_id=copy.pk, by=by)
    saved = sheets.save_answers(copy.pk, {key: value}, carried.revision, by=by)
    if key in saved.errors:
        raise ValidationError({"value": saved.errors[key]})
    if key not in saved.changed:
        raise ValidationError({"value": _("This is what the answer says already.")})
    return sheets.lock_sheet(sheet_id=copy.pk, by=by)
