"""The desk: preparing a call, its lists at a constant cost, exports, entering for somebody."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from calls.domain.calls import extend_call
from calls.models import Call, Submission
from core.access import clock
from core.access.models import User
from core.audit.queries import history_of
from core.people.enums import RoleName
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import calls, people, programmes
from tests.factories.questionnaires import published_version

SignIn = Callable[[User], Client]
FORMULA = '=HYPERLINK("http://example.org")'


def url(programme: Programme, name: str, call: Call | None = None, **more: Any) -> str:
    kwargs = {"slug": programme.slug, **({"key": call.pk} if call else {}), **more}
    return reverse(f"calls:{name}", kwargs=kwargs)


def test_from_the_empty_desk_to_the_published_call(programme: Programme, sign_in: SignIn) -> None:
    coordinator = people.coordinator()
    client = sign_in(coordinator)
    version = published_version(coordinator)
    data = {
        "kind": "ideas", "title_it": "Raccolta", "title_en": "", "slug": "raccolta",
        "summary_it": "In breve", "summary_en": "", "body_it": "Testo", "body_en": "",
        "version": version.pk, "opens_at": "2021-02-01T09:00", "closes_at": "2021-02-26T12:00",
        "late_policy": "refuse", "contact_email": "bando@example.org", "responsible_officer": "Ufficio",
    }  # fmt: skip
    begin = {"kind": "ideas", "title_it": "Raccolta", "slug": ""}
    answer = client.post(url(programme, "call_create"), begin)
    assert answer.status_code == 302, answer.context["form"].errors
    call = Call.objects.get()
    assert call.slug == "raccolta"
    listed = client.get(url(programme, "call_manage", call)).content.decode()
    change = url(programme, "call_change", call)
    assert f"{change}#id_summary_0" in listed
    assert f"{change}#id_opens_at" in listed
    assert url(programme, "form_build", call) in listed
    assert client.post(change, data).status_code == 302
    call.refresh_from_db()
    assert call.closes_at == calls.CLOSES
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(url(programme, "call_publish", call)).status_code == 200
    assert client.post(url(programme, "call_publish", call)).status_code == 302
    assert Call.objects.get().state == "published"
    assert client.post(url(programme, "call_publish", call)).status_code == 409


@pytest.mark.parametrize("closes", ["2021-03-28T02:30", "2021-10-31T02:30"])
def test_an_hour_that_the_change_of_clock_skips_or_repeats_is_asked_again(
    closes: str, programme: Programme, sign_in: SignIn
) -> None:
    call = calls.open_call()
    data = {"closes_at": closes, "reason_it": "Più tempo", "reason_en": ""}
    answer = sign_in(people.coordinator()).post(url(programme, "call_extend", call), data)
    assert answer.status_code == 200
    assert "closes_at" in answer.context["form"].errors


def test_an_earlier_closing_is_told_beside_what_was_typed(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.open_call()
    earlier = f"{timezone.localtime(calls.CLOSES - timedelta(hours=1)):%Y-%m-%dT%H:%M}"
    data = {"closes_at": earlier, "reason_it": "Più tempo", "reason_en": ""}
    with clock.at(calls.DURING):
        client = sign_in(people.coordinator())
        answer = client.post(url(programme, "call_extend", call), data)
    assert answer.status_code == 200
    assert "closes_at" in answer.context["form"].errors
    assert "Più tempo" in answer.content.decode()


def test_a_territory_still_open_is_extended_though_the_others_have_closed(
    programme: Programme, sign_in: SignIn
) -> None:
    by, far = people.coordinator(), programmes.territory("Rivoli")
    call = calls.open_call()
    later, reason = calls.AFTER + timedelta(days=3), Bilingual(it="Neve")
    extend_call(call_id=call.pk, closes_at=later, reason=reason, by=by, territory_id=far.pk)
    until = f"{timezone.localtime(later + timedelta(days=1)):%Y-%m-%dT%H:%M}"
    data = {"closes_at": until, "reason_it": "Ancora neve", "reason_en": ""}
    with clock.at(calls.AFTER):
        client = sign_in(by)
        page = url(programme, "call_extend", call)
        assert page in client.get(url(programme, "call_manage", call)).content.decode()
        refused = client.post(page, data)
        assert "territory" in refused.context["form"].errors
        assert client.post(page, {**data, "territory": far.pk}).status_code == 302


def test_windows_by_territory_are_both_hours_or_none(programme: Programme, sign_in: SignIn) -> None:
    call = calls.draft_call()
    territory = people.network().territory
    client = sign_in(people.facilitator())
    page = url(programme, "call_windows", call)
    half = client.post(page, {f"{territory.code}-opens_at": "2021-02-01T09:00"})
    assert half.status_code == 200
    whole = {
        f"{territory.code}-opens_at": "2021-02-01T09:00",
        f"{territory.code}-closes_at": "2021-03-01T12:00",
    }
    assert client.post(page, whole).status_code == 302
    assert call.windows.get().territory == territory


def many(call: Call, count: int) -> None:
    lead = people.organisation("Molte reti")
    for number in range(count):
        calls.sent(call, people.network(f"Rete numero {number}", lead=lead))


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_cost_the_same_at_three_and_at_thirty(programme: Programme, sign_in: SignIn) -> None:
    call = calls.open_call()
    client = sign_in(people.facilitator())

    def costs() -> dict[str, int]:
        rows = dict.fromkeys(("call_manage", "submission_list"), call)
        names = ("call_desk", "call_list", *rows)
        return {name: cost(client, url(programme, name, rows.get(name))) for name in names}

    many(call, 3)
    few = costs()
    for number in range(12):
        calls.draft_call(by=call.created_by, slug=f"altro-{number}", version=call.version)
    lead = people.organisation("Ancora molte reti")
    for number in range(27):
        calls.sent(call, people.network(f"Altra {number}", lead=lead))
    assert costs() == few


def test_the_list_is_filtered_searched_and_limited_to_the_territory(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.late_call()
    on_time, _receipt = calls.sent(call, people.network("Orti"))
    late, _receipt = calls.sent(call, people.network("Mercato"), at=calls.AFTER)
    draft = calls.draft(call, people.network("Cucina"))
    client, address = sign_in(people.facilitator()), url(programme, "submission_list", call)

    def titles(client: Client, query: str) -> set[str]:
        rows = client.get(f"{address}{query}").context["page"].rows
        return {str(row.cells[1][1].text) for row in rows}

    assert titles(client, "") == {on_time.title, late.title, draft.title}
    assert titles(client, "?late=yes") == {late.title}
    assert titles(client, "?q=orti") == {on_time.title}
    assert titles(client, "?state=draft") == {draft.title}
    municipal = people.municipal_official(on_time.territory)
    assert titles(sign_in(municipal), "") == {on_time.title, late.title}


def test_csv_and_xlsx_hold_every_answer_and_run_no_formula(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.open_call()
    submission, receipt = calls.sent(call, need=FORMULA)
    calls.draft(call)
    client = sign_in(people.facilitator())
    answer = client.get(url(programme, "submission_export", call, extension="csv"))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert receipt.number in rows[1]
    assert f"'{FORMULA}" in rows[1]
    book = load_workbook(
        io.BytesIO(client.get(url(programme, "submission_export", call, extension="xlsx")).content)
    )
    cells = [cell for cell in book.worksheets[0][2] if cell.value == FORMULA]
    assert [cell.data_type for cell in cells] == ["s"]
    assert submission.title in [cell.value for cell in book.worksheets[0][2]]
    assert [event.data for event in history_of(call)][:2] == [{"format": "xlsx"}, {"format": "csv"}]


def test_an_export_is_not_for_everybody_nor_in_every_format(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.open_call()
    submission, _receipt = calls.sent(call)
    address = url(programme, "submission_export", call, extension="csv")
    assert sign_in(people.municipal_official(submission.territory)).get(address).status_code == 403
    assert sign_in(submission.started_by).get(address).status_code == 404
    exe = url(programme, "submission_export", call, extension="exe")
    assert sign_in(people.facilitator()).get(exe).status_code == 404


@pytest.mark.rule("C16")
def test_entering_for_somebody_who_phones(programme: Programme, sign_in: SignIn) -> None:
    call = calls.open_call()
    territory = calls.draft(call).territory
    client = sign_in(people.facilitator())
    page = url(programme, "submission_enter_on_behalf", call)
    lacking = {"channel": "phone", "title": "Orto", "territory": territory.pk}
    assert "organisation_name" in client.post(page, lacking).context["form"].errors
    data = lacking | {"organisation_kind": "informal_group", "organisation_name": "Vicini"}
    answer = client.post(page, data)
    assert answer.status_code == 302
    assert client.get(answer["Location"], follow=True).status_code == 200
    made = Submission.objects.get(title="Orto")
    assert (made.channel, made.lead.name) == ("phone", "Vicini")


def test_no_false_zero_for_what_an_official_does_not_read(
    programme: Programme, sign_in: SignIn
) -> None:
    with clock.at(calls.DURING):
        call = calls.open_call()
        submission, _receipt = calls.sent(call)
    elsewhere = programmes.territory("Rivoli")
    home = submission.territory_id

    def shown(user: User) -> tuple[dict[Any, int | None], bool]:
        context = sign_in(user).get(url(programme, "call_manage", call)).context
        sent = {row.territory.pk: numbers["sent"] for row, numbers in context["rows"]}
        return sent, context["reads_drafts"]

    assert shown(people.coordinator()) == ({home: 1, elsewhere.pk: 0}, True)
    metropolitan = people.with_role(RoleName.METROPOLITAN_OFFICIAL)
    assert shown(metropolitan) == ({home: 1, elsewhere.pk: 0}, False)
    municipal = people.municipal_official(submission.territory)
    assert shown(municipal) == ({home: 1, elsewhere.pk: None}, False)
    page = sign_in(municipal).get(url(programme, "call_manage", call)).content.decode()
    assert "“—”" in page
