"""The closing instant as a deadline of everybody who is still writing."""

from django.utils import translation
from django.utils.translation import gettext as _

from calls import paths, queries
from calls.models import Submission
from core.notices.domain.deadlines import drop_deadline, meet_deadline, set_deadline
from core.ui.bilingual import LANGUAGES, Bilingual

CLOSING = "calls.closing"


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
