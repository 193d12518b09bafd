"""Who may do what with projects.

Any organisation of the network writes in the plan, only a signatory or manager of the lead sends it, as
with applications (docs/adr/0072). Nobody gives an opinion or approves on a network to which they are tied.
"""

from typing import Any
from uuid import UUID

import rules

from core.access.models import User
from core.documents.domain.access import documents_of
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, LEVELS_THAT_WRITE, RoleName
from core.people.rules import has, is_facilitator, is_in_programme, is_metropolitan_official
from projects import queries
from projects.mentorship_rules import MENTORSHIP_PERMISSIONS
from projects.models import Agreement, Project, SupportingDocument
from projects.queries import papers


@rules.predicate
def knows_project(user: User, project: Project) -> bool:
    return queries.visible_to(user).filter(pk=project.pk).exists()


@rules.predicate
def writes_in_network(user: User, project: Project) -> bool:
    networks = people.networks_of(user, levels=LEVELS_THAT_WRITE)
    return networks.filter(pk=project.network_id).exists()


@rules.predicate
def signs_for_lead(user: User, project: Project) -> bool:
    lead = people.organisations_of(user, levels=LEVELS_THAT_MANAGE)
    return lead.filter(pk=project.lead_id).exists()


@rules.predicate
def is_official_of_territory(user: User, project: Project) -> bool:
    return project.territory_id in people.territories_of(user)


@rules.predicate
def is_free_of_ties(user: User, project: Project) -> bool:
    return not queries.is_tied(user, project.network)


@rules.predicate
def writes_for_owner(user: User, paper: SupportingDocument) -> bool:
    own = people.standing_of(user).organisations_at(LEVELS_THAT_WRITE)
    return paper.organisation_id in own


@rules.predicate
def reads_paper(user: User, paper: SupportingDocument) -> bool:
    return papers.papers_readable_by(user, paper.project).filter(pk=paper.pk).exists()


_decides = is_metropolitan_official & is_free_of_ties
_prepares = is_facilitator | is_metropolitan_official

_PERMISSIONS: dict[str, Any] = {
    "projects.see_desk": is_in_programme,
    "projects.open_project": is_facilitator,
    "projects.see_project": knows_project,
    "projects.write_plan": writes_in_network | is_facilitator,
    "projects.convene_table": is_facilitator,
    "projects.submit_plan": signs_for_lead,
    "projects.give_opinion": is_official_of_territory & is_free_of_ties,
    "projects.return_plan": _decides,
    "projects.approve_project": _decides,
    "projects.revoke_project": _decides,
    "projects.draft_agreement": _prepares,
    "projects.see_agreement": knows_project,
    "projects.sign_agreement": _prepares,
    "projects.check_cup": _prepares | has(RoleName.VERIFIER, RoleName.FINANCE_OFFICER),
    "projects.approve_agreement": _decides,
    "projects.activate_project": _prepares,
    "projects.see_papers": writes_in_network
    | has(RoleName.VERIFIER, RoleName.METROPOLITAN_OFFICIAL, RoleName.FINANCE_OFFICER),
    "projects.add_paper": writes_in_network,
    "projects.see_paper": reads_paper,
    "projects.withdraw_paper": writes_for_owner,
    "projects.complete_milestone": writes_in_network | is_facilitator,
}
for _name, _predicate in (_PERMISSIONS | MENTORSHIP_PERMISSIONS).items():
    rules.add_perm(_name, _predicate)


@documents_of("projects.Project")
def may_read_project(user: User, object_id: UUID) -> bool:
    return queries.visible_to(user).filter(pk=object_id).exists()


@documents_of("projects.Agreement")
def may_read_agreement(user: User, object_id: UUID) -> bool:
    projects = Agreement.objects.filter(pk=object_id).order_by().values("project")
    return queries.visible_to(user).filter(pk__in=projects).exists()


@documents_of("projects.SupportingDocument")
def may_read_paper(user: User, object_id: UUID) -> bool:
    """Among those that they may read: an organisation its own, also when it left the network."""
    rows = SupportingDocument.objects.select_related("project__network", "project__lead")
    paper = rows.filter(pk=object_id).order_by().first()
    return paper is not None and reads_paper(user, paper)
