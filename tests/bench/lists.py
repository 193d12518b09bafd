"""Many applications of one call, made in bulk: what they cost to make is not what is measured."""

from datetime import timedelta
from typing import Any

from calls.domain.calls import close_call
from calls.enums import SubmissionState
from calls.models import Call, Sending, Submission
from core.access import clock
from core.access.models import User
from core.people.enums import OrganisationKind
from core.people.models import Network, Organisation
from core.questionnaires.models import AnswerSheet
from tests.factories import calls, commission, programmes


def closed_call() -> Call:
    """A call for proposals that closed yesterday: the facilitators check what was sent."""
    call = commission.open_call()
    with clock.at(calls.AFTER):
        close_call(call_id=call.pk)
    return Call.objects.get(pk=call.pk)


def fill(call: Call, person: User, numbers: range) -> None:
    """An organisation, its network, an application that was sent, and its sending, for each number."""
    now, territory = calls.DURING, programmes.territory()
    common: dict[str, Any] = {"created_at": now, "created_by": person}
    leads = Organisation.objects.bulk_create(
        Organisation(name=f"Ente {number:04}", kind=OrganisationKind.ETS, **common)
        for number in numbers
    )
    networks = Network.objects.bulk_create(
        Network(name=f"Rete di {lead.name}", territory=territory, lead=lead, **common)
        for lead in leads
    )
    sheets = AnswerSheet.objects.bulk_create(
        AnswerSheet(version=call.version, started_at=now) for _ in networks
    )
    rows = Submission.objects.bulk_create(
        Submission(
            call=call, network=network, lead=network.lead, territory=territory, sheet=sheet,
            title=f"Proposta di {network.name}", state=SubmissionState.SUBMITTED,
            number=f"2021-{number + 1:04}", started_at=now, started_by=person, changed_at=now,
            submitted_at=now + timedelta(seconds=number), submitted_by=person,
        )
        for network, sheet, number in zip(networks, sheets, numbers, strict=True)
    )  # fmt: skip
    Sending.objects.bulk_create(
        Sending(
            submission=row, sheet=row.sheet, ordinal=1, canonical="{}", sha256="0" * 64,
            sent_at=now, sent_by=person,
        )
        for row in rows
    )  # fmt: skip
