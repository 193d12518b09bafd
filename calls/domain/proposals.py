"""From the idea to the proposal: the answers travel, and the idea stays as it was sent (C13)."""

from calls.models import Submission, SubmissionOrigin
from calls.queries.proposals import ideas_of, sheet_of
from core.access.models import User
from core.questionnaires.domain import sheets


def keep_origins(submission: Submission) -> int:
    """Write down every idea that the proposal comes from: the network's own, and those of the networks
    that joined it. Part of starting the draft; answers how many they are."""
    ideas = ideas_of(submission.call, submission.network)
    origins = [SubmissionOrigin(submission=submission, idea=idea) for idea in ideas]
    return len(SubmissionOrigin.objects.bulk_create(origins))


def carry_idea(submission: Submission, *, by: User) -> frozenset[str]:
    """Fill in the draft with what its idea already says, where the question is the same.

    Part of starting the draft, inside its transaction. Answers the keys that were filled in.
    """
    assert submission.grown_from is not None
    saved = sheets.copy_answers(
        source=sheet_of(submission.grown_from), target_id=submission.sheet_id, by=by
    )
    submission.sheet.refresh_from_db()
    return saved.changed
