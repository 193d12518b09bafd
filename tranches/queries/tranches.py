"""Who sees which contributions, and where each stands.

The offices of the programme see all of them, a municipality those of its territory, the organisations
of a network their own. Mentors see none: what a network is paid is not part of what they accompany.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from core.access import clock
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, LEVELS_THAT_WRITE, MemberLevel, RoleName
from core.programmes import queries as programmes
from core.programmes.models import Funder
from projects import queries as projects
from projects.enums import PAYABLE_STATES, AgreementState
from projects.models import Agreement, Project
from tranches.enums import IN_FLIGHT, MOVING, REQUESTABLE, Condition, TrancheState
from tranches.models import (
    ActPublication,
    BankReturn,
    Grant,
    Tranche,
    TranchePlan,
    WithholdingDeclaration,
)
from tranches.queries.reports import has_report, is_awaited, with_report_answer

OPEN, OVER = "0", "1"
"""What is not paid sorts before what is."""
NEAR = timedelta(days=30)
"""How long before its month a tranche stands among the to-dos."""

SEE_EVERY_TRANCHE = (
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.VERIFIER,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.FINANCE_OFFICER,
)
WITH_PROJECT = (
    "programme",
    "grant__beneficiary",
    "grant__payer",
    "grant__project__programme",
    "grant__project__network__lead",
    "grant__project__territory",
    "grant__project__submission__call",
)


def visible_to(user: User) -> QuerySet[Tranche]:
    """The tranches whose pages this person may open."""
    rows = Tranche.objects.all()
    if people.has_role(user, *SEE_EVERY_TRANCHE):
        return rows
    return rows.filter(
        Q(grant__project__network__in=people.networks_of(user).order_by().values("pk"))
        | Q(grant__project__territory__in=people.territories_of(user))
    )


def with_project(rows: QuerySet[Tranche]) -> QuerySet[Tranche]:
    """With everything that a page says of them, in the same query."""
    return rows.select_related(*WITH_PROJECT)


def in_flight(rows: QuerySet[Tranche]) -> QuerySet[Tranche]:
    """Asked for, and neither paid nor sent back."""
    return rows.filter(state__in=sorted(IN_FLIGHT))


def moving_sister(tranche: Tranche) -> Tranche | None:
    """Another tranche of the same grant that some office has in hand; a suspended one is not."""
    rows = Tranche.objects.filter(grant=tranche.grant_id, state__in=sorted(MOVING))
    return rows.exclude(pk=tranche.pk).order_by("position").first()


def plan() -> TranchePlan | None:
    """The programme's plan, where its definition has one."""
    return TranchePlan.objects.order_by().first()


def payers() -> QuerySet[Funder]:
    """The bodies that pay, promoter first: who pays a grant unless somebody says otherwise."""
    return programmes.funders().exclude(payer_kind="").order_by("-role", "position", "key")


def grant_of(project: Project) -> Grant | None:
    return Grant.objects.filter(project=project).order_by().first()


def projects_to_award(user: User) -> QuerySet[Project]:
    """Approved projects with an agreement in force and no grant yet, among those the person sees."""
    in_force = Agreement.objects.filter(project=OuterRef("pk"), state=AgreementState.IN_FORCE)
    awarded = Grant.objects.filter(project=OuterRef("pk"))
    return (
        projects.visible_to(user)
        .filter(Exists(in_force), ~Exists(awarded), state__in=sorted(PAYABLE_STATES))
        .select_related("network", "territory", "programme")
        .order_by("title", "pk")
    )


def requestable(user: User) -> QuerySet[Tranche]:
    """Tranches that this person, as signatory of the lead, can ask for now: the next one of each grant,
    with the project running, nothing else under way, and the previous report accepted if it must be."""
    sisters = Tranche.objects.filter(grant=OuterRef("grant"))
    earlier = sisters.filter(position__lt=OuterRef("position")).exclude(state=TrancheState.PAID)
    in_force = Agreement.objects.filter(
        project=OuterRef("grant__project"), state=AgreementState.IN_FORCE
    )
    return _signed_by(user).filter(
        Q(grant__in_order=False) | ~Exists(earlier),
        ~Exists(sisters.filter(state__in=sorted(IN_FLIGHT))),
        ~Q(conditions__contains=[Condition.REPORT_ACCEPTED]) | has_report(),
        Exists(in_force),
        state__in=sorted(REQUESTABLE),
        grant__project__state__in=sorted(PAYABLE_STATES),
    )


def unreported(user: User) -> QuerySet[Tranche]:
    """The next tranche of each grant for whose lead this person writes, once its month is near, that waits
    for a report: none was handed over, or the last was sent back, for its `report_reason`."""
    sisters = Tranche.objects.filter(grant=OuterRef("grant"))
    earlier = sisters.filter(position__lt=OuterRef("position")).exclude(state=TrancheState.PAID)
    own = people.standing_of(user).organisations_at(LEVELS_THAT_WRITE)
    rows = Tranche.objects.filter(
        ~Exists(earlier),
        ~has_report(),
        ~is_awaited(),
        grant__beneficiary__in=own,
        conditions__contains=[Condition.REPORT_ACCEPTED],
        state__in=sorted(REQUESTABLE),
        grant__project__state__in=sorted(PAYABLE_STATES),
        starts_on__lte=clock.today() + NEAR,
    )
    return with_report_answer(with_project(rows)).order_by("starts_on", "pk")


def with_report_awaited(user: User) -> QuerySet[Tranche]:
    """Those whose report was handed over and waits for an answer, however far their month is."""
    rows = visible_to(user).filter(is_awaited(), ~has_report())
    return with_project(rows).order_by("starts_on", "pk")


def next_of_each(user: User) -> QuerySet[Any]:
    """The first tranche of each grant that is not paid, with all that `with_standing` brings along: one
    query."""
    sisters = Tranche.objects.filter(grant=OuterRef("grant"))
    earlier = sisters.filter(position__lt=OuterRef("position")).exclude(state=TrancheState.PAID)
    rows = visible_to(user).filter(~Exists(earlier)).exclude(state=TrancheState.PAID)
    return with_project(with_standing(rows)).order_by("starts_on", "position", "pk")


def with_standing(rows: QuerySet[Tranche]) -> QuerySet[Any]:
    """With `has_report`, `is_awaited` (its last report waits for the verifier), `is_published` (its act),
    `has_earlier` (the plan wants another one paid first), and `turn` to sort by: first what is not paid,
    in the order of the plan."""
    earlier = Tranche.objects.filter(
        grant=OuterRef("grant"), grant__in_order=True, position__lt=OuterRef("position")
    ).exclude(state=TrancheState.PAID)
    published = ActPublication.objects.filter(act__tranche=OuterRef("pk"))
    first = Case(When(state=TrancheState.PAID, then=Value(OVER)), default=Value(OPEN))
    return rows.annotate(
        has_report=has_report(),
        is_awaited=is_awaited(),
        is_published=Exists(published),
        has_earlier=Exists(earlier),
        turn=Concat(first, Cast(F("starts_on"), CharField()), output_field=CharField()),
    )


def undeclared(user: User) -> QuerySet[Tranche]:
    """The first tranche of each grant for which this signatory has still to declare on withholding."""
    declared = WithholdingDeclaration.objects.filter(grant=OuterRef("grant"))
    return _signed_by(user).filter(~Exists(declared), position=1).exclude(state=TrancheState.PAID)


def sent_back_by_bank(user: User) -> QuerySet[Tranche]:
    """Tranches whose payment came back from the very account that this person's organisation still names,
    and that nobody has verified since."""
    managed = people.standing_of(user).organisations_at(LEVELS_THAT_MANAGE)
    returned = BankReturn.objects.filter(
        order__tranche=OuterRef("pk"), order__iban=OuterRef("grant__beneficiary__iban")
    )
    rows = Tranche.objects.filter(
        Exists(returned), grant__beneficiary__in=managed, grant__project__state__in=PAYABLE_STATES
    )
    return rows.filter(grant__beneficiary__verified_iban="").exclude(state=TrancheState.PAID)


def _signed_by(user: User) -> QuerySet[Tranche]:
    own = people.standing_of(user).organisations_at(frozenset({MemberLevel.SIGNATORY}))
    return Tranche.objects.filter(grant__beneficiary__in=own)
