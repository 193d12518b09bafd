"""The closing instant: whether it can be moved anywhere, and the deadline it is for who is still writing."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from calls import paths, queries
from calls.models import Call, Submission
from core.access.blocked import Blocker
from core.notices.domain.deadlines import drop_deadline, meet_deadline, set_deadline
from core.ui.bilingual import LANGUAGES, Bilingual

CLOSING = "calls.closing"


def blockers_everywhere(call: Call, blockers: Callable[..., list[Blocker]]) -> list[Blocker]:
    """What stops moving it for the whole call, unless it could be moved for a territory at least.

    `blockers` are those of an extension or of a reopening.
    """
    found = blockers(call)
    rows = queries.moments_by_territory(call) if found else []
    return [] if any(not blockers(call, row.territory.pk) for row in rows) else found


def remind_of_closing(submission: Submission) -> None:
    """Set, or move, the deadline of an application that is being written."""
    set_deadline(
        about=submission,
        kind=CLOSING,
        at=queries.window_of(submission.call, submission.territory_id).closes_at,
        title=_title(submission),
        path=paths.in_italian(paths.draft, submission),
    )


def meet_closing(submission: Submission) -> None:
    meet_deadline(about=submission, kind=CLOSING)


def forget_closing(submission: Submission) -> None:
    drop_deadline(about=submission, kind=CLOSING)


def _title(submission: Submission) -> Bilingual:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = _("Send “%(title)s”: %(call)s closes") % {
                "title": submission.title,
                "call": submission.call.title,
            }
    return Bilingual(texts)
