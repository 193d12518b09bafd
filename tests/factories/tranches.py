"""Contributions for tests, led by the real verbs from the award to the receipt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.access import clock
from core.access.models import User
from core.people.domain.organisations import verify_iban
from core.people.enums import MemberLevel, RoleName
from core.people.models import Network, Organisation
from core.programmes.enums import DatePrecision, FunderRole, PayerKind
from core.programmes.models import DefinitionSection, Funder
from core.ui.bilingual import Bilingual
from projects.models import Project
from tests.factories import people as people_factory
from tests.factories import projects as project_factory
from tests.factories.calls import DURING
from tests.factories.documents import PDF
from tests.stages import stage
from tranches.domain import acts, evidence, grants, opinions, payments, reports, requests
from tranches.enums import ClearanceState, Condition, OpinionKind, TrancheKind, TrancheState
from tranches.models import Grant, PlannedShare, ReportHandover, Tranche, TranchePlan

AWARDED = datetime(2021, 4, 6, 10, tzinfo=clock.ROME)
DAY = timedelta(days=1)
ACT_DATE = date(2021, 4, 8)
ACT_URL = "https://example.org/amministrazione-trasparente/atti/77"
SHARES = (Decimal(30), Decimal(25), Decimal(25), Decimal(20))
COMMITMENT = payments.Commitment(number="1204", chapter="15321", year=2021)
S = TrancheState


@dataclass(frozen=True)
class Team:
    """Everybody on the way of a tranche, each another person."""

    signatory: User
    verifier: User
    municipal: User
    official: User
    finance: User


def plan(
    shares: Sequence[Decimal] = SHARES, *, contribution: Decimal = project_factory.CONTRIBUTION
) -> TranchePlan:
    """Instalments from April 2021 on, every third month; a report is asked for from the second on."""
    made = TranchePlan.objects.create(contribution=contribution)
    PlannedShare.objects.bulk_create(
        PlannedShare(
            plan=made,
            position=position,
            kind=TrancheKind.ADVANCE if position == 1 else TrancheKind.INTERIM,
            percent=percent,
            starts_on=date(2021, min(12, 1 + 3 * position), 1),
            precision=DatePrecision.MONTH,
            conditions=_conditions(position),
        )
        for position, percent in enumerate(shares, start=1)
    )
    return made


def _conditions(position: int) -> list[str]:
    asked = [Condition.AGREEMENT_IN_FORCE.value, Condition.ACT_PUBLISHED.value]
    return asked if position == 1 else [*asked, Condition.REPORT_ACCEPTED.value]


def payer(kind: PayerKind = PayerKind.PUBLIC) -> Funder:
    made, _new = Funder.objects.get_or_create(
        key="ente",
        defaults={
            "role": FunderRole.PROMOTER,
            "payer_kind": kind,
            "name": Bilingual(it="Ente pagatore", en="Paying body"),
            "short_name": "Ente",
        },
    )
    return made


def opinion_step(*, optional: bool = True, silence_days: int | None = 10) -> None:
    """Let the programme ask for the municipality's opinion."""
    row = {"key": "opinion-on-instalment", "roles": ["municipal_official"], "optional": optional}
    if silence_days:
        row["silence_days"] = silence_days
    DefinitionSection.objects.create(name="steps", content=[row])


def payable_lead(
    name: str = "Orti di Prova", tax_code: str = people_factory.TAX_CODE
) -> Organisation:
    """An organisation with codice fiscale and a verified IBAN."""
    lead = people_factory.organisation(name, tax_code=tax_code, iban=people_factory.IBAN)
    return verify_iban(organisation_id=lead.pk, iban=people_factory.IBAN, by=team_member("Vera"))


def team_member(name: str) -> User:
    found = User.objects.filter(full_name=f"{name} Squadra").first()
    return found or people_factory.user(f"{name} Squadra")


def project(lead: Organisation | None = None, **network: Any) -> Project:
    """A project under way whose lead can be paid; the programme has a plan and a payer.

    `network` are fields of its network: a second project needs another `territory`.
    """
    if not TranchePlan.objects.exists():
        plan()
    payer()
    with clock.at(DURING):  # who signs must be there when the application is sent
        of = people_factory.network("Rete Orti", lead=lead or payable_lead(), **network)
        return project_factory.active(of)


def team(network: Network) -> Team:
    """Five people without a tie to the network, except who signs for its lead."""
    with clock.at(AWARDED):
        return Team(
            signatory=people_factory.member(network.lead, MemberLevel.SIGNATORY).user,
            verifier=people_factory.with_role(RoleName.VERIFIER),
            municipal=people_factory.municipal_official(network.territory),
            official=project_factory.official(),
            finance=people_factory.with_role(RoleName.FINANCE_OFFICER),
        )


@dataclass
class Way:
    """A grant on its way: the tranche that moves, and who moves it. Each step is a day later."""

    grant: Grant
    tranche: Tranche
    team: Team
    now: datetime = AWARDED

    def at(self, step: Callable[[], object]) -> None:
        self.now += DAY
        with clock.at(self.now):
            step()
        self.tranche.refresh_from_db()

    def request(self) -> None:
        key, by = self.tranche.pk, self.team.signatory
        self.at(lambda: requests.request_tranche(tranche_id=key, by=by, note="Siamo pronti."))

    def verify(self) -> None:
        key, by = self.tranche.pk, self.team.verifier
        self.at(lambda: requests.verify_tranche(tranche_id=key, by=by, note="In regola."))

    def opine(self, opinion: OpinionKind = OpinionKind.FAVOURABLE) -> None:
        self.at(
            lambda: opinions.give_opinion_on_tranche(
                tranche_id=self.tranche.pk, opinion=opinion, by=self.team.municipal, text="Bene."
            )
        )

    def approve(self) -> None:
        self.at(
            lambda: acts.approve_tranche(
                tranche_id=self.tranche.pk, act_number="77/2021", act_date=ACT_DATE,
                act_url=ACT_URL, by=self.team.official,
            )
        )  # fmt: skip

    def publish(self) -> None:
        self.at(lambda: acts.publish_act(tranche_id=self.tranche.pk, by=self.team.official))

    def clear(self) -> None:
        """What the order asks for beside the act: a valid clearance and a declaration."""
        with clock.at(self.now):
            evidence.record_clearance(
                tranche_id=self.tranche.pk, state=ClearanceState.REGULAR, by=self.team.finance,
                valid_until=self.now.date() + 120 * DAY,
            )  # fmt: skip
            evidence.declare_withholding(
                tranche_id=self.tranche.pk, subject=False, by=self.team.signatory,
                norm="Ente non commerciale, attività istituzionale",
            )  # fmt: skip

    def order(self) -> None:
        self.at(
            lambda: payments.order_tranche(
                tranche_id=self.tranche.pk, order_number="501", by=self.team.finance,
                commitment=COMMITMENT,
            )
        )  # fmt: skip

    def pay(self) -> None:
        self.at(
            lambda: payments.pay_tranche(
                tranche_id=self.tranche.pk, receipt_number="Q-901", by=self.team.finance
            )
        )

    def verify_account(self) -> None:
        """Somebody compares the beneficiary's IBAN with the bank's paper once more."""
        self.at(
            lambda: verify_iban(
                organisation_id=self.grant.beneficiary_id, iban=people_factory.IBAN,
                by=self.team.finance,
            )
        )  # fmt: skip

    def send_back(self) -> None:
        self.at(
            lambda: requests.return_tranche(
                tranche_id=self.tranche.pk, reason="Manca un allegato.", by=self.team.verifier
            )
        )

    def suspend(self) -> None:
        self.at(
            lambda: requests.suspend_tranche(
                tranche_id=self.tranche.pk, reason="Verifica in corso.", by=self.team.official
            )
        )

    def resume(self) -> None:
        key, by = self.tranche.pk, self.team.official
        self.at(lambda: requests.resume_tranche(tranche_id=key, by=by))

    def until_published(self) -> None:
        self.request()
        self.verify()
        self.approve()
        self.publish()


@stage(at=AWARDED)
def granted(lead: Organisation | None = None) -> Way:
    """A grant of 30,000 in four tranches, awarded to a running project; nothing asked for yet."""
    of = project(lead)
    people = team(of.network)
    with clock.at(AWARDED):
        grant = grants.award_grant(project_id=of.pk, by=people.official)
    return Way(grant, grant.tranches.get(position=1), people)


@stage(at=AWARDED)
def reporting() -> Way:
    """The second tranche of a grant, whose first is paid: its gate asks for a report; nothing is there yet."""
    way = granted()
    for step in (way.until_published, way.clear, way.order, way.pay):
        step()
    way.tranche = way.grant.tranches.get(position=2)
    return way


def hand_over(way: Way, *, by: User | None = None, **fields: Any) -> ReportHandover:
    """The signatory of the lead hands a report over, a day later."""
    said: dict[str, Any] = {
        "upload": pdf(),
        "reference": "Rendicontazione n. 1, aprile–giugno",
        "signed_by_name": "Sofia Sottoscritta",
        **fields,
    }
    way.now += DAY
    with clock.at(way.now):
        return reports.hand_over_report(
            tranche_id=way.tranche.pk, by=by or way.team.signatory, **said
        )


def way_to(state: TrancheState) -> Way:
    """The first tranche of a grant, led by the verbs to this state."""
    way = granted()
    if state == S.OPINION_GIVEN:
        opinion_step()
    before = {
        S.PLANNED: (),
        S.REQUESTED: (way.request,),
        S.VERIFIED: (way.request, way.verify),
        S.OPINION_GIVEN: (way.request, way.verify, way.opine),
        S.APPROVED: (way.request, way.verify, way.approve),
        S.ORDERED: (way.until_published, way.clear, way.order),
        S.PAID: (way.until_published, way.clear, way.order, way.pay),
        S.RETURNED: (way.request, way.send_back),
        S.SUSPENDED: (way.request, way.suspend),
    }
    for step in before[state]:
        step()
    return way


def pdf(name: str = "relazione.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)
