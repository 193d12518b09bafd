"""The terms of an examination as deadlines of whoever has to act in them."""

from collections.abc import Callable

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from calls import integration_paths, paths
from calls.models import ExclusionNotice, IntegrationRequest, ReviewRequest
from core.notices.domain.deadlines import drop_deadline, meet_deadline, set_deadline
from core.ui.bilingual import LANGUAGES, Bilingual

INTEGRATION = "calls.integration"
OBSERVATIONS = "calls.observations"
REVIEW_ANSWER = "calls.review_answer"


def remind_of_integration(request: IntegrationRequest) -> None:
    set_deadline(
        about=request,
        kind=INTEGRATION,
        at=request.due_at,
        title=_titled(lambda: _("Complete “%(title)s”"), request.submission.title),
        path=paths.in_italian(integration_paths.integration_write, request.submission),
    )


def meet_integration(request: IntegrationRequest) -> None:
    meet_deadline(about=request, kind=INTEGRATION)


def drop_integration(request: IntegrationRequest) -> None:
    drop_deadline(about=request, kind=INTEGRATION)


def remind_of_observations(notice: ExclusionNotice) -> None:
    set_deadline(
        about=notice,
        kind=OBSERVATIONS,
        at=notice.due_at,
        title=_titled(
            lambda: _("Send your observations before the exclusion of “%(title)s”"),
            notice.submission.title,
        ),
        path=paths.in_italian(integration_paths.exclusion_observe, notice.submission),
    )


def meet_observations(notice: ExclusionNotice) -> None:
    meet_deadline(about=notice, kind=OBSERVATIONS)


def drop_observations(notice: ExclusionNotice) -> None:
    drop_deadline(about=notice, kind=OBSERVATIONS)


def remind_of_review(review: ReviewRequest) -> None:
    set_deadline(
        about=review,
        kind=REVIEW_ANSWER,
        on=review.answer_due_on,
        title=_titled(
            lambda: _("Answer the request for review of “%(title)s”"), review.submission.title
        ),
        path=paths.in_italian(integration_paths.review, review.submission),
    )


def meet_review(review: models.Model) -> None:
    meet_deadline(about=review, kind=REVIEW_ANSWER)


def _titled(words: Callable[[], str], title: str) -> Bilingual:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = words() % {"title": title}
    return Bilingual(texts)
