"""The letters of a ranking: how each reads before it leaves, and where it is afterwards."""

from collections import Counter
from copy import copy
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from calls import paths
from calls.enums import Outcome
from calls.models import Ranking, RankingEntry, Submission
from calls.outcomes import LETTERS
from calls.queries.rankings import entries_of
from core.access import clock
from core.access.models import User
from core.notices.domain.notice import Address, Rendered
from core.notices.enums import MessageState
from core.notices.models import OutboxMessage
from core.people import queries as people
from core.ui.bilingual import LANGUAGES

OF_THE_VERB = timedelta(minutes=5)
"""The letters are written in the transaction of the approval; a place given later writes its own."""

KINDS = tuple(letter.kind for letter in LETTERS.values())


@dataclass(frozen=True)
class LetterRow:
    """One proposal's letter; `counts` says of how many messages in each state, once they left."""

    entry: RankingEntry
    sent: int
    waiting: int
    given_up: int

    @property
    def total(self) -> int:
        return self.sent + self.waiting + self.given_up


def letters_of(ranking: Ranking) -> list[LetterRow]:
    """In the order of the ranking; two queries, whatever the number of proposals."""
    entries = list(entries_of(ranking).select_related("submission__programme"))
    counts = _counts(ranking, entries)
    return [
        LetterRow(
            entry,
            counts[entry.pk, MessageState.SENT],
            counts[entry.pk, MessageState.QUEUED],
            counts[entry.pk, MessageState.GIVEN_UP],
        )
        for entry in entries
    ]


def _counts(ranking: Ranking, entries: list[RankingEntry]) -> Counter[tuple[object, str]]:
    of = {path: entry.pk for entry in entries for path in _paths(entry.submission)}
    rows = _messages(ranking).filter(path__in=of).values_list("path", "state")
    return Counter((of[path], state) for path, state in rows)


def preview(entry: RankingEntry) -> Rendered:
    """The letter as it reads in the language of whoever looks; the act is named once it exists."""
    reader = Address("", entry.submission.network.name, translation.get_language() or "it")
    letter = LETTERS[Outcome(entry.outcome)](_with_an_act(entry))
    return letter.render(reader)


def _with_an_act(entry: RankingEntry) -> RankingEntry:
    """The entry of a ranking that is not approved yet, as its letter will read; nothing is saved."""
    if entry.ranking.is_final:
        return entry
    shown, ranking = copy(entry), copy(entry.ranking)
    ranking.act_number, ranking.act_url = _("(number of the act)"), _("(address of the act)")
    ranking.act_date = clock.today()
    shown.ranking = ranking
    return shown


def messages_of(entry: RankingEntry) -> QuerySet[OutboxMessage]:
    """Every message of this letter, with its state; empty until the ranking is approved."""
    return (
        _messages(entry.ranking)
        .filter(path__in=_paths(entry.submission))
        .select_related("recipient")
        .order_by("name", "pk")
    )


def people_of(entry: RankingEntry) -> "QuerySet[User]":
    return people.people_of_network(entry.submission.network)


def _messages(ranking: Ranking) -> QuerySet[OutboxMessage]:
    """Letters written by the approval of this ranking."""
    if ranking.approved_at is None:
        return OutboxMessage.objects.none()
    from_, to = ranking.approved_at, ranking.approved_at + OF_THE_VERB
    return OutboxMessage.objects.filter(kind__in=KINDS, created_at__gte=from_, created_at__lt=to)


def _paths(submission: Submission) -> list[str]:
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(paths.detail(submission))
    return found
