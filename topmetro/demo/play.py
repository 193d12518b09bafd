"""Plays the history of the demo's two programmes through the verbs, with the clock at each instant.

Nothing is written behind the verbs' backs: numbers, receipts, register and notices are those that the
same acts would have left. A programme is played in one transaction, or not at all.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from calls.domain.calls import close_call
from calls.domain.draft_signing import set_signing
from calls.draft_enums import SigningMode
from calls.models import Call
from core.access import clock
from core.access.clock import ROME
from core.access.models import ClockOffset, User
from core.access.scope import open_programme
from core.notices.enums import MessageState
from core.notices.models import InboxItem, OutboxMessage
from core.people.domain.roles import grant_role
from core.people.enums import RoleName
from core.programmes.domain.programmes import publish_programme
from core.programmes.models import Programme
from core.programmes.queries import programme_by_slug, territory_by_code
from core.programmes.shift import Shift
from topmetro.definition import check_definition, load_definition
from topmetro.demo.accompaniment import accompaniment_scenes
from topmetro.demo.growth import growth_scenes
from topmetro.demo.learning import learning_scenes
from topmetro.demo.payments import payment_scenes
from topmetro.demo.people import (
    NEIGHBOURS,
    OPERATOR,
    OTHER_PROGRAMME,
    STAFF,
    TOP_METRO,
    VICINATO,
    Account,
    person,
)
from topmetro.demo.pilots import pilot_scenes
from topmetro.demo.proposals import proposal_scenes, proposals
from topmetro.demo.publishing import publish
from topmetro.demo.reporting import reporting_scenes
from topmetro.demo.rounds import call_rounds
from topmetro.demo.selection import selection_scenes
from topmetro.demo.stage import Stage
from topmetro.demo.stories import answer_scenes, stories

HERE = Path(__file__).parent
DEFINITIONS = HERE.parent / "definitions"
READ_AFTER = timedelta(days=1)


def play_demo(
    *,
    original_dates: bool = False,
    standing_on: date | None = None,
    told: Callable[[str], object] = lambda month: None,
) -> list[Programme]:
    """Load and play the programmes that are not there yet; answers those that were made.

    `told` hears each month as it begins, for whoever waits.

    With `original_dates` nothing moves but the clock, which is set back and kept. `standing_on` is the
    day of Top Metro's own time that becomes today: what happened from that day on is left to do.
    """
    plays = {TOP_METRO: _play_top_metro, VICINATO: _play_vicinato}
    missing = [slug for slug in plays if programme_by_slug(slug) is None]
    if original_dates and missing and not ClockOffset.objects.exists():
        _set_back_clock(missing[0])
    days = {TOP_METRO: standing_on}
    return [_made(slug, plays[slug], told, standing_on=days.get(slug)) for slug in missing]


@transaction.atomic
def _made(
    slug: str,
    play: Callable[[Stage], None],
    told: Callable[[str], object],
    *,
    standing_on: date | None = None,
) -> Programme:
    """The programme, loaded in its own past and played to the present."""
    text = (DEFINITIONS / f"{slug}.toml").read_text(encoding="utf-8")
    today = clock.today()
    if standing_on is not None:
        today += _reference_date(text) - standing_on
    definition = check_definition(text, today=today)
    begins = definition.data["programme"].when.starts_on - timedelta(weeks=3)
    beginning = datetime(begins.year, begins.month, begins.day, 10, tzinfo=ROME)
    with clock.at(beginning):
        operator = person(OPERATOR.name, since=beginning)
        programme = load_definition(text, by=operator, today=today)
        publish_programme(programme_id=programme.pk, by=operator)
    programme.refresh_from_db()
    with open_programme(programme.pk):
        stage = Stage(programme, Shift(weeks=programme.shift_weeks), told=told)
        coordinator = next(each for each in (*STAFF, *OTHER_PROGRAMME) if each.slug == slug)
        _appoint(coordinator, by=operator, at=beginning)
        play(stage)
        stage.play(until=standing_on)
        _settle_messages()
    return programme


def _play_top_metro(stage: Stage) -> None:
    coordinator = person(STAFF[0].name, since=clock.now())
    stage.add("2020-05-04T09:00", lambda: _appoint_all(STAFF[1:], by=coordinator))
    ideas = Call.objects.get(slug="call-for-ideas")
    stage.add("2020-05-14T11:30", lambda: publish(ideas, by=coordinator))
    for story in stories():
        for wall, act in answer_scenes(story, ideas, stage.shift):
            stage.add(wall, act)
    stage.add("2020-07-17T12:01", lambda: close_call(call_id=ideas.pk))
    accompaniment_scenes(stage)
    growth_scenes(stage)
    called = Call.objects.get(slug="call-for-proposals")
    stage.add("2020-10-28T09:30", lambda: _ask_declaration(called, by=coordinator))
    stage.add("2020-10-28T10:00", lambda: publish(called, by=coordinator))
    for proposal in proposals():
        for wall, act in proposal_scenes(proposal, called, stage.shift):
            stage.add(wall, act)
    stage.add("2020-11-16T12:01", lambda: close_call(call_id=called.pk))
    selection_scenes(stage, called)
    pilot_scenes(stage)
    payment_scenes(stage)
    reporting_scenes(stage)
    learning_scenes(stage)


def _play_vicinato(stage: Stage) -> None:
    coordinator = person(OTHER_PROGRAMME[0].name, since=clock.now())
    stage.add("2020-10-26T09:00", lambda: _appoint_all(NEIGHBOURS, by=coordinator))
    call_rounds(stage)
    call = Call.objects.get(slug="idee-per-i-cortili")
    stage.add("2021-01-28T17:00", lambda: publish(call, by=coordinator))
    for story in stories("neighbours"):
        for wall, act in answer_scenes(story, call, stage.shift):
            stage.add(wall, act)


def _appoint(account: Account, *, by: User, at: datetime) -> None:
    assert account.name_of_role is not None
    with clock.at(at):
        grant_role(
            user=person(account.name, since=at),
            name=RoleName(account.name_of_role),
            by=by,
            territory=territory_by_code(account.territory) if account.territory else None,
        )


def _appoint_all(cast: tuple[Account, ...], *, by: User) -> None:
    for account in cast:
        _appoint(account, by=by, at=clock.now())


def _ask_declaration(call: Call, *, by: User) -> None:
    """Proposals are declared true by whoever represents the lead, before they are sent."""
    set_signing(call_id=call.pk, mode=SigningMode.DECLARATION, by=by)


def _settle_messages() -> None:
    """What was written in the past was also delivered and read in the past: nobody gets it now."""
    history = OutboxMessage.objects.filter(state=MessageState.QUEUED)
    delivered: dict[str, Any] = {
        "state": MessageState.SENT,
        "sent_at": F("created_at"),
        "attempts": 1,
        "next_attempt_at": None,
    }
    history.filter(confidential=True).update(text="", html="", **delivered)
    history.update(**delivered)
    recent = clock.now() - timedelta(days=7)
    InboxItem.objects.filter(created_at__lt=recent).update(read_at=F("created_at") + READ_AFTER)


def _set_back_clock(slug: str) -> None:
    text = (DEFINITIONS / f"{slug}.toml").read_text(encoding="utf-8")
    assert settings.CLOCK_SHIFT
    clock.store_offset(timedelta(days=(_reference_date(text) - clock.today()).days))


def _reference_date(text: str) -> date:
    reference: date | None = check_definition(text).reference_date
    assert reference is not None
    return reference
