"""A report handed over, replaced, accepted, sent back: verb by state, and what PostgreSQL refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from core.access import clock
from core.access.blocked import Blocked
from core.audit import queries as audit
from core.documents.queries import last_version
from core.notices.models import OutboxMessage
from core.people.domain.ties import declare_tie
from core.people.enums import MemberLevel, RoleName, TieKind
from core.people.queries import forget
from core.programmes.models import Programme
from tests.factories import people as people_factory
from tests.factories import tranches as factory
from tests.factories.tranches import Way
from tranches import gate
from tranches.domain import evidence, reports
from tranches.enums import Condition, ReportAnswerKind, ReportState, TrancheState
from tranches.models import ConditionEvidence, ReportAnswer, ReportHandover
from tranches.queries import report_standing
from tranches.queries.tranches import unreported, with_report_awaited
from tranches.report_blockers import hand_over_blockers

pytestmark = pytest.mark.begins_from(stage=factory.reporting)
R = ReportState
REASON = "Mancano le fatture di maggio."


def codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Blocked) as refused:
        act()
    return [blocker.code for blocker in refused.value.blockers]


def accept(row: ReportHandover, way: Way) -> ReportAnswer:
    with clock.at(way.now):
        return reports.accept_report(handover_id=row.pk, by=way.team.verifier)


def send_back(row: ReportHandover, way: Way) -> ReportAnswer:
    with clock.at(way.now):
        return reports.return_report(handover_id=row.pk, reason=REASON, by=way.team.verifier)


def report_line(way: Way) -> gate.Line:
    with translation.override("en"):
        return next(one for one in gate.gate(way.tranche) if one.code == Condition.REPORT_ACCEPTED)


def told(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=f"tranches.{kind}").order_by("pk"))


def test_a_report_goes_there_and_back_until_it_is_accepted(programme: Programme) -> None:
    """Each state as the gate tells it, whoever waits for it, and the existing condition at the end."""
    way = factory.reporting()
    assert report_standing(way.tranche).state == R.MISSING
    assert "not handed over" in report_line(way).evidence
    assert report_line(way).who == "whoever writes for the lead organisation"
    first = factory.hand_over(way)
    assert report_standing(way.tranche).state == R.AWAITED
    assert "waits for the verifier" in report_line(way).evidence
    send_back(first, way)
    assert report_standing(way.tranche).state == R.RETURNED
    assert REASON in report_line(way).evidence
    second = factory.hand_over(way)
    answer = accept(second, way)
    line = report_line(way)
    assert line.is_met
    assert line.url.endswith(second.document.url())
    assert report_standing(way.tranche).evidence == answer.evidence
    assert [one.verb for one in audit.history_of(way.tranche)][:5] == [
        "accept", "record", "submit", "return", "submit",
    ]  # fmt: skip


def test_who_is_told_what(programme: Programme) -> None:
    """The lead has a receipt with the digest of its file, the verifiers the duty, the lead the reason."""
    way = factory.reporting()
    row = factory.hand_over(way)
    digest = last_version(row.document).sha256
    receipt = told("report_receipt")
    assert way.team.signatory.email in {one.address for one in receipt}
    assert digest in receipt[0].text
    assert {one.address for one in told("to_answer_report")} == {way.team.verifier.email}
    send_back(row, way)
    returned = told("report_returned")
    assert way.team.signatory.email in {one.address for one in returned}
    assert REASON in returned[0].text
    accept(factory.hand_over(way), way)
    assert way.team.signatory.email in {one.address for one in told("report_accepted")}


def test_handing_over_again_replaces_and_keeps(programme: Programme) -> None:
    way = factory.reporting()
    first, second = factory.hand_over(way), factory.hand_over(way, reference="Corretta")
    assert [row.ordinal for row in way.tranche.handovers.all()] == [1, 2]
    assert codes(lambda: accept(first, way)) == ["report_replaced"]
    accept(second, way)
    assert codes(lambda: factory.hand_over(way)) == ["report_accepted"]
    assert codes(lambda: send_back(second, way)) == ["report_accepted"]


def test_a_second_click_has_no_second_effect(programme: Programme) -> None:
    """The same file with the same words, while it waits; other words, or after an answer, are another."""
    way = factory.reporting()
    first = factory.hand_over(way)
    assert codes(lambda: factory.hand_over(way)) == ["handed_over_twice"]
    assert [row.pk for row in way.tranche.handovers.all()] == [first.pk]
    assert len(told("to_answer_report")) == 1
    again = factory.hand_over(way, note="Con le fatture.")
    send_back(again, way)
    assert factory.hand_over(way, note="Con le fatture.").ordinal == 3


def test_what_was_sent_back_is_answered_once(programme: Programme) -> None:
    way = factory.reporting()
    row = factory.hand_over(way)
    send_back(row, way)
    assert codes(lambda: accept(row, way)) == ["report_returned"]
    assert codes(lambda: send_back(row, way)) == ["report_returned"]


@pytest.mark.parametrize("state", [s for s in TrancheState if s not in {"planned", "returned"}])
@pytest.mark.begins_from(stage=factory.granted)
def test_no_report_where_none_is_asked_or_the_tranche_moves(
    programme: Programme, state: TrancheState
) -> None:
    way = factory.granted()
    assert codes(lambda: factory.hand_over(way)) == ["no_report"]
    way.tranche = way.grant.tranches.get(position=2)
    assert codes(lambda: factory.hand_over(way)) == ["not_in_order"]
    way.tranche.state = state  # the blockers read the row they are given
    assert [one.code for one in hand_over_blockers(way.tranche)] == [f"state_{state}"]


@pytest.mark.rule("P9", "T4")
def test_who_is_tied_or_handed_it_over_does_not_answer(programme: Programme) -> None:
    way = factory.reporting()
    row = factory.hand_over(way)
    with clock.at(way.now):
        verifier, network = way.team.verifier, way.grant.project.network
        declare_tie(user=verifier, network=network, kind=TieKind.HELPED, by=verifier)
        forget(verifier)
    assert codes(lambda: accept(row, way)) == ["tie"]
    assert codes(lambda: send_back(row, way)) == ["tie"]
    with clock.at(way.now):
        both = people_factory.member(way.grant.beneficiary, MemberLevel.EDITOR).user
        people_factory.with_role(RoleName.VERIFIER, both)
    way.team = replace(way.team, verifier=both)
    own = factory.hand_over(way, by=both)
    assert codes(lambda: accept(own, way)) == ["tie", "same_person"]
    assert codes(lambda: send_back(own, way)) == ["tie", "same_person"]


def test_a_report_on_paper_is_recorded_as_ever(programme: Programme) -> None:
    """It answers nothing, but nothing waits any more."""
    way = factory.reporting()
    row = factory.hand_over(way)
    with clock.at(way.now):
        evidence.record_condition(
            tranche_id=way.tranche.pk, condition=Condition.REPORT_ACCEPTED, reference="Su carta",
            accepted_on=way.now.date(), by=way.team.verifier, upload=factory.pdf(),
        )  # fmt: skip
        assert not with_report_awaited(way.team.verifier).exists()
    assert codes(lambda: accept(row, way)) == ["report_accepted"]


def test_only_a_pdf_or_its_envelope(programme: Programme) -> None:
    way = factory.reporting()
    with pytest.raises(ValidationError):
        factory.hand_over(way, upload=SimpleUploadedFile("note.txt", b"Abbiamo speso tutto."))
    assert not ReportHandover.objects.exists()


def test_to_whom_it_is_a_to_do(programme: Programme) -> None:
    """The lead's while nothing waits for the verifier, the verifier's only once something was handed over."""
    way = factory.reporting()
    editor = people_factory.member(way.grant.beneficiary, MemberLevel.EDITOR).user
    verifier = way.team.verifier

    def waiting() -> tuple[int, int]:
        with clock.at(way.now.replace(month=6, day=20)):
            return unreported(editor).count(), with_report_awaited(verifier).count()

    assert waiting() == (1, 0)
    row = factory.hand_over(way, by=editor)
    assert waiting() == (0, 1)
    send_back(row, way)
    assert waiting() == (1, 0)
    with clock.at(way.now.replace(month=6, day=20)):
        assert vars(unreported(editor).get())["report_reason"] == REASON
    accept(factory.hand_over(way, by=editor), way)
    assert waiting() == (0, 0)
    with clock.at(way.now.replace(month=1)):
        assert unreported(editor).count() == 0


# ------------------------------------------------------------------ what PostgreSQL refuses
def answer(row: ReportHandover, **fields: Any) -> ReportAnswer:
    values: dict[str, Any] = {
        "handover": row,
        "kind": ReportAnswerKind.RETURNED,
        "reason": REASON,
        "answered_at": clock.now(),
        "answered_by": row.tranche.grant.awarded_by,
    }
    return ReportAnswer(**values | fields)


def refused(row: ReportHandover | ReportAnswer, constraint: str) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save(force_insert=True)
    cause: Any = error.value.__cause__
    assert cause.diag.constraint_name == constraint


def test_constraints_by_name(programme: Programme) -> None:
    way = factory.reporting()
    old, row = factory.hand_over(way), factory.hand_over(way, reference="Corretta")
    signatory = way.team.signatory
    refused(answer(row, reason=""), "reportanswer_with_evidence_or_reason")
    refused(answer(row, kind="accepted", reason=""), "reportanswer_with_evidence_or_reason")
    refused(answer(row, answered_by=signatory), "reportanswer_by_another_person")
    refused(answer(old), "reportanswer_to_the_last")
    other = ConditionEvidence.objects.create(
        tranche=way.tranche, condition=Condition.REPORT_ACCEPTED, reference="Altra",
        accepted_on=way.now.date(), recorded_at=way.now + timedelta(1), recorded_by=signatory,
    )  # fmt: skip
    stranger = answer(row, kind="accepted", reason="", evidence=other)
    refused(stranger, "reportanswer_evidence_of_the_report")
    answer(row).save()
    refused(answer(row), "reportanswer_once")
    values = {
        "tranche": way.tranche, "document": row.document, "reference": "R", "signed_by_name": "S",
        "handed_over_at": way.now, "handed_over_by": signatory, "ordinal": 3,
    }  # fmt: skip
    refused(ReportHandover(**values | {"ordinal": 2}), "reporthandover_ordinal_once")
    refused(ReportHandover(**values | {"ordinal": 0}), "reporthandover_ordinal_from_one")
    refused(ReportHandover(**values | {"reference": ""}), "reporthandover_says_what_and_who_signs")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ReportHandover.objects.filter(pk=row.pk).update(reference="Altro")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ReportAnswer.objects.all().delete()
