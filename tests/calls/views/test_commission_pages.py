"""The pages of a commission: who opens them, what they show, and what never leaks through them."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain.scorecards import save_scorecard
from calls.domain.selections import set_selection
from calls.enums import SeatKind
from calls.models import (
    Call,
    Commission,
    CommissionMeeting,
    CommissionSeat,
    Criterion,
    Declaration,
    Scorecard,
    Selection,
)
from calls.queries import commission as queries
from core.access.models import User
from core.documents.domain.access import may_read_about
from core.people.enums import TieKind
from core.people.queries import forget
from tests.factories import calls, commission, people
from tests.factories.commission import ACT_DATE, AT_WORK, AtWork

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("programme", "in_march")


def url(name: str, work: AtWork | Call, **keys: Any) -> str:
    call = work if isinstance(work, Call) else work.call
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": call.pk, **keys})


def card_url(work: AtWork, submission: Any = None) -> str:
    return url("scorecard_write", work, submission=(submission or work.first).pk)


def person(work: AtWork, who: str) -> User:
    made: dict[str, Callable[[], User]] = {
        "facilitator": people.facilitator,
        "stranger": lambda: people.user("Sara Straniera"),
        "applicant": lambda: work.first.network.lead.created_by,
    }
    found: User = made[who]() if who in made else getattr(work.cast, who)
    forget(found)
    return found


EVERYBODY = (
    "chair", "member", "alternate", "secretary", "coordinator", "official", "facilitator",
    "applicant", "stranger",
)  # fmt: skip
SEATED = {"chair", "member", "alternate", "secretary"}
PAGES: dict[str, tuple[set[str], set[str]]] = {
    "commission_home": (SEATED, set()),
    "commission_declare": (SEATED, set()),
    "commission_calibration": ({"chair"}, SEATED - {"chair"}),
    "sitting_record": ({"chair", "secretary"}, {"member", "alternate"}),
    "commission_prepare": ({"coordinator", "official"}, {"facilitator"}),
    "seat_add": ({"coordinator"}, {"official", "facilitator"}),
    "commission_appoint": ({"official"}, {"coordinator", "facilitator"}),
    "alternate_appoint": ({"official"}, {"coordinator", "facilitator"}),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.begins_from(stage=commission.at_work)
def test_who_opens_it(page: str, sign_in: SignIn) -> None:
    work = commission.at_work()
    opens, forbidden = PAGES[page]
    found = {who: sign_in(person(work, who)).get(url(page, work)).status_code for who in EVERYBODY}
    assert found == {
        who: 200 if who in opens else 403 if who in forbidden else 404 for who in EVERYBODY
    }


@pytest.mark.rule("C7")
@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.begins_from(stage=commission.at_work)
def test_only_a_seat_that_scores_opens_a_card(who: str, sign_in: SignIn) -> None:
    work = commission.at_work()
    status = sign_in(person(work, who)).get(card_url(work)).status_code
    assert status == (200 if who in {"chair", "member"} else 404)


@pytest.mark.rule("C7")
@pytest.mark.parametrize("declared", ["nothing", "tie"])
@pytest.mark.begins_from(stage=commission.appointed)
def test_no_door_opens_before_the_declaration_nor_to_a_barred_network(
    declared: str, sign_in: SignIn
) -> None:
    """The page, its print, the receipt, the card, the files, the list: one predicate behind them all."""
    work = commission.appointed()
    member = work.cast.member
    if declared == "tie":
        commission.declare_all(work.commission, member, tied={work.first.network: TieKind.KIN})
    client = sign_in(member)
    at = {"slug": "prova", "key": work.first.pk}
    for name in ("submission_detail", "submission_print", "submission_receipt"):
        assert client.get(reverse(f"calls:{name}", kwargs=at)).status_code == 404, name
    assert client.get(card_url(work)).status_code == 404
    assert client.post(card_url(work), {"score-bisogno": "5"}).status_code == 404
    autosave = url("scorecard_autosave", work, submission=work.first.pk)
    assert client.post(autosave, {"score-bisogno": "5"}).status_code == 404
    assert not Scorecard.objects.exists()
    assert not may_read_about(member, "calls.Submission", work.first.pk)
    receipt = work.first.receipts.get()
    assert not may_read_about(member, "calls.Receipt", receipt.pk)
    pages = [url("commission_home", work), url("commission_declare", work), "/prova/area/"]
    for page in pages:
        assert work.first.title not in client.get(page).content.decode(), page


@pytest.mark.rule("C7")
def test_a_coordinator_who_sits_does_not_export_what_the_seat_closes(sign_in: SignIn) -> None:
    call = commission.open_call()
    first, second = commission.answered(call, "Rete Uno"), commission.answered(call, "Rete Due")
    call = commission.close(call)
    sits = people.coordinator("Cora Siede")
    cast = commission.prepared(call, more=[(sits, SeatKind.MEMBER)])
    held = commission.appoint(call, cast)
    for row in (first, second):
        commission.admitted(row, people.facilitator(f"Fede {row.number}"))
    commission.declare_all(held, sits, tied={first.network: TieKind.KIN})
    client = sign_in(sits)
    export = reverse(
        "calls:submission_export", kwargs={"slug": "prova", "key": call.pk, "extension": "csv"}
    )
    for page in (export, url("submission_list", call), f"{url('submission_list', call)}?q=Rete"):
        text = client.get(page).content.decode("utf-8-sig")
        assert first.title not in text
        assert second.title in text


@pytest.mark.begins_from(stage=commission.appointed)
def test_the_home_says_what_to_do_first(sign_in: SignIn) -> None:
    work = commission.appointed()
    page = sign_in(work.cast.member).get(url("commission_home", work))
    assert url("commission_declare", work) in page.content.decode()
    commission.declare_all(work.commission, work.cast.member)
    page = sign_in(work.cast.member).get(url("commission_home", work))
    assert card_url(work) in page.content.decode()


@pytest.mark.begins_from(stage=commission.appointed)
def test_declaring_on_the_page(sign_in: SignIn) -> None:
    work = commission.appointed()
    client, page = sign_in(work.cast.member), url("commission_declare", work)
    first, second = work.first.network_id, work.second.network_id
    answer = client.post(page, {f"network-{first}": "none"})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {f"network-{second}"}
    assert not Declaration.objects.exists()
    answer = client.post(page, {f"network-{first}": "none", f"network-{second}": "kin"})
    assert answer.status_code == 302
    made = {row.network_id: row.bars for row in Declaration.objects.all()}
    assert made == {first: False, second: True}
    assert client.get(card_url(work)).status_code == 200
    assert client.get(card_url(work, work.second)).status_code == 404


@pytest.mark.begins_from(stage=commission.appointed)
def test_a_seat_declares_for_itself_only(sign_in: SignIn) -> None:
    work = commission.appointed()
    rows = queries.networks_in_play(work.call)
    data = {f"network-{row.pk}": "none" for row in rows}
    sign_in(work.cast.chair).post(url("commission_declare", work), data)
    assert {row.seat.person for row in Declaration.objects.select_related("seat__person")} == {
        work.cast.chair
    }


@pytest.mark.begins_from(stage=commission.at_work)
def test_the_card_is_saved_then_handed_in(sign_in: SignIn) -> None:
    work = commission.at_work()
    client, page = sign_in(work.cast.member), card_url(work)
    assert (
        client.post(page, {"score-bisogno": "7,5", "reason-bisogno": "Chiaro."}).status_code == 302
    )
    card = Scorecard.objects.get()
    assert card.scores.get(criterion__key="bisogno").value == 7.5
    answer = client.post(page, {"score-bisogno": "8", "score-rete": "6", "hand_in": "1"})
    assert answer.status_code == 200
    assert [blocker.code for blocker in answer.context["lacking"]] == ["missing:novita"]
    assert card.scores.get(criterion__key="rete").value == 6, "what was typed is kept"
    scores = {"score-bisogno": "8", "score-rete": "6", "score-novita": "0", "hand_in": "1"}
    answer = client.post(page, scores)
    assert answer["Location"] == card_url(work, work.second), "on to the next application"
    card.refresh_from_db()
    assert card.is_in
    assert client.post(page, scores).status_code == 409


@pytest.mark.begins_from(stage=commission.at_work)
def test_a_criterion_leads_to_the_answers_that_it_judges_and_they_lead_back(
    sign_in: SignIn,
) -> None:
    work = commission.at_work()
    need = Criterion.objects.get(selection__call=work.call, key="bisogno")
    Criterion.objects.filter(pk=need.pk).update(questions=["need", "taken_out"])
    client = sign_in(work.cast.member)
    shown = client.get(card_url(work))
    judges = {line.score.name: line.judges for line in shown.context["lines"]}
    assert judges["score-bisogno"] == [("Bisogno", "#answer-need")]
    assert not judges["score-rete"]
    text = shown.content.decode()
    assert 'id="answer-need"' in text
    assert 'href="#id_score-bisogno"' in text
    assert 'id="id_score-bisogno"' in text


@pytest.mark.rule("C8")
@pytest.mark.begins_from(stage=commission.at_work)
def test_a_wrong_score_says_so_and_keeps_the_rest(sign_in: SignIn) -> None:
    work = commission.at_work()
    client = sign_in(work.cast.member)
    data = {
        "score-bisogno": "11",
        "reason-bisogno": "Ottimo.",
        "score-rete": "6",
        "comment": "Bene",
    }
    answer = client.post(card_url(work), data)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"score-bisogno"}
    assert "Ottimo." in answer.content.decode()
    card = Scorecard.objects.get()
    assert card.comment == "Bene"
    kept = {row.criterion.key: row.value for row in card.scores.select_related("criterion")}
    assert kept == {"bisogno": None, "rete": 6, "novita": None}


@pytest.mark.begins_from(stage=commission.at_work)
def test_autosave_keeps_the_fields_that_changed(sign_in: SignIn) -> None:
    work = commission.at_work()
    client = sign_in(work.cast.member)
    client.post(card_url(work), {"score-bisogno": "7", "comment": "Bene"})
    autosave = url("scorecard_autosave", work, submission=work.first.pk)
    answer = client.post(autosave, {"reason-bisogno": "Chiaro.", "revision": ""})
    assert answer.status_code == 200
    assert answer.json()["saved_at"]
    row = Scorecard.objects.get().scores.get(criterion__key="bisogno")
    assert (row.value, row.reason) == (Decimal(7), "Chiaro.")
    answer = client.post(autosave, {"score-rete": "99"})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["score-rete"]
    assert client.get(autosave).status_code == 302


@pytest.mark.rule("C8")
@pytest.mark.begins_from(stage=commission.at_work)
def test_nothing_of_the_others_before_ones_own_is_in(sign_in: SignIn) -> None:
    work = commission.at_work()
    seat = commission.seat_of(work.commission, work.cast.chair)
    save_scorecard(
        submission_id=work.first.pk, seat_id=seat.pk, by=work.cast.chair, values={},
        comment="Giudizio della presidente",
    )  # fmt: skip
    commission.hand_in(work.commission, work.cast.chair, work.first, 9.5, 9.5, 9.5)
    client = sign_in(work.cast.member)
    for page in (card_url(work), url("commission_home", work)):
        text = client.get(page).content.decode()
        assert "Giudizio della presidente" not in text
        assert "95,00" not in text
    commission.hand_in(work.commission, work.cast.member, work.first)
    assert "Giudizio della presidente" in client.get(card_url(work)).content.decode()


@pytest.mark.rule("C8")
@pytest.mark.begins_from(stage=commission.at_work)
def test_the_chair_sees_the_spread_when_every_card_is_in(sign_in: SignIn) -> None:
    work = commission.at_work()
    client, page = sign_in(work.cast.chair), url("commission_calibration", work)
    commission.hand_in(work.commission, work.cast.member, work.first, 9.5, 9.5, 9.5)
    early = client.get(page)
    assert "95,00" not in early.content.decode()
    assert any(row.is_lone for row, *_rest in early.context["rows"])
    commission.hand_in(work.commission, work.cast.member, work.second)
    for row in (work.first, work.second):
        commission.hand_in(work.commission, work.cast.chair, row)
    assert "95,00" in client.get(page).content.decode()


@pytest.mark.begins_from(stage=commission.at_work)
def test_the_chair_reopens_a_card_with_its_reason(sign_in: SignIn) -> None:
    work = commission.at_work()
    card = commission.hand_in(work.commission, work.cast.member, work.first)
    page = url("scorecard_reopen", work, card=card.pk)
    assert sign_in(work.cast.member).get(page).status_code == 403
    client = sign_in(work.cast.chair)
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).context["form"].errors
    assert client.post(page, {"reason": "Un refuso."}).status_code == 302
    card.refresh_from_db()
    assert not card.is_in
    assert "Un refuso." in sign_in(work.cast.member).get(card_url(work)).content.decode()


def test_the_coordinator_lists_and_the_official_appoints(sign_in: SignIn) -> None:
    call = commission.open_call()
    commission.answered(call, "Rete Uno")
    call = commission.close(call)
    coordinator, official = people.coordinator(), commission.official()
    client = sign_in(coordinator)
    for name, kind in (("Piera Presiede", "chair"), ("Mia Membro", "member")):
        row = people.user(name)
        answer = client.post(url("seat_add", call), {"email": row.email, "kind": kind})
        assert answer.status_code == 302
    unknown = client.post(url("seat_add", call), {"email": "chi@example.org", "kind": "member"})
    assert unknown.context["form"].errors.keys() == {"email"}
    extra = people.user("Una Troppo")
    client.post(url("seat_add", call), {"email": extra.email, "kind": "alternate"})
    seat = CommissionSeat.objects.get(person=extra)
    assert client.post(url("seat_remove", call, seat=seat.pk)).status_code == 302
    assert CommissionSeat.objects.count() == 2
    due = AT_WORK.date() + timedelta(days=9)
    act = {"act_number": "DD 9", "act_date": ACT_DATE.isoformat(), "scores_due_on": due.isoformat()}
    assert client.post(url("commission_appoint", call), act).status_code == 403
    assert sign_in(official).post(url("commission_appoint", call), act).status_code == 302
    assert Commission.objects.get().scores_due_on == due
    assert sign_in(official).post(url("commission_appoint", call), act).status_code == 409


@pytest.mark.begins_from(stage=commission.at_work)
def test_the_secretary_writes_the_minutes(sign_in: SignIn) -> None:
    work = commission.at_work()
    client, page = sign_in(work.cast.secretary), url("sitting_record", work)
    chair = commission.seat_of(work.commission, work.cast.chair)
    data = {
        "held_on": ACT_DATE.isoformat(), "minutes": "Presenti tutti.", "present": [str(chair.pk)],
    }  # fmt: skip
    assert client.post(page, {**data, "minutes": ""}).context["form"].errors
    assert client.post(page, data).status_code == 302
    meeting = CommissionMeeting.objects.get()
    assert meeting.recorded_by == work.cast.secretary
    assert [row.seat for row in meeting.presences.order_by("pk")] == [chair]
    assert "Presenti tutti." in client.get(url("commission_home", work)).content.decode()


@pytest.mark.parametrize(("who", "texts"), [("member", 2), ("secretary", 1), ("coordinator", 0)])
@pytest.mark.begins_from(stage=commission.appointed)
def test_what_waits_for_each(who: str, texts: int, sign_in: SignIn) -> None:
    work = commission.appointed()
    todos = sign_in(getattr(work.cast, who)).get("/prova/area/").content.decode()
    assert (url("commission_declare", work) in todos) == (texts > 0)
    commission.declare_all(work.commission, getattr(work.cast, who)) if texts else None
    after = sign_in(getattr(work.cast, who)).get("/prova/area/").content.decode()
    assert ("Consegna" in after or "Hand in" in after) == (texts == 2)


def test_what_waits_before_the_act(sign_in: SignIn) -> None:
    call = commission.close(commission.open_call())
    coordinator, official = people.coordinator(), commission.official()
    prepare = url("commission_prepare", call)
    assert prepare in sign_in(coordinator).get("/prova/area/").content.decode()
    assert prepare not in sign_in(official).get("/prova/area/").content.decode()
    commission.prepared(call)
    assert prepare in sign_in(official).get("/prova/area/").content.decode()


def test_the_rule_is_public_and_freezes_with_the_call(sign_in: SignIn, client: Client) -> None:
    call = commission.open_call()
    text = client.get(call.public_path("prova")).content.decode()
    assert "Novità" in text
    assert "Vale il bisogno." in text
    answer = sign_in(people.facilitator()).post(url("selection_change", call), {})
    assert answer.status_code == 409
    assert answer.context["blockers"]


def test_a_facilitator_writes_the_rule_of_a_draft(sign_in: SignIn) -> None:
    by = people.facilitator()
    call = calls.draft_call(by=by)
    client, page = sign_in(by), url("selection_change", call)
    data = {
        "highest_score": "10", "threshold": "60", "places_per_territory": "1",
        "without_proposal": "leave_empty", "barring_ties": ["partner"], "equal_scores_it": "Si sorteggia.",
        "criterion-0-title_it": "Parte delle persone fragili", "criterion-0-weight": "60",
        "criterion-0-decides": "1",
        "criterion-1-title_it": "Rete", "criterion-1-weight": "30",
    }  # fmt: skip
    answer = client.post(page, data)
    assert [blocker.code for blocker in answer.context["trouble"]] == ["weights_not_whole"]
    assert not Selection.objects.exists()
    assert client.post(page, {**data, "criterion-1-weight": "40"}).status_code == 302
    made = Selection.objects.get()
    assert [row.key for row in made.criteria.all()] == ["parte-delle-persone-fragili", "rete"]
    assert made.tie_break == ["parte-delle-persone-fragili"]
    assert client.get(page).status_code == 200


def test_composition_survives_a_change(sign_in: SignIn) -> None:
    by = people.facilitator()
    call = calls.draft_call(by=by)
    made = commission.selection_for(call, composition=[{"it": "Comuni", "en": ""}])
    set_selection(call_id=call.pk, criteria=commission.CRITERIA, by=by, threshold=None)
    made.refresh_from_db()
    assert [str(body) for body in made.bodies] == ["Comuni"]
    assert made.threshold is None


@pytest.mark.begins_from(stage=commission.at_work)
def test_whoever_is_not_signed_in_is_asked_to(sign_in: SignIn, client: Client) -> None:
    work = commission.at_work()
    assert client.get(url("commission_home", work)).status_code == 302
    assert not queries.seats_held(people.user("Nessuna"))
