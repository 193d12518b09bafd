"""The letters of a ranking: how each reads before it leaves, and where it is afterwards."""

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
from core.ui.tones import Tone

OF_THE_VERB = timedelta(minutes=5)
"""The letters are written in the transaction of the approval; a place given later writes its own."""

KINDS = tuple(letter.kind for letter in LETTERS.values())

POSITIONS = 100_000
"""More than the places of one territory: territory and position make one number to sort by."""


@dataclass(frozen=True)
class Posted:
    """Of how many messages which state is known; a letter is one message for each person."""

    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def sent(self) -> int:
        return self.counts.get(MessageState.SENT, 0)

    @property
    def waiting(self) -> int:
        return self.counts.get(MessageState.QUEUED, 0)

    @property
    def given_up(self) -> int:
        return self.counts.get(MessageState.GIVEN_UP, 0)

    @property
    def total(self) -> int:
        return self.sent + self.waiting + self.given_up

    @property
    def tone(self) -> Tone:
        """Of the worst among them."""
        if self.given_up:
            return Tone.DANGER
        return Tone.WAITING if self.waiting else Tone.SUCCESS

    def __str__(self) -> str:
        words = [
            (self.given_up, ngettext("%(count)d not delivered", "%(count)d not delivered", self.given_up)),
            (self.waiting, ngettext("%(count)d on its way", "%(count)d on their way", self.waiting)),
            (self.sent, ngettext("%(count)d sent", "%(count)d sent", self.sent)),
        ]  # fmt: skip
        return ", ".join(text % {"count": count} for count, text in words if count)


class Post:
    """Where the letters of a final ranking are: two queries, whatever the number of proposals."""

    def __init__(self, ranking: Ranking) -> None:
        self.of: dict[UUID, Counter[str]] = {}
        own = Submission.objects.filter(pk__in=ranking.entries.order_by().values("submission"))
        rows = own.select_related("programme").only("programme__slug").order_by()
        about = {path: row.pk for row in rows for path in _paths(row)}
        found = _messages(ranking, about).order_by().values_list("path", "state")
        for path, state, count in found.annotate(count=Count("pk")):
            self.of.setdefault(about[path], Counter())[state] += count

    def of_entry(self, entry: RankingEntry) -> Posted:
        return Posted(self.of.get(entry.submission_id, {}))

    def whole(self) -> Posted:
        return Posted(sum(self.of.values(), Counter()))

    def submissions_with(self, state: str) -> list[UUID]:
        """Whose letter has at least one message in this state."""
        return [key for key, counts in self.of.items() if counts[state]]


@dataclass(frozen=True)
class Example:
    """How the letter of an outcome reads, with the true data of the first proposal that has it."""

    outcome: Outcome
    count: int
    entry: RankingEntry
    letter: Rendered

    @property
    def title(self) -> str:
        letters = ngettext("%(count)d letter", "%(count)d letters", self.count)
        return f"{str(self.outcome.label).capitalize()}: {letters % {'count': self.count}}"


def letters_in_order(ranking: Ranking) -> QuerySet[RankingEntry]:
    """Every proposal of the ranking; `turn` orders them as the ranking does."""
    rows = entries_of(ranking).select_related("submission__programme")
    return rows.annotate(turn=F("territory__position") * POSITIONS + F("position"))


def counted(ranking: Ranking) -> dict[Outcome, int]:
    """How many proposals have each outcome."""
    rows = ranking.entries.order_by().values_list("outcome").annotate(Count("pk"))
    found = dict(rows)
    return {outcome: found.get(outcome.value, 0) for outcome in Outcome}


def examples(ranking: Ranking) -> list[Example]:
    """One letter of each outcome that the ranking gives."""
    rows = entries_of(ranking).select_related("submission__programme")
    rows = rows.order_by("outcome", "territory__position", "position", "pk").distinct("outcome")
    first = {Outcome(row.outcome): row for row in rows}
    found = []
    for outcome, count in counted(ranking).items():
        if outcome in first:
            entry = first[outcome]
            entry.ranking, entry.submission.call = ranking, ranking.call
            found.append(Example(outcome, count, entry, preview(entry)))
    return found


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
        _messages(entry.ranking, _paths(entry.submission))
        .select_related("recipient")
        .order_by("name", "pk")
    )


def people_of(entry: RankingEntry) -> "QuerySet[User]":
    return people.people_of_network(entry.submission.network)


def _messages(ranking: Ranking, addresses: Iterable[str]) -> QuerySet[OutboxMessage]:
    """Letters written by the approval of this ranking that lead to these addresses, out of `_paths`."""
    if ranking.approved_at is None:
        return OutboxMessage.objects.none()
    from_, to = ranking.approved_at, ranking.approved_at + OF_THE_VERB
    rows = OutboxMessage.objects.filter(kind__in=KINDS, path__in=list(addresses))
    return rows.filter(created_at__gte=from_, created_at__lt=to)


def _paths(submission: Submission) -> list[str]:
    """To which a letter about this application leads, one for each language it may be written in."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(paths.detail(submission))
    return found
