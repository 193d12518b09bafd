"""Projects for tests, made by the real verbs from the selected application on."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from calls.enums import SubmissionState
from calls.models import Call, Submission
from core.access import clock
from core.access.models import User
from core.documents.models import Document
from core.people.enums import RoleName
from core.people.models import Network
from core.ui.bilingual import Bilingual
from projects.domain import agreements, endings, plan, projects, tables
from projects.enums import BudgetCategory, PaperKind, Party, ProjectState, SignatureMethod
from projects.models import Agreement, BudgetLine, CodesignTable, Project, SupportingDocument
from tests.factories import calls as call_factory
from tests.factories import people as people_factory
from tests.factories.rankings import in_state

DESIGN = datetime(2021, 3, 10, 10, tzinfo=clock.ROME)
"""When factories open, write and send."""

STARTS, ENDS = date(2021, 4, 1), date(2021, 12, 31)
UNDER_WAY = datetime(2021, 4, 2, 9, tzinfo=clock.ROME)
CONTRIBUTION = Decimal("30000.00")
COFINANCING = Decimal("2000.00")
CUP = "J87G21000120005"
ACT_URL = "https://example.org/atti/120"


def selected(network: Network | None = None) -> Submission:
    """A selected application; the ranking that chose it belongs to other tests.

    All answer one call, which selects one in each territory: a second one needs a network elsewhere.
    """
    with clock.at(call_factory.DURING):  # whoever signs must be in office while the call is open
        call = Call.objects.filter(slug="proposte").first()
        call = call or call_factory.open_call(slug="proposte")
        submission, _receipt = call_factory.sent(call, network)
        return in_state(submission, SubmissionState.SELECTED)


def network(name: str = "Rete Orti", **fields: Any) -> Network:
    """A network that was there when the call was open."""
    with clock.at(call_factory.DURING):
        return people_factory.network(name, **fields)


def opened(network: Network | None = None, *, by: User | None = None) -> Project:
    """A project in design, with nothing written."""
    return opened_on(selected(network), by=by)


def opened_on(submission: Submission, *, by: User | None = None) -> Project:
    """The project of this application, with nothing written."""
    with clock.at(DESIGN):
        return projects.open_project(
            submission_id=submission.pk, contribution=CONTRIBUTION, by=by or _facilitator()
        )


def writer(project: Project) -> User:
    """The manager of the lead organisation."""
    return project.lead.created_by


def planned(network: Network | None = None, *, project: Project | None = None) -> Project:
    """A project whose plan lacks nothing to be sent; its budget adds up in two lines."""
    project = project or opened(network)
    by = writer(project)
    with clock.at(DESIGN):
        projects.change_project(
            project_id=project.pk, revision=0, by=by,
            summary=Bilingual(it="Orti condivisi per tutti.", en="Shared gardens for everybody."),
            starts_on=STARTS, ends_on=ENDS, cofinancing=COFINANCING,
        )  # fmt: skip
        plan.add_activity(
            project_id=project.pk, by=by, title="Aprire gli orti", description="",
            starts_on=STARTS, ends_on=ENDS, organisation=project.lead,
        )  # fmt: skip
        plan.add_milestone(
            project_id=project.pk, by=by, title="Il primo orto è aperto", due=date(2021, 6, 15)
        )
        add_line(project, granted=Decimal("20000.00"), cofinancing=COFINANCING)
        add_line(project, granted=Decimal("10000.00"), cofinancing=Decimal(0))
    project.refresh_from_db()
    return project


def add_line(project: Project, **amounts: Decimal) -> Any:
    return plan.add_budget_line(
        project_id=project.pk, by=writer(project), category=BudgetCategory.STAFF,
        description="Operatrici", organisation=project.lead, **amounts,
    )  # fmt: skip


def submitted(network: Network | None = None) -> Project:
    """A project whose plan was sent by the lead's manager."""
    project = planned(network)
    with clock.at(DESIGN):
        return projects.submit_plan(project_id=project.pk, by=writer(project))


def official(name: str = "Olga Metropolitana") -> User:
    """A metropolitan official in office since before the projects; one for each name."""
    if found := User.objects.filter(full_name=name).first():
        return found
    with clock.at(call_factory.DURING):
        return people_factory.with_role(RoleName.METROPOLITAN_OFFICIAL, people_factory.user(name))


def approved(network: Network | None = None, *, by: User | None = None) -> Project:
    """An approved project; its programme waits for no opinion."""
    project = submitted(network)
    with clock.at(DESIGN + timedelta(days=1)):
        return projects.approve_project(
            project_id=project.pk, act_number="120/2021", act_date=date(2021, 3, 11),
            act_url=ACT_URL, by=by or official(),
        )  # fmt: skip


def drafted(project: Project | None = None, *, cup: str = CUP) -> Agreement:
    """An agreement with its text and CUP, unsigned."""
    of = project or approved()
    with clock.at(DESIGN + timedelta(days=2)):
        return agreements.draft_agreement(
            project_id=of.pk, text="## Parti\n\nTra i due.", cup=cup, by=_facilitator()
        )


def sign(agreement: Agreement, party: Party, *, by: User | None = None) -> None:
    with clock.at(DESIGN + timedelta(days=3)):
        agreements.declare_signature(
            agreement_id=agreement.pk, party=party, name="Irma Firmataria",
            role="legale rappresentante", signed_on=date(2021, 3, 12),
            method=SignatureMethod.DIGITAL, by=by or _facilitator(),
        )  # fmt: skip


def signed_file(name: str = "convenzione.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def signed(project: Project | None = None, *, cup: str = CUP) -> Agreement:
    """An agreement that lacks nothing to be put in force."""
    agreement = drafted(project, cup=cup)
    for party in Party:
        sign(agreement, party)
    with clock.at(DESIGN + timedelta(days=3)):
        return agreements.attach_signed_file(
            agreement_id=agreement.pk, upload=signed_file(), by=_facilitator()
        )


def in_force(project: Project | None = None) -> Agreement:
    agreement = signed(project)
    with clock.at(DESIGN + timedelta(days=4)):
        return agreements.approve_agreement(agreement_id=agreement.pk, by=official())


def active(network: Network | None = None) -> Project:
    """A project under way since its first day."""
    agreement = in_force(approved(network))
    with clock.at(UNDER_WAY):
        return projects.activate_project(project_id=agreement.project_id, by=_facilitator())


def lapsed(project: Project) -> Project:
    with clock.at(DESIGN + timedelta(days=5)):
        return endings.lapse_project(
            project_id=project.pk, reason="La rete ha rinunciato.", by=_facilitator()
        )


def revoked(project: Project) -> Project:
    with clock.at(DESIGN + timedelta(days=5)):
        return endings.revoke_project(
            project_id=project.pk, reason="La rete si è sciolta.", act_number="200/2021",
            act_date=date(2021, 3, 15), act_url="https://example.org/atti/200", by=official(),
        )  # fmt: skip


def project_in(state: ProjectState) -> Project:
    """A project in a state: by the verbs where they exist, by hand beyond them."""
    if state == ProjectState.DESIGNING:
        return submitted()
    if state == ProjectState.LAPSED:
        return lapsed(submitted())
    if state == ProjectState.APPROVED:
        return approved()
    if state == ProjectState.REVOKED:
        return revoked(approved())
    project = active()
    if state != ProjectState.ACTIVE:
        Project.objects.filter(pk=project.pk).update(state=state)
        project.refresh_from_db()
    return project


def table(project: Project, *, by: User | None = None) -> CodesignTable:
    """A co-design table that sits the day after the project was opened."""
    begins = DESIGN + timedelta(days=1)
    with clock.at(DESIGN):
        return tables.convene_table(
            project_id=project.pk, starts_at=begins, ends_at=begins + timedelta(hours=2),
            place="Sala civica", by=by or _facilitator(),
        )  # fmt: skip


def many(person: User, networks: list[Network]) -> None:
    """A project of each network for lists: every second one is approved, without its agreement."""
    now = clock.now()
    found = Submission.objects.filter(network__in=networks).select_related("network")
    made = Project.objects.bulk_create(
        Project(
            submission=row, network=row.network, lead_id=row.network.lead_id,
            territory_id=row.territory_id, slug=f"progetto-{row.number}", title=row.title,
            contribution=CONTRIBUTION, opened_at=now, opened_by=person,
        )
        for row in found.order_by("pk")
    )  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(
            project=one, category=BudgetCategory.STAFF, description="Operatrici",
            organisation_id=one.lead_id, granted=CONTRIBUTION, changed_at=now, changed_by=person,
        )
        for one in made
    )  # fmt: skip
    Project.objects.filter(pk__in=[one.pk for one in made[::2]]).update(
        state=ProjectState.APPROVED, round=1, submitted_at=now, submitted_by=person,
        starts_on=STARTS, ends_on=ENDS, approved_at=now, approved_by=official(),
        act_number="1", act_date=STARTS, act_url=ACT_URL,
    )  # fmt: skip
    _many_papers(first_of_many(), person, len(made))


def first_of_many() -> Project:
    """The one that keeps the supporting documents of `many`."""
    return Project.objects.order_by("slug")[0]


def _many_papers(project: Project, person: User, count: int) -> None:
    """Payslips of the lead, without a version: a list reads none."""
    papers = [
        SupportingDocument(
            project=project, organisation_id=project.lead_id, kind=PaperKind.PAYSLIP,
            is_personal=True, title="Cedolini", added_at=clock.now(), added_by=person,
        )
        for _number in range(count)
    ]  # fmt: skip
    for paper in papers:
        paper.document = Document(
            about_label=paper._meta.label, about_id=paper.pk, title="Cedolini"
        )
    Document.objects.bulk_create(paper.document for paper in papers)
    SupportingDocument.objects.bulk_create(papers)


def _facilitator() -> User:
    """The facilitator of the tests' projects, made once."""
    if found := User.objects.filter(full_name="Flora Facilita").first():
        return found
    with clock.at(call_factory.DURING):
        return people_factory.facilitator("Flora Facilita")
