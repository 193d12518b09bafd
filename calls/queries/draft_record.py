"""What the lead's record lacks or is about to lack, told before an application is sent."""

from dataclasses import dataclass

from calls.models import Submission
from core.people import queries as people
from core.people.models import Organisation
from core.people.queries import Expiry, MissingPart


@dataclass(frozen=True)
class RecordState:
    """Nothing here stops a sending; it costs weeks afterwards."""

    organisation: Organisation
    missing: tuple[MissingPart, ...]
    expiring: tuple[Expiry, ...]
    has_unverified_iban: bool

    @property
    def is_fine(self) -> bool:
        return not (self.missing or self.expiring or self.has_unverified_iban)


def record_of_lead(submission: Submission) -> RecordState:
    """RUNTS, mandate of the legal representative, IBAN, and what was never filled in. Four queries."""
    lead = submission.network.lead
    return RecordState(
        organisation=lead,
        missing=tuple(people.missing_in_record(lead)),
        expiring=tuple(people.expiring_in_record(lead)),
        has_unverified_iban=bool(lead.iban) and lead.verified_iban != lead.iban,
    )
