"""The list of the supporting documents of a project."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.people import queries as people
from core.ui.cells import Day, State, Text
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone
from projects import paths
from projects.enums import PaperKind
from projects.models import Project, SupportingDocument


def _state(paper: SupportingDocument) -> State | Text:
    if paper.withdrawn_at:
        return State(_("withdrawn"), Tone.NEUTRAL)
    return State(_("personal"), Tone.WARNING) if paper.is_personal else Text("")


def papers_listing(project: Project) -> Listing[SupportingDocument]:
    members = people.organisations_of_network(project.network).values_list("pk", "name")

    def url(paper: SupportingDocument) -> str:
        paper.project = project
        return paths.of_paper(paper, "paper_detail")

    return Listing[SupportingDocument](
        columns=[
            Column("title", _("What it is"), lambda p: Text(p.title), sort="title"),
            Column(
                "organisation",
                _("Organisation"),
                lambda p: Text(p.organisation.name),
                sort="organisation__name",
            ),
            Column("kind", _("Kind"), lambda p: Text(p.get_kind_display())),
            Column("added", _("Put in"), lambda p: Day(p.added_at), sort="added_at"),
            Column("state", pgettext_lazy("supporting document", "Who reads it"), _state),
        ],
        row_url=url,
        filters=[
            Filter("kind", _("Kind"), PaperKind.choices),
            Filter("organisation", _("Organisation"), [(str(key), name) for key, name in members]),
        ],
        search=lambda rows, words: rows.filter(
            Q(title__icontains=words) | Q(organisation__name__icontains=words)
        ),
        default_sort="-added",
    )
