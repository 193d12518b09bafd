"""What is told about a report: a receipt to the lead, the duty to the verifiers, the answer to the lead."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.models import User
from core.documents.queries import last_version
from core.notices.domain.notice import Recipient
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, RoleName
from core.ui.wording import day_text
from tranches.models import ReportHandover
from tranches.notice_base import OfTranche, Waits


class _OfReport(OfTranche):
    """To the people who write for the beneficiary, whoever of them did it included."""

    def __init__(
        self, handover: ReportHandover, *, by: User | None = None, reason: str = ""
    ) -> None:
        super().__init__(handover.tranche, by=by, reason=reason)
        self.handover = handover

    def recipients(self) -> Iterable[Recipient]:
        beneficiary = self.tranche.grant.beneficiary
        found = people.people_of_organisation(beneficiary, levels=LEVELS_THAT_WRITE)
        return self.besides_the_author(found)

    @property
    def words(self) -> dict[str, str]:
        row, version = self.handover, last_version(self.handover.document)
        return {
            **super().words,
            "report": row.reference,
            "signer": row.signed_by_name,
            "who": row.handed_over_by.full_name,
            "day": day_text(row.handed_over_at, year=True),
            "file": version.original_name,
            "digest": version.sha256,
        }


class ReportReceipt(_OfReport):
    kind = "tranches.report_receipt"
    label = gettext_lazy("Receipt of a report that your organisation handed over")
    duty = True

    def headline(self) -> str:
        return _("Receipt of the report: %(tranche)s")

    def sentences(self) -> list[str]:
        return [
            _("On %(day)s %(who)s handed over the report “%(report)s”, signed by %(signer)s."),
            _("File: %(file)s. Its SHA-256 digest: %(digest)s"),
            _("The verifier reads it, then accepts it or sends it back with the reason."),
        ]


class ReportReturned(_OfReport):
    kind = "tranches.report_returned"
    label = gettext_lazy("A report that your organisation handed over was sent back")
    duty = True

    def headline(self) -> str:
        return _("Hand the report over again: %(tranche)s")

    def sentences(self) -> list[str]:
        return [
            _("The verifier sent the report “%(report)s” back: put it right, then hand it over.")
        ]


class ReportAccepted(_OfReport):
    kind = "tranches.report_accepted"
    label = gettext_lazy("A report that your organisation handed over was accepted")

    def headline(self) -> str:
        return _("Report accepted: %(tranche)s")

    def sentences(self) -> list[str]:
        return [
            _("The verifier accepted the report “%(report)s”."),
            _("The signatory of the lead organisation can ask for %(amount)s."),
        ]


class ToAnswerReport(_OfReport, Waits):
    kind = "tranches.to_answer_report"
    label = gettext_lazy("A report waits for your answer")
    action_label = gettext_lazy("Read the report")
    role = RoleName.VERIFIER

    def recipients(self) -> Iterable[Recipient]:
        return Waits.recipients(self)

    def headline(self) -> str:
        return _("Read the report handed over: %(tranche)s")

    def sentences(self) -> list[str]:
        return [
            _("%(who)s handed over the report “%(report)s”, signed by %(signer)s."),
            _("Accept it, or send it back and say what is to be put right."),
        ]
