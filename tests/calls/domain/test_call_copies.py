"""A call from an earlier one, and what a notice must say before it is published."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from calls.domain.call_copies import copy_call
from calls.domain.calls import change_call, publish_blockers, set_windows
from calls.domain.draft_signing import set_signing
from calls.domain.procedure import RequirementRow, change_examination
from calls.domain.selections import CriterionRow, set_selection
from calls.draft_enums import SigningMode
from calls.enums import CallKind, CallState
from calls.models import Call, Requirement
from calls.queries.integration import examination_rule
from calls.queries.notice import notice_warnings
from calls.queries.scores import selection_of
from core.access import clock
from core.audit.queries import history_of
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import calls, commission, people, programmes

pytestmark = pytest.mark.usefixtures("programme")


def rome(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.ROME)  # type: ignore[arg-type,misc]  # year to minute


def test_texts_form_and_rule_are_taken_over_and_the_origin_is_cited(programme: Programme) -> None:
    source, by = commission.open_call(), people.coordinator()
    copy = copy_call(
        call_id=source.pk, slug="proposte-2022", title=Bilingual(it="Di nuovo"),
        opens_at=rome(2022, 2, 1, 9), by=by,
    )  # fmt: skip
    rule, old = selection_of(copy), selection_of(source)
    assert copy.state == CallState.DRAFT
    assert copy.copied_from == source
    assert (copy.version, copy.body, copy.budget) == (source.version, source.body, source.budget)
    assert rule is not None
    assert old is not None
    assert [row.key for row in rule.criteria.all()] == [row.key for row in old.criteria.all()]
    assert rule.threshold == old.threshold
    assert history_of(copy)[0].data["copied_from"] == source.slug
    assert publish_blockers(copy) == []


def test_the_days_move_together_and_keep_their_hour_across_a_change_of_clock(
    programme: Programme,
) -> None:
    source, by = calls.draft_call(), people.facilitator("Fabio")
    territory = programmes.territory()
    own = (calls.OPENS, rome(2021, 3, 2, 12))
    set_windows(call_id=source.pk, windows={territory.pk: own}, by=by)
    copy = copy_call(
        call_id=source.pk, slug="estate", title=Bilingual(it="Estate"),
        opens_at=rome(2021, 3, 27, 8), by=by,
    )  # fmt: skip
    assert copy.closes_at == rome(2021, 4, 21, 12)
    assert copy.windows.get().closes_at == rome(2021, 4, 25, 12)
    assert copy.last_closes_at == rome(2021, 4, 25, 12)


def test_how_it_is_signed_scored_and_examined_is_taken_over(programme: Programme) -> None:
    by = people.coordinator()
    source = calls.draft_call(by=by, kind=CallKind.PROPOSALS)
    explained = ((4, Bilingual(it="Poco")), (8, Bilingual(it="Molto")))
    criterion = CriterionRow("rete", Bilingual(it="Rete"), Decimal(100), anchors=explained)
    set_selection(call_id=source.pk, criteria=[criterion], by=by, highest_score=10)
    set_signing(call_id=source.pk, mode=SigningMode.FILE, by=by)
    change_examination(
        call_id=source.pk, by=by, review_days=15, untouchable=["people"],
        requirements=[RequirementRow("sede", Bilingual(it="Sede nel territorio"))],
    )  # fmt: skip
    copy = copy_call(
        call_id=source.pk, slug="ancora", title=Bilingual(it="Ancora"),
        opens_at=rome(2022, 2, 1, 9), by=by,
    )  # fmt: skip
    rule, terms = selection_of(copy), examination_rule(copy)
    assert rule is not None
    assert [row.anchor_lines for row in rule.criteria.all()] == [list(explained)]
    assert copy.signing_rules.get().mode == SigningMode.FILE
    assert (terms.review_days, terms.untouchable) == (15, ["people"])
    assert [str(row) for row in Requirement.objects.filter(call=copy)] == ["Sede nel territorio"]


MISSING: list[tuple[dict[str, Any], str]] = [
    ({"aims": Bilingual()}, "no_aims"),
    ({"budget": None}, "no_budget"),
    ({"duration": Bilingual(it=" ")}, "no_duration"),
    ({"requirements": Bilingual(en="A network.")}, "no_requirements"),
    ({"partners": Bilingual()}, "no_partners"),
]


@pytest.mark.parametrize(("fields", "code"), MISSING)
def test_a_call_for_proposals_says_all_of_it_one_for_ideas_need_not(
    fields: dict[str, Any], code: str, programme: Programme
) -> None:
    by = people.facilitator("Fabio")
    call = calls.draft_call(by=by, kind=CallKind.PROPOSALS)
    commission.selection_for(call)
    assert publish_blockers(call) == []
    call = change_call(call_id=call.pk, by=by, **fields)
    assert [row.code for row in publish_blockers(call)] == [code]
    call = change_call(call_id=call.pk, by=by, kind=CallKind.IDEAS)
    assert publish_blockers(call) == []


def test_fewer_than_twenty_days_are_said_not_forbidden(programme: Programme) -> None:
    by = people.facilitator("Fabio")
    call = calls.draft_call(by=by)
    with clock.at(rome(2021, 1, 20, 9)):
        assert notice_warnings(call) == []
        call = change_call(call_id=call.pk, by=by, closes_at=rome(2021, 2, 18, 9))
        [short] = notice_warnings(call)
        assert "17" in short
    assert publish_blockers(call) == []


def test_an_opening_in_the_past_is_said_not_forbidden(programme: Programme) -> None:
    call = calls.draft_call()
    assert call.opens_at is not None
    with clock.at(call.opens_at + timedelta(minutes=1)):
        [past] = notice_warnings(call)
    assert past == gettext(
        "The opening is in the past: nobody could read the call then. Move it, or leave it."
    )
    assert publish_blockers(call) == []


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [({"budget": Decimal(0)}, "call_budget_positive"),
     ({"questions_days_before": 61}, "call_questions_days_in_range")],
)  # fmt: skip
def test_the_database_refuses(
    fields: dict[str, Any], constraint: str, programme: Programme
) -> None:
    calls.draft_call()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Call.objects.update(**fields)
