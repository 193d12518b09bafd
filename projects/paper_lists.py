"""The list of the supporting documents of a project."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.people import queries as people
from core.ui.cells import Day, Text
from core.ui.tables import Column, Filter, Listing
from projects import paths
from projects.enums import PaperKind
from projects.models import Project, SupportingDocument


def _readers(paper: SupportingDocument) -> Text:
    if paper.withdrawn_at:
        return Text(_("the organisation only"), _("withdrawn"))
    if paper.is_personal:
        return Text(_("the organisation and the verifiers"), _("personal"))
    return Text(_("also the lead, the verifiers and the body"))


def papers_listing(project: Project) -> Listing[SupportingDocument]:
    members = people.organisations_of_network(project.network).values_list("pk", "name")

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
            Column("readers", pgettext_lazy("supporting document", "Who reads it"), _readers),
        ],
        row_url=lambda p: paths.of_paper(p, "paper_detail"),
        filters=[
            Filter("kind", _("Kind"), PaperKind.choices),
            Filter("organisation", _("Organisation"), [(str(key), name) for key, name in members]),
        ],
        search=lambda rows, words: rows.filter(
            Q(title__icontains=words) | Q(organisation__name__icontains=words)
        ),
        default_sort="-added",
    )
