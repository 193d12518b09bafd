"""The dates of a tranche as deadlines: its month in the plan, and the term for the opinion."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.notices.domain.deadlines import drop_deadline, meet_deadline, set_deadline
from core.notices.enums import DeadlinePrecision
from core.programmes.enums import DatePrecision
from core.ui.bilingual import LANGUAGES, Bilingual
from tranches import paths
from tranches.models import Tranche
from tranches.notice_base import title_of

if TYPE_CHECKING:
    from core.access.blocked import Text

PLANNED = "tranches.planned"
OPINION = "tranches.opinion"
PRECISION = {
    DatePrecision.DAY: DeadlinePrecision.DAY,
    DatePrecision.MONTH: DeadlinePrecision.MONTH,
    DatePrecision.FROM_MONTH: DeadlinePrecision.FROM_MONTH,
}


def remind_of_plan(tranches: Iterable[Tranche]) -> None:
    """Each tranche in its month, which stays a month (R11)."""
    for tranche in tranches:
        set_deadline(
            about=tranche,
            kind=PLANNED,
            on=tranche.starts_on,
            precision=PRECISION[DatePrecision(tranche.precision)],
            title=_title(tranche, _("Ask for: %(tranche)s")),
            path=paths.in_italian(paths.detail, tranche),
        )


def meet_plan(tranche: Tranche) -> None:
    meet_deadline(about=tranche, kind=PLANNED)


def remind_of_opinion(tranche: Tranche) -> None:
    """Only where silence has a term: without one nothing falls due."""
    if tranche.opinion_due is None:
        return
    set_deadline(
        about=tranche,
        kind=OPINION,
        on=tranche.opinion_due,
        title=_title(tranche, _("Give the municipality's opinion: %(tranche)s")),
        path=paths.in_italian(paths.detail, tranche),
    )


def meet_opinion(tranche: Tranche) -> None:
    meet_deadline(about=tranche, kind=OPINION)


def drop_opinion(tranche: Tranche) -> None:
    drop_deadline(about=tranche, kind=OPINION)


def _title(tranche: Tranche, words: "Text") -> Bilingual:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = str(words) % {"tranche": title_of(tranche)}
    return Bilingual(texts)
