"""Why no supporting document can be put in, or withdrawn, now; *who* is in `rules`."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import hands
from core.access.blocked import Blocker
from core.documents.queries import last_version
from core.people import queries as people
from projects.enums import UNAPPROVED_STATES
from projects.models import Project, SupportingDocument

if TYPE_CHECKING:
    from core.people.models import Organisation

TWICE = "kept_already"


def add_paper_blockers(
    project: Project, organisation: "Organisation | None" = None
) -> list[Blocker]:
    """The project is approved, the organisation takes part in its network today."""
    if project.state in UNAPPROVED_STATES:
        text = _("The project is not approved yet.")
        return [Blocker("project_not_approved", text, hands.official())]
    if organisation is None:
        return []
    members = people.organisations_of_network(project.network)
    if members.filter(pk=organisation.pk).exists():
        return []
    text = _("%(organisation)s is not in the network.") % {"organisation": organisation.name}
    return [Blocker("not_in_network", text, hands.lead())]


def twice_blockers(
    project: Project, organisation: "Organisation", title: str, digest: str
) -> list[Blocker]:
    """The same file (by its SHA-256) under the same title stands in this project: a second click."""
    rows = project.papers.filter(
        organisation=organisation, title=title, withdrawn_at=None
    ).select_related("document")
    if all(last_version(row.document).sha256 != digest for row in rows):
        return []
    return [Blocker(TWICE, _("This document is already here: it was kept once."))]


def withdraw_paper_blockers(paper: SupportingDocument) -> list[Blocker]:
    if paper.withdrawn_at is None:
        return []
    return [Blocker("withdrawn", _("This document is already withdrawn."))]
