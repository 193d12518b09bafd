"""What is told about projects, and to whom; whom their dates concern."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, RoleName
from projects import (
    mentorship_notifications,  # noqa: F401 - its kinds are found through this module
    paper_notices,  # noqa: F401 - its kind too
    paths,
    queries,
)
from projects.models import Agreement, CodesignTable, Milestone, Opinion, PlanReturn, Project


class _OfProject(Notice):
    """About one project; told to its network unless the kind says otherwise."""

    def __init__(self, project: Project, *, by: User | None = None) -> None:
        self.project = project
        self.by = by

    def recipients(self) -> Iterable[Recipient]:
        return _besides(self.by, people.people_of_network(self.project.network))

    def context(self) -> Mapping[str, Any]:
        return {"project": self.project}

    def path(self) -> str:
        return paths.detail(self.project)


class ProjectOpened(_OfProject):
    """To the network and to its municipality: from here on they design together."""

    kind = "projects.project_opened"
    label = _("A proposal has become a project")
    template = "projects/emails/project_opened"
    action_label = _("Open the project")

    def recipients(self) -> Iterable[Recipient]:
        return chain(super().recipients(), municipality_of(self.project))


class TableConvened(_OfProject):
    kind = "projects.table_convened"
    label = _("A co-design table has been convened")
    template = "projects/emails/table_convened"
    action_label = _("Open the project")

    def __init__(self, table: CodesignTable, *, by: User | None = None) -> None:
        super().__init__(table.project, by=by)
        self.table = table

    def recipients(self) -> Iterable[Recipient]:
        team = people.people_with_role(RoleName.COORDINATOR, RoleName.FACILITATOR)
        return chain(super().recipients(), municipality_of(self.project), _besides(self.by, team))

    def context(self) -> Mapping[str, Any]:
        return {"project": self.project, "table": self.table, "event": self.table.event}


class PlanSubmitted(_OfProject):
    """A duty: the municipality's term runs from here, and the body has something to decide."""

    kind = "projects.plan_submitted"
    label = _("A project's plan waits for your opinion or decision")
    template = "projects/emails/plan_submitted"
    action_label = _("Read the plan")
    duty = True

    def recipients(self) -> Iterable[Recipient]:
        return chain(municipality_of(self.project), deciders(), facilitators())

    def path(self) -> str:
        return paths.plan(self.project)


class OpinionGiven(_OfProject):
    kind = "projects.opinion_given"
    label = _("The municipality has given its opinion on a project")
    template = "projects/emails/opinion_given"
    action_label = _("Read the opinion")
    duty = True

    def __init__(self, project: Project, opinion: Opinion) -> None:
        super().__init__(project)
        self.opinion = opinion

    def recipients(self) -> Iterable[Recipient]:
        return chain(deciders(), super().recipients())

    def context(self) -> Mapping[str, Any]:
        return {"project": self.project, "opinion": self.opinion}


class PlanReturned(_OfProject):
    kind = "projects.plan_returned"
    label = _("A project's plan came back with reasons")
    template = "projects/emails/plan_returned"
    action_label = _("Read the reasons")
    duty = True

    def __init__(self, project: Project, returned: PlanReturn) -> None:
        super().__init__(project)
        self.returned = returned

    def recipients(self) -> Iterable[Recipient]:
        return chain(super().recipients(), facilitators())

    def context(self) -> Mapping[str, Any]:
        return {"project": self.project, "returned": self.returned}


class ProjectApproved(_OfProject):
    kind = "projects.project_approved"
    label = _("A project has been approved")
    template = "projects/emails/project_approved"
    action_label = _("Open the project")
    duty = True

    def recipients(self) -> Iterable[Recipient]:
        return chain(super().recipients(), municipality_of(self.project), facilitators())


class AgreementInForce(_OfProject):
    """A duty: from here on the body owes what the agreement says, and the network too."""

    kind = "projects.agreement_in_force"
    label = _("The agreement of a project is in force")
    template = "projects/emails/agreement_in_force"
    action_label = _("Read the agreement")
    duty = True

    def __init__(self, agreement: Agreement) -> None:
        super().__init__(agreement.project)
        self.agreement = agreement

    def recipients(self) -> Iterable[Recipient]:
        payers = people.people_with_role(RoleName.FINANCE_OFFICER)
        return chain(super().recipients(), municipality_of(self.project), facilitators(), payers)

    def context(self) -> Mapping[str, Any]:
        return {"project": self.project, "agreement": self.agreement}

    def path(self) -> str:
        return paths.of(self.project, "agreement_detail")


class ProjectActivated(_OfProject):
    kind = "projects.project_activated"
    label = _("A project has started")
    template = "projects/emails/project_activated"
    action_label = _("Open the project")

    def recipients(self) -> Iterable[Recipient]:
        return chain(super().recipients(), municipality_of(self.project))


class _EndedEarly(_OfProject):
    """A duty: to everybody who had something to do for it."""

    action_label = _("Open the project")
    duty = True

    def recipients(self) -> Iterable[Recipient]:
        others = chain(municipality_of(self.project), facilitators(), deciders())
        return chain(super().recipients(), _besides(self.by, others))


class ProjectLapsed(_EndedEarly):
    kind = "projects.project_lapsed"
    label = _("A project in design has lapsed with its place")
    template = "projects/emails/project_lapsed"


class ProjectRevoked(_EndedEarly):
    kind = "projects.project_revoked"
    label = _("A project has been revoked")
    template = "projects/emails/project_revoked"

    def recipients(self) -> Iterable[Recipient]:
        payers = people.people_with_role(RoleName.FINANCE_OFFICER)
        return chain(super().recipients(), _besides(self.by, payers))


def municipality_of(project: Project) -> Iterable[User]:
    """The municipal officials of the project's territory."""
    return people.people_with_role(RoleName.MUNICIPAL_OFFICIAL, territory=project.territory_id)


def facilitators() -> Iterable[User]:
    return people.people_with_role(RoleName.FACILITATOR)


def deciders() -> Iterable[User]:
    return people.people_with_role(RoleName.METROPOLITAN_OFFICIAL)


def _besides(by: User | None, those: Iterable[User]) -> Iterable[User]:
    return [person for person in those if by is None or person.pk != by.pk]


# ── Deadlines ───────────────────────────────────────────────────────────────────────────────────────


def opinions_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those on projects of the person's territory. One query."""
    own = people.territories_of(user)
    found = _keys(Project.objects.filter(territory__in=own), deadlines) if own else set()
    return [deadline for deadline in deadlines if deadline.object_id in found]


@deadline_kind(
    "projects.opinion", label=_("Term for the municipality's opinion"), concerning=opinions_of
)
def opinion_audience(deadline: Deadline) -> Iterable[User]:
    project = _project(deadline)
    return municipality_of(project) if project else []


def dates_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Start and end of the projects whose papers the person prepares or signs. One query."""
    if people.has_role(user, RoleName.COORDINATOR, RoleName.FACILITATOR):
        return deadlines
    led = people.networks_of(user, levels=LEVELS_THAT_MANAGE, leading=True)
    rows = Project.objects.filter(network__in=led.order_by().values("pk"))
    found = _keys(rows, deadlines)
    return [deadline for deadline in deadlines if deadline.object_id in found]


@deadline_kind("projects.start", label=_("Start of a project"), concerning=dates_of)
def start_audience(deadline: Deadline) -> Iterable[User]:
    return _who_prepares(deadline)


@deadline_kind(
    "projects.end", label=_("End of a project"), days_before=(30, 14, 7, 1), concerning=dates_of
)
def end_audience(deadline: Deadline) -> Iterable[User]:
    return _who_prepares(deadline)


def milestones_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those of the projects in which the person writes. One query."""
    rows = Milestone.objects.filter(project__in=queries.written_by(user).order_by().values("pk"))
    found = _keys(rows, deadlines)
    return [deadline for deadline in deadlines if deadline.object_id in found]


@deadline_kind(
    "projects.milestone",
    label=_("Milestone of a project"),
    days_after=(7,),
    concerning=milestones_of,
)
def milestone_audience(deadline: Deadline) -> Iterable[User]:
    """Everybody who may write for the network, until the milestone is reached."""
    row = (
        Milestone.objects.filter(pk=deadline.object_id, done_at=None)
        .select_related("project__network")
        .order_by()
        .first()
    )
    return queries.writers_of(row.project) if row else []


def _keys(rows: Any, deadlines: Sequence[Deadline]) -> set[Any]:
    about = [deadline.object_id for deadline in deadlines]
    return set(rows.filter(pk__in=about).order_by().values_list("pk", flat=True))


def _project(deadline: Deadline) -> Project | None:
    rows = Project.objects.filter(pk=deadline.object_id).select_related("network")
    return rows.order_by().first()


def _who_prepares(deadline: Deadline) -> Iterable[User]:
    project = _project(deadline)
    if project is None:
        return []
    lead = people.people_of_network(project.network, levels=LEVELS_THAT_MANAGE, lead_only=True)
    return chain(lead, facilitators())
