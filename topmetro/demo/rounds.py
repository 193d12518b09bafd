"""Small calls of the second programme, each examined in another way; all invented.

In two the commission writes one card: the ranking of the first leaves a district's place to be decided on,
the cards of the other are being written. One is scored blind and ranked provisionally, and a member has
since joined a network. In the last each application is given to two scorers, and nobody has begun.
"""

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import Field

from calls.domain.admissibility import admit_all
from calls.domain.assignments import assign_submissions
from calls.domain.call_copies import copy_call
from calls.domain.calls import change_call, close_call
from calls.domain.rankings import approve_ranking, draw_ranking
from calls.domain.scorecards import submit_scorecard
from calls.domain.selections import criteria_of, set_selection, settings_of
from calls.enums import SeatKind
from calls.models import Call, Submission
from calls.queries.scores import selection_of
from core.access import clock
from core.people.domain.members import add_member
from core.people.enums import MemberLevel
from core.people.models import Network
from core.programmes.definition import Words
from topmetro.demo.commission import appoint, declare_ties, seat_of, write_card
from topmetro.demo.people import JURY, played_by, signer_of
from topmetro.demo.publishing import publish
from topmetro.demo.replies import Reply, reply_scenes
from topmetro.demo.stage import Stage
from topmetro.demo.stories import Row, Story, answer_scenes

FILE = Path(__file__).with_name("rounds.toml")
COORDINATOR, FACILITATOR, OFFICIAL = "Teo Marangon", "Ilaria Fontana", "Gemma Roveri"
CHAIR, FIRST, SECOND, SECRETARY, ALTERNATE = (account.name for account in JURY)
SEATS = {
    CHAIR: SeatKind.CHAIR,
    FIRST: SeatKind.MEMBER,
    SECOND: SeatKind.MEMBER,
    SECRETARY: SeatKind.SECRETARY,
    ALTERNATE: SeatKind.ALTERNATE,
}
SCORERS = (CHAIR, FIRST, SECOND)
CRITERIA = 2
SCORED_IN = timedelta(weeks=6)
FIRST_CALL = "panchine-e-ombra"
RANKED, PROVISIONAL, GIVEN_OUT = FIRST_CALL, "orti-sui-tetti", "luci-nei-portici"
RANKING_ACT = "DD-VAL-2020-340"
JOINED = "Cortile dei Fornai"
"""Whose organisation takes in a member of the commission, after that member's card was handed in."""


class Scored(Row):
    """`scores` and `comments` by seat (chair, members), in the order of the criteria; a card with too few
    scores is still being written."""

    network: str
    scores: tuple[tuple[int, ...], ...] = ()
    comments: tuple[str, ...] = ()


class ScoredStory(Scored, Story):
    """A network that comes to the portal with this call."""


class ScoredReply(Scored):
    """Of a network that came earlier."""

    sent: datetime
    answers: dict[str, Any]


class Round(Row):
    """One call; all but the first are copies of it. `rule` is what its selection has of its own."""

    slug: str
    title: Words | None = None
    summary: Words | None = None
    opens: datetime | None = None
    published: datetime
    appointed: datetime
    act: str
    rule: dict[str, Any] = Field(default_factory=dict)
    stories: tuple[ScoredStory, ...] = ()
    replies: tuple[ScoredReply, ...] = ()

    @property
    def comments(self) -> dict[str, tuple[str, ...]]:
        return {row.network: row.comments for row in (*self.stories, *self.replies)}

    @property
    def marks(self) -> dict[str, tuple[tuple[int, ...], ...]]:
        return {row.network: row.scores for row in (*self.stories, *self.replies)}


def rounds() -> list[Round]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Round.model_validate(row) for row in raw["rounds"]]


def call_rounds(stage: Stage) -> None:
    """Every call from its publication to where its examination stands."""
    with clock.at(stage.when("2020-10-13T10:00")):
        calls = {row.slug: _prepared(row, stage) for row in rounds()}
    for row in rounds():
        call = calls[row.slug]
        _answering(stage, row, call)
        _examining(stage, row, call)
    stage.add("2020-12-16T10:00", lambda: _draw(calls[RANKED]))
    stage.add("2020-12-18T11:00", lambda: _approve(calls[RANKED]))
    stage.add("2021-02-03T10:00", lambda: _draw(calls[PROVISIONAL]))
    stage.add("2021-02-11T15:00", lambda: _assign(calls[GIVEN_OUT]))
    stage.add("2021-02-12T18:00", _join)


def _prepared(row: Round, stage: Stage) -> Call:
    """The first stands in the definition; what a copy has of its own is its title, words and rule."""
    if row.opens is None:
        return Call.objects.get(slug=row.slug)
    assert row.title
    assert row.summary
    coordinator = played_by(COORDINATOR)
    call = copy_call(
        call_id=Call.objects.get(slug=FIRST_CALL).pk,
        slug=row.slug,
        title=row.title.bilingual,
        opens_at=stage.when(row.opens),
        by=coordinator,
    )
    change_call(call_id=call.pk, by=coordinator, summary=row.summary.bilingual)
    rule = selection_of(call)
    assert rule
    settings = settings_of(rule) | row.rule
    set_selection(call_id=call.pk, criteria=criteria_of(rule), by=coordinator, **settings)
    return Call.objects.get(pk=call.pk)


def _answering(stage: Stage, row: Round, call: Call) -> None:
    stage.add(row.published, lambda: _publish(call))
    for story in row.stories:
        for wall, act in answer_scenes(story, call, stage.shift):
            stage.add(wall, act)
    for reply in row.replies:
        answered = Reply(call, reply.network, reply.answers, stage.shift)
        for wall, act in reply_scenes(answered, reply.sent):
            stage.add(wall, act)


def _publish(call: Call) -> None:
    publish(Call.objects.select_related("version").get(pk=call.pk), by=played_by(COORDINATOR))


def _examining(stage: Stage, row: Round, call: Call) -> None:
    """Closed and checked on the day before the commission; cards in the week after it."""
    before, after = row.appointed - timedelta(days=1), row.appointed + timedelta(days=1)
    stage.add(before.replace(hour=12, minute=1), lambda: close_call(call_id=call.pk))
    stage.add(
        before.replace(hour=15), lambda: admit_all(call_id=call.pk, by=played_by(FACILITATOR))
    )
    stage.add(row.appointed, lambda: _appoint(row, call))
    for place, name in enumerate(SEATS):
        stage.add(after.replace(hour=9 + place), _declares(call, name))
    for network, marks in row.marks.items():
        for place, name in enumerate(SCORERS[: len(marks)]):
            stage.add(after + timedelta(days=1 + place), _scores(row, call, network, name))


def _appoint(row: Round, call: Call) -> None:
    appoint(
        call,
        SEATS,
        act=row.act,
        scored_in=SCORED_IN,
        prepared_by=played_by(COORDINATOR),
        appointed_by=played_by(OFFICIAL),
    )


def _declares(call: Call, name: str) -> Callable[[], object]:
    return lambda: declare_ties(call, name)


def _scores(row: Round, call: Call, network: str, name: str) -> Callable[[], object]:
    def act() -> None:
        submission = Submission.objects.select_related("call").get(call=call, network__name=network)
        seat, place = seat_of(call, person=played_by(name)), SCORERS.index(name)
        marks = row.marks[network][place]
        comments = row.comments.get(network, ())
        write_card(submission, seat, marks, comment=comments[place] if comments else None)
        if len(marks) == CRITERIA:
            submit_scorecard(submission_id=submission.pk, seat_id=seat.pk, by=seat.person)

    return act


def _draw(call: Call) -> None:
    draw_ranking(call_id=call.pk, by=played_by(COORDINATOR))


def _approve(call: Call) -> None:
    approve_ranking(
        ranking_id=call.rankings.get().pk,
        act_number=RANKING_ACT,
        act_date=clock.today(),
        act_url=f"https://www.example.org/albo/{RANKING_ACT}",
        by=played_by(OFFICIAL),
    )


def _assign(call: Call) -> None:
    seat = seat_of(call, kind=SeatKind.CHAIR)
    assign_submissions(commission_id=seat.commission_id, by=seat.person)


def _join() -> None:
    lead = Network.objects.get(name=JOINED).lead
    signer = signer_of(Network.objects.get(name=JOINED))
    add_member(organisation_id=lead.pk, user=played_by(SECOND), level=MemberLevel.EDITOR, by=signer)
