"""Five selected proposals become pilots: co-design, plan, opinion, approval, agreement, start."""

import io
import tomllib
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pydantic import BaseModel, ConfigDict

from calls.models import Submission
from core.access import clock
from core.access.models import User
from core.people.domain.organisations import change_organisation, verify_iban
from core.people.models import Network, Organisation
from core.people.queries import organisations_of_network
from core.programmes.definition import Words
from core.questionnaires import queries as questionnaires
from labs.domain.attendance import record_attendance
from labs.domain.events import hold_event
from labs.domain.sessions import record_minutes
from labs.enums import AttendanceStatus
from labs.models import EventSession
from projects.domain.agreements import (
    approve_agreement,
    attach_signed_file,
    declare_signature,
    draft_agreement,
)
from projects.domain.plan import add_activity, add_budget_line, add_milestone, complete_milestone
from projects.domain.projects import (
    activate_project,
    approve_project,
    change_project,
    give_opinion,
    open_project,
    submit_plan,
)
from projects.domain.tables import convene_table
from projects.enums import OpinionKind, Party, SignatureMethod
from projects.models import Agreement, Milestone, Project
from topmetro.demo.people import STAFF, played_by, signer_of
from topmetro.demo.stage import Stage

FILE = Path(__file__).with_name("pilots.toml")
ACTS = "https://www.example.org/albo/{number}"
FIRST, LAST = date(2021, 2, 1), date(2021, 12, 31)
TERMS = (
    "Il presente accordo, ai sensi dell'art. 11 della legge 241/1990 e dell'art. 55 del"
    " d.lgs. 117/2017, regola la sperimentazione «{title}».\n\n"
    "1. La rete realizza le attività del piano approvato nei tempi indicati.\n"
    "2. Il contributo è erogato in quattro tranche, alle condizioni del programma.\n"
    "3. La rete rende conto delle spese e partecipa alla valutazione dei benefici comuni.\n\n"
    "Testo inventato per la dimostrazione."
)


class Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    due: date


class Pilot(BaseModel):
    """What the five chosen networks did next; days are in the programme's own time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    network: str
    cup: str
    act: str
    opinion: OpinionKind
    opinion_text: str
    categories: tuple[str, ...]
    summary: Words
    milestones: tuple[Step, ...]
    minutes: str


def pilots() -> list[Pilot]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Pilot.model_validate(row) for row in raw["pilots"]]


def pilot_scenes(stage: Stage) -> None:
    """From the end of November to February, each pilot some minutes after the one before."""
    for place, pilot in enumerate(pilots()):
        story = _Story(pilot, place, stage)
        for wall, act in (
            ("2020-11-30T09:30", story.open),
            ("2020-11-30T11:00", story.convene),
            ("2020-12-03T18:00", story.keep_minutes),
            ("2020-12-05T10:00", story.plan),
            ("2020-12-07T15:00", story.submit),
            ("2020-12-10T11:00", story.hear_municipality),
            ("2020-12-14T10:00", story.approve),
            ("2020-12-14T16:00", story.draft),
            ("2020-12-15T10:00", story.give_account),
            ("2020-12-15T15:00", story.sign),
            ("2020-12-16T10:00", story.put_in_force),
            ("2021-02-01T09:00", story.activate),
        ):
            stage.add(datetime.fromisoformat(wall) + timedelta(minutes=5 * place), act)
        for step in pilot.milestones:
            stage.add(f"{step.due}T18:00", story.reach(step))


class _Story:
    def __init__(self, pilot: Pilot, place: int, stage: Stage) -> None:
        self.pilot, self.place, self.stage = pilot, place, stage
        self.session: EventSession
        self.agreement: Agreement

    @property
    def project(self) -> Project:
        return Project.objects.select_related("network", "lead", "territory").get(
            network__name=self.pilot.network
        )

    @property
    def network(self) -> Network:
        return Network.objects.get(name=self.pilot.network)

    @property
    def signer(self) -> User:
        return signer_of(self.network)

    def open(self) -> None:
        submission = Submission.objects.get(network=self.network, call__slug="call-for-proposals")
        open_project(submission_id=submission.pk, by=played_by("Marco Bonino"))

    def convene(self) -> None:
        starts_at = self.stage.when("2020-12-03T15:00") + timedelta(minutes=15 * self.place)
        table = convene_table(
            project_id=self.project.pk,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place=f"Municipio, {self.project.territory.name}",
            objective="Dal progetto al piano: attività, tempi, conti, chi fa che cosa.",
            by=played_by("Marco Bonino"),
        )
        self.session = table.event.sessions.get()

    def keep_minutes(self) -> None:
        facilitator = played_by("Marco Bonino")
        came = (self.signer, official_of(self.project.territory.code), facilitator)
        record_attendance(
            session_id=self.session.pk,
            marks={person.pk: AttendanceStatus.PRESENT for person in came},
            by=facilitator,
        )
        record_minutes(session_id=self.session.pk, minutes=self.pilot.minutes, by=facilitator)
        hold_event(event_id=self.session.event_id, by=facilitator)

    def plan(self) -> None:
        """The plan is the proposal's, with the partners that have joined in charge of their part."""
        project, by, day = self.project, self.signer, self.stage.shift.day
        told = questionnaires.answers_of(project.submission.sheet)
        lines = told["piano_economico"]
        change_project(
            project_id=project.pk,
            revision=project.revision,
            by=by,
            summary=self.pilot.summary.bilingual,
            starts_on=day(FIRST),
            ends_on=day(LAST),
            cofinancing=sum((_euro(row.get("cofinancing")) for row in lines), Decimal(0)),
        )
        for row in told["attivita"]:
            add_activity(
                project_id=project.pk,
                by=by,
                title=row["what"],
                description=row.get("result") or "",
                starts_on=_day(row["starts_on"]),
                ends_on=_day(row["ends_on"]),
                organisation=self._in_charge(row["who"]),
            )
        for step in self.pilot.milestones:
            add_milestone(project_id=project.pk, by=by, title=step.title, due=day(step.due))
        for category, row in zip(self.pilot.categories, lines, strict=True):
            add_budget_line(
                project_id=project.pk,
                by=by,
                category=category,
                description=row["item"],
                organisation=project.lead,
                granted=_euro(row["requested"]),
                cofinancing=_euro(row.get("cofinancing")),
            )

    def _in_charge(self, name: str) -> Organisation:
        members = organisations_of_network(self.network)
        return members.filter(name=name).first() or self.project.lead

    def submit(self) -> None:
        submit_plan(project_id=self.project.pk, by=self.signer)

    def hear_municipality(self) -> None:
        give_opinion(
            project_id=self.project.pk,
            kind=self.pilot.opinion,
            text=self.pilot.opinion_text,
            by=official_of(self.project.territory.code),
        )

    def approve(self) -> None:
        approve_project(
            project_id=self.project.pk,
            act_number=self.pilot.act,
            act_date=clock.today(),
            act_url=ACTS.format(number=self.pilot.act),
            by=played_by("Anna Cavallo"),
        )

    def draft(self) -> None:
        project = self.project
        self.agreement = draft_agreement(
            project_id=project.pk,
            text=TERMS.format(title=project.title),
            cup=self.pilot.cup,
            by=played_by("Marco Bonino"),
        )

    def give_account(self) -> None:
        """The lead writes its IBAN; the verifier compares it with the bank's paper."""
        lead = self.project.lead
        iban = invented_iban(1001 + self.place)
        change_organisation(organisation_id=lead.pk, iban=iban, by=self.signer)
        verify_iban(organisation_id=lead.pk, iban=iban, by=played_by("Piero Vottero"))

    def sign(self) -> None:
        signed = [
            (Party.LEAD, self.signer.full_name, "legale rappresentante"),
            (Party.BODY, "Anna Cavallo", "dirigente"),
        ]
        for party, name, role in signed:
            declare_signature(
                agreement_id=self.agreement.pk,
                party=party,
                name=name,
                role=role,
                signed_on=clock.today(),
                method=SignatureMethod.HANDWRITTEN,
                by=played_by("Marco Bonino"),
            )
        attach_signed_file(
            agreement_id=self.agreement.pk,
            upload=SimpleUploadedFile("accordo-firmato.pdf", blank_pdf(), "application/pdf"),
            by=played_by("Marco Bonino"),
        )

    def put_in_force(self) -> None:
        approve_agreement(agreement_id=self.agreement.pk, by=played_by("Anna Cavallo"))

    def activate(self) -> None:
        activate_project(project_id=self.project.pk, by=played_by("Marco Bonino"))

    def reach(self, step: Step) -> Any:
        def act() -> None:
            milestone = Milestone.objects.get(project=self.project, title=step.title)
            complete_milestone(milestone_id=milestone.pk, by=self.signer)

        return act


def official_of(code: str) -> User:
    """The municipal official of a territory, by its ISTAT code."""
    return played_by(next(account.name for account in STAFF if account.territory == code))


def invented_iban(number: int) -> str:
    """An account of a bank that does not exist (ABI and CAB 99999), with its check characters."""
    body = f"9999999999{number:012d}"
    cin = _cin(body) + body
    figures = "".join(str(int(char, 36)) for char in f"{cin}IT00")
    return f"IT{98 - int(figures) % 97:02d}{cin}"


def _cin(body: str) -> str:
    """The Italian check letter: odd places weigh by a table, even places as they are."""
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
    weights = (odd[int(char)] if place % 2 == 0 else int(char) for place, char in enumerate(body))
    return chr(ord("A") + sum(weights) % 26)


def blank_pdf() -> bytes:
    """A page without a word: the demo's files say nothing."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _euro(value: Any) -> Decimal:
    return Decimal(str(value or 0))
