"""The first report of one pilot, ten days after the pilots started: handed over, not answered yet.

In March the second instalment can be asked for, and its gate wants a report: this network is early. Its
papers are invented; the other four have theirs to write.
"""

from django.core.files.uploadedfile import SimpleUploadedFile

from core.people.models import Organisation
from projects.domain.papers import add_paper
from projects.enums import PaperKind
from projects.models import Project
from topmetro.demo.people import played_by, signer_of
from topmetro.demo.pilots import blank_pdf
from topmetro.demo.stage import Stage
from tranches.domain.reports import hand_over_report
from tranches.models import Tranche

EARLY = "Rete Mercato di Tutti"
PARTNER = ("Cooperativa Il Carretto", "Davide Brusa")
COVERS = "Rendicontazione n. 1: preparazione e avvio, fino al 10 febbraio"
NOTE = "Fatture e ricevute sono tra i giustificativi; i cedolini li ha messi chi li ha pagati."


def reporting_scenes(stage: Stage) -> None:
    """An invoice of the lead, a payslip of a partner that the lead never reads, then the report."""
    stage.add("2021-02-10T16:00", _invoice)
    stage.add("2021-02-10T17:30", _payslip)
    stage.add("2021-02-12T11:00", _hand_over)


def _project() -> Project:
    return Project.objects.select_related("network", "lead").get(network__name=EARLY)


def _invoice() -> None:
    project = _project()
    add_paper(
        project_id=project.pk,
        organisation=project.lead,
        kind=PaperKind.INVOICE,
        title="Tende e banchi per la piazza",
        upload=_file("fattura-12.pdf"),
        by=signer_of(project.network),
    )


def _payslip() -> None:
    organisation, person = PARTNER
    add_paper(
        project_id=_project().pk,
        organisation=Organisation.objects.get(name=organisation),
        kind=PaperKind.PAYSLIP,
        title="Cedolini di gennaio, un’addetta alle consegne",
        upload=_file("cedolini-gennaio.pdf"),
        by=played_by(person),
    )


def _hand_over() -> None:
    project = _project()
    signer = signer_of(project.network)
    hand_over_report(
        tranche_id=Tranche.objects.get(grant__project=project, position=2).pk,
        upload=_file("rendicontazione-1.pdf"),
        reference=COVERS,
        signed_by_name=signer.full_name,
        note=NOTE,
        by=signer,
    )


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, blank_pdf(), "application/pdf")
