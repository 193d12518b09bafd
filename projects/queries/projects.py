"""Projects: who sees which, what stands in their papers, what keeps money from being paid.

A network sees its own, a municipality those of its territory, mentors those of the networks that they
accompany, the programme's offices all of them. What is approved has a public page beside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from calls.enums import SubmissionState
from calls.models import Submission
from core.access import clock, hands
from core.access.blocked import Blocker
from core.access.models import User
from core.people import queries as people
from core.people.codes import PERSON
from core.people.enums import LEVELS_THAT_WRITE, RoleName, TieKind
from projects.enums import PAYABLE_STATES, PUBLIC_STATES, AgreementState, ProjectState
from projects.models import Agreement, Opinion, PlanReturn, Project

if TYPE_CHECKING:
    from core.people.models import Network, Organisation

SEE_EVERY_PROJECT = (
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.VERIFIER,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.FINANCE_OFFICER,
    RoleName.EVALUATOR,
)
ZERO = Decimal("0.00")


def visible_to(user: User) -> QuerySet[Project]:
    """The projects whose work pages this person may open; public pages are everybody's."""
    rows = Project.objects.all()
    if people.has_role(user, *SEE_EVERY_PROJECT):
        return rows
    standing = people.standing_of(user)
    return rows.filter(
        Q(network__in=people.networks_of(user).order_by().values("pk"))
        | Q(network__in=standing.accompanied)
        | Q(territory__in=standing.territories)
    )


def mine(user: User) -> QuerySet[Project]:
    """Those of the networks to which this person belongs."""
    return Project.objects.filter(network__in=people.networks_of(user).order_by().values("pk"))


def written_by(user: User) -> QuerySet[Project]:
    """Those in whose plan this person may write on behalf of an organisation of the network."""
    networks = people.networks_of(user, levels=LEVELS_THAT_WRITE)
    return Project.objects.filter(network__in=networks.order_by().values("pk"))


def selected_without_project() -> QuerySet[Submission]:
    """Selected applications whose project nobody has opened yet, or whose project had lapsed."""
    opened = Project.objects.filter(submission=OuterRef("pk")).exclude(state=ProjectState.LAPSED)
    return Submission.objects.filter(~Exists(opened), state=SubmissionState.SELECTED)


def public_projects() -> QuerySet[Project]:
    """What anybody may read about: from the approval on, also if suspended or revoked later."""
    return Project.objects.filter(state__in=sorted(PUBLIC_STATES))


def project_by_slug(slug: str) -> Project | None:
    """A public project by the last part of its public address."""
    return public_projects().filter(slug=slug).order_by().first()


def public_name(organisation: "Organisation") -> str:
    """Who takes part, as everybody reads it: a natural person, whose codice fiscale has sixteen
    characters, is not named beside the money that they receive (D.Lgs. 33/2013 art. 26 c. 4)."""
    if len(organisation.tax_code or "") == PERSON:
        return _("A private person")
    return organisation.name


def agreement_of(project: Project) -> Agreement | None:
    """Its agreement, in force or still a draft."""
    return Agreement.objects.filter(project=project).order_by().first()


def selection_blockers(project: Project) -> list[Blocker]:
    """The place may have been renounced, or a correction gave it to somebody else (C9)."""
    if project.submission.state == SubmissionState.SELECTED:
        return []
    text = _("The proposal no longer holds the place of its territory.")
    return [Blocker("not_selected", text, hands.official())]


def payment_blockers(project: Project) -> list[Blocker]:
    """Every reason of this part for which nothing can be paid to the project now."""
    found = selection_blockers(project)
    if project.state == ProjectState.SUSPENDED:
        found.append(Blocker("project_suspended", _("The project is suspended."), hands.official()))
    elif project.state == ProjectState.DESIGNING:
        found.append(
            Blocker("project_not_approved", _("The project is not approved yet."), hands.official())
        )
    elif project.state not in PAYABLE_STATES:
        text = _("The project is over: nothing more is paid to it.")
        found.append(Blocker("project_over", text))
    if not Agreement.objects.filter(project=project, state=AgreementState.IN_FORCE).exists():
        text = _("The agreement is not in force.")
        found.append(Blocker("agreement_not_in_force", text, hands.official()))
    return found


@dataclass(frozen=True)
class BudgetTotals:
    """What the lines of a budget make beside what was declared; euro, two places."""

    granted: Decimal
    cofinancing: Decimal
    contribution: Decimal
    declared: Decimal

    @property
    def total(self) -> Decimal:
        return self.granted + self.cofinancing

    @property
    def due(self) -> Decimal:
        """What the lines must make in all."""
        return self.contribution + self.declared

    @property
    def granted_left(self) -> Decimal:
        """What of the contribution no line uses yet; negative when the lines use too much."""
        return self.contribution - self.granted

    @property
    def cofinancing_left(self) -> Decimal:
        return self.declared - self.cofinancing

    @property
    def adds_up(self) -> bool:
        """P3: to the cent."""
        return self.granted_left == ZERO and self.cofinancing_left == ZERO


def budget_totals(project: Project) -> BudgetTotals:
    """One query."""
    sums = project.budget_lines.aggregate(granted=Sum("granted"), shared=Sum("cofinancing"))
    return BudgetTotals(
        granted=sums["granted"] or ZERO,
        cofinancing=sums["shared"] or ZERO,
        contribution=project.contribution,
        declared=project.cofinancing,
    )


def opinion_of(project: Project) -> Opinion | None:
    """The municipality's opinion on the plan as it was last sent."""
    return (
        Opinion.objects.filter(project=project, round=project.round)
        .select_related("given_by")
        .order_by()
        .first()
    )


def is_silence_enough(project: Project, today: date | None = None) -> bool:
    """The term for the opinion has passed without one (*silenzio*, L. 241/1990 art. 16)."""
    due = project.opinion_due
    return due is not None and (today or clock.today()) > due


def last_return(project: Project) -> PlanReturn | None:
    return (
        PlanReturn.objects.filter(project=project)
        .select_related("returned_by")
        .order_by("round", "pk")
        .last()
    )


def writers_of(project: Project) -> QuerySet[User]:
    """Who may write in the plan for the network: editors and above of all its organisations."""
    return people.people_of_network(project.network, levels=LEVELS_THAT_WRITE)


def is_tied(user: User, network: "Network") -> bool:
    """Bound to the network otherwise than as its municipality's official: nobody decides on their own.

    Whoever mentors, works for or is kin of a network gives neither opinions nor approvals on it.
    """
    return bool(tied_networks(user, [network]))


def tied_networks(user: User, networks: Iterable["Network"]) -> frozenset[UUID]:
    """Keys of those networks on which this person cannot decide. Two queries."""
    return frozenset(
        key
        for key, ties in people.ties_by_network(user, networks).items()
        if any(tie.kind != TieKind.MUNICIPALITY for tie in ties)
    )
