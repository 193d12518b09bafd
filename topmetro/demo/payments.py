"""The contribution of the five pilots and its first instalment, paid before the end of the year.

Amount, percentages and months are in the report; acts, orders and receipts are invented. The pilot of the
"shown" network has everything ready for its second instalment but the report: its gate says so. That of
another network is in the hands of the verifier (`reporting`).
"""

from datetime import datetime, timedelta

from core.access import clock
from core.access.models import User
from projects.models import Project
from topmetro.demo.people import played_by, signer_of
from topmetro.demo.pilots import ACTS, Pilot, official_of, pilots
from topmetro.demo.stage import Stage
from tranches.domain.acts import approve_tranche, publish_act
from tranches.domain.evidence import declare_withholding, record_clearance
from tranches.domain.grants import award_grant
from tranches.domain.opinions import give_opinion_on_tranche
from tranches.domain.payments import Commitment, order_tranche, pay_tranche
from tranches.domain.requests import request_tranche, verify_tranche
from tranches.enums import ClearanceState, OpinionKind
from tranches.models import Tranche

NORM = "art. 28, comma 2, d.P.R. 600/1973: ente non commerciale, attività istituzionale"
CLEARANCE_LASTS = timedelta(days=120)


def payment_scenes(stage: Stage) -> None:
    """The first instalment of each pilot, by distinct people."""
    for place, pilot in enumerate(pilots()):
        story = _Instalment(pilot, place)
        for wall, act in (
            ("2020-12-16T15:00", story.award),
            ("2020-12-16T18:00", story.request),
            ("2020-12-17T10:00", story.verify),
            ("2020-12-17T15:00", story.hear_municipality),
            ("2020-12-18T10:00", story.approve),
            ("2020-12-18T15:00", story.publish),
            ("2020-12-21T10:00", story.order),
            ("2020-12-23T11:00", story.pay),
        ):
            stage.add(datetime.fromisoformat(wall) + timedelta(minutes=5 * place), act)


class _Instalment:
    def __init__(self, pilot: Pilot, place: int) -> None:
        self.pilot, self.place = pilot, place

    @property
    def project(self) -> Project:
        return Project.objects.select_related("network", "territory").get(
            network__name=self.pilot.network
        )

    @property
    def tranche(self) -> Tranche:
        return Tranche.objects.get(grant__project=self.project, position=1)

    @property
    def signer(self) -> User:
        return signer_of(self.project.network)

    def award(self) -> None:
        award_grant(project_id=self.project.pk, by=played_by("Anna Cavallo"))

    def request(self) -> None:
        declare_withholding(
            tranche_id=self.tranche.pk,
            subject=False,
            norm=NORM,
            signed_on=clock.today(),
            by=self.signer,
        )
        request_tranche(tranche_id=self.tranche.pk, by=self.signer)

    def verify(self) -> None:
        record_clearance(
            tranche_id=self.tranche.pk,
            state=ClearanceState.REGULAR,
            asked_on=clock.today(),
            valid_until=clock.today() + CLEARANCE_LASTS,
            reference=f"DURC inventato {3310 + self.place}",
            by=played_by("Piero Vottero"),
        )
        verify_tranche(tranche_id=self.tranche.pk, by=played_by("Piero Vottero"))

    def hear_municipality(self) -> None:
        give_opinion_on_tranche(
            tranche_id=self.tranche.pk,
            opinion=OpinionKind.FAVOURABLE,
            by=official_of(self.project.territory.code),
        )

    def approve(self) -> None:
        number = f"DD-2020-61{20 + self.place}"
        approve_tranche(
            tranche_id=self.tranche.pk,
            act_number=number,
            act_date=clock.today(),
            act_url=ACTS.format(number=number),
            by=played_by("Anna Cavallo"),
        )

    def publish(self) -> None:
        publish_act(tranche_id=self.tranche.pk, by=played_by("Anna Cavallo"))

    def order(self) -> None:
        order_tranche(
            tranche_id=self.tranche.pk,
            order_number=f"{8801 + self.place}",
            commitment=Commitment(
                number=f"{2411 + self.place}", chapter="14120/2", year=clock.today().year
            ),
            by=played_by("Roberto Scotti"),
        )

    def pay(self) -> None:
        pay_tranche(
            tranche_id=self.tranche.pk,
            receipt_number=f"Q-{9301 + self.place}",
            by=played_by("Roberto Scotti"),
        )
