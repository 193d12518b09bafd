"""Supporting documents of a project: who reads which.

An organisation reads its own. What speaks of persons (a payslip) nobody else of the network reads, not
even the lead, and no municipality: only verifiers without a tie. The rest the lead, officials and finance
officers read too, because they answer for it.
"""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, RoleName
from projects.models import Project, SupportingDocument

if TYPE_CHECKING:
    from core.people.models import Organisation

READ_WHAT_IS_NOT_PERSONAL = (RoleName.METROPOLITAN_OFFICIAL, RoleName.FINANCE_OFFICER)


def papers_readable_by(user: User, project: Project) -> QuerySet[SupportingDocument]:
    """What this person may read of a project, newest first; withdrawn ones only the organisation."""
    rows = project.papers.order_by("-added_at", "-pk")
    standing = people.standing_of(user)
    own = standing.organisations_at(LEVELS_THAT_WRITE)
    mine, stands = Q(organisation__in=own), Q(withdrawn_at=None)
    if standing.holds(RoleName.VERIFIER) and not people.ties_with(user, project.network):
        return rows.filter(mine | stands)
    if {project.lead_id, project.network.lead_id} & set(own) or standing.holds(
        *READ_WHAT_IS_NOT_PERSONAL
    ):
        return rows.filter(mine | stands & Q(is_personal=False))
    return rows.filter(mine)


def organisations_to_write_for(user: User, project: Project) -> "QuerySet[Organisation]":
    """The organisations of the network for which this person puts documents in."""
    own = people.standing_of(user).organisations_at(LEVELS_THAT_WRITE)
    return people.organisations_of_network(project.network).filter(pk__in=own)
