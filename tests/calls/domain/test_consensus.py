"""The consensus meeting: scores change with a reason, before and after stay, the minutes list them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from calls.commission_pdf import minutes
from calls.domain.consensus import change_score
from calls.domain.sittings import record_sitting
from calls.models import Scorecard, ScoreChange
from calls.queries.scores import final_scores
from core.access import clock
from core.access.blocked import Blocked
from core.audit.queries import history_of
from core.notices.models import OutboxMessage
from tests.factories import commission
from tests.factories.commission import ACT_DATE, AT_WORK, AtWork

pytestmark = [
    pytest.mark.usefixtures("programme", "in_march"),
    pytest.mark.begins_from(stage=commission.at_work),
]


@pytest.fixture
def scored() -> tuple[AtWork, Scorecard]:
    work = commission.at_work()
    commission.hand_in(work.commission, work.cast.chair, work.first, 8, 8, 8)
    return work, commission.hand_in(work.commission, work.cast.member, work.first, 4, 4, 4)


def change(
    work: AtWork, card: Scorecard, value: str = "6", reason: str = "Discusso"
) -> ScoreChange:
    return change_score(
        scorecard_id=card.pk, criterion_key="bisogno", value=Decimal(value), reason=reason,
        by=work.cast.chair,
    )  # fmt: skip


@pytest.mark.rule("C8")
def test_before_and_after_stay_and_the_total_follows(scored: tuple[AtWork, Scorecard]) -> None:
    work, card = scored
    was = card.submitted_at
    made = change(work, card)
    assert (made.before, made.after, made.reason) == (Decimal(4), Decimal(6), "Discusso")
    card.refresh_from_db()
    assert (card.is_in, card.submitted_at) == (True, was)
    score = next(row for row in final_scores(work.call) if row.submission == work.first)
    assert score.by_criterion["bisogno"] == 7
    assert next(iter(history_of(card))).data["after"] == "6"
    assert OutboxMessage.objects.filter(kind="calls.score_changed").count() == 1
    with (
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM calls_scorechange")


@pytest.mark.parametrize(
    ("value", "reason", "code"),
    [("4", "x", "same_score"), ("11", "x", "out_of_bounds"), ("5.3", "x", "out_of_bounds"),
     ("5", " ", "no_reason")],
)  # fmt: skip
def test_what_is_refused(
    scored: tuple[AtWork, Scorecard], value: str, reason: str, code: str
) -> None:
    with pytest.raises(Blocked, match=code):
        change(*scored, value, reason)


@pytest.mark.rule("C7")
def test_nothing_changes_before_every_card_is_in() -> None:
    work = commission.at_work()
    card = commission.hand_in(work.commission, work.cast.member, work.first)
    with pytest.raises(Blocked, match="cards_missing"):
        change(work, card)


def test_the_minutes_list_presences_scores_and_changes(scored: tuple[AtWork, Scorecard]) -> None:
    work, card = scored
    change(work, card)
    chair = commission.seat_of(work.commission, work.cast.chair)
    with clock.at(AT_WORK):
        held = record_sitting(
            commission_id=work.commission.pk, held_on=ACT_DATE, minutes="Confronto.",
            present=[chair.pk], by=work.cast.secretary,
        )  # fmt: skip
    found = minutes(held.pk, "it")["minuted"]
    assert found.present == [chair]
    assert len(found.absent) == 3
    assert [row.after for row, _shown in found.changes] == [6]
    assert found.scores == [], "the second application has no card yet"
    with pytest.raises(ValueError, match="No seat"):
        record_sitting(
            commission_id=work.commission.pk, held_on=ACT_DATE, minutes="Altro.",
            present=[card.pk], by=work.cast.secretary,
        )  # fmt: skip
