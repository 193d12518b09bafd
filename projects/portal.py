"""What projects give to the whole portal: their place, everybody's next step, the list of one's own."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import clock
from core.access.http import PortalRequest
from core.access.portal import (
    Family,
    IfAny,
    NavItem,
    Panel,
    Panels,
    Portal,
    Thing,
    Todo,
    Todos,
    of_each,
)
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, RoleName
from core.ui.wording import money_text
from projects import option_portal, paths, queries
from projects.enums import AgreementState, Party, ProjectState
from projects.mentorship_portal import (
    mentorship_navigation,
    mentorship_panels,
    mentorship_todos,
)
from projects.models import Agreement, Milestone, Opinion, Project

SHOWN = 5
SOON = timedelta(days=14)
"""How long before it falls due a milestone stands among the to-dos."""
HAS_PAPERS = Q(signed=len(Party), signed_document__isnull=False) & (
    Q(cup__gt="") | Q(cup_required=False)
)
"""Of a draft out of `_drafts`: it can be put in force."""


def navigation(request: PortalRequest) -> list[NavItem]:
    items = []
    if _has_projects(request):
        url = reverse("projects:project_desk", args=[request.programme.slug])
        items.append(
            NavItem(str(request.programme.pilots_word), url, "map-marker", family=Family.PROJECTS)
        )
    return [*items, *mentorship_navigation(request)]


def todos(request: PortalRequest) -> Todos:
    return [
        *_to_open(request),
        _to_plan(request),
        *_opinions(request),
        *_to_decide(request),
        *_agreements(request),
        _to_sign(request),
        *_to_start(request),
        _milestones(request),
        *mentorship_todos(request),
    ]


def _to_open(request: PortalRequest) -> Todos:
    """A selected proposal without project waits for the facilitators."""
    if not request.user.has_perm("projects.open_project"):
        return []
    url = reverse("projects:project_open", args=[request.programme.slug])
    waiting = queries.selected_without_project().select_related("territory")
    return [
        of_each(
            waiting.order_by("territory__position", "pk"),
            lambda row: Todo(
                text=_("Open the project"), url=url, about=f"{row.title} · {row.territory.name}"
            ),
        )
    ]


def _to_plan(request: PortalRequest) -> IfAny[Todo]:
    """Whoever writes for the network completes the plan; whoever signs for the lead also sends it."""
    rows = queries.written_by(request.user).filter(state=ProjectState.DESIGNING, submitted_at=None)
    signs = people.standing_of(request.user).organisations_at(LEVELS_THAT_MANAGE)
    return of_each(
        _with_parties(rows),
        lambda row: Todo(
            text=_("Complete the plan and send it")
            if row.lead_id in signs
            else _("Complete plan and budget"),
            url=paths.plan(row),
            about=row.title,
        ),
    )


def _opinions(request: PortalRequest) -> Todos:
    if not people.has_role(request.user, RoleName.MUNICIPAL_OFFICIAL):
        return []
    given = Opinion.objects.filter(project=OuterRef("pk"), round=OuterRef("round"))
    rows = Project.objects.filter(
        ~Exists(given),
        territory__in=people.territories_of(request.user),
        state=ProjectState.DESIGNING,
        submitted_at__isnull=False,
    )
    return [
        _of_untied(
            request,
            rows,
            lambda row: Todo(
                text=_("Give the municipality's opinion"),
                url=paths.of(row, "opinion_give"),
                due=_end_of(row.opinion_due),
                about=row.title,
            ),
        )
    ]


def _to_decide(request: PortalRequest) -> Todos:
    """A plan for which no opinion is waited for any more."""
    if not people.has_role(request.user, RoleName.METROPOLITAN_OFFICIAL):
        return []
    rows = Project.objects.filter(state=ProjectState.DESIGNING, submitted_at__isnull=False)
    if queries.opinion_step().is_waited_for:
        given = Opinion.objects.filter(project=OuterRef("pk"), round=OuterRef("round"))
        rows = rows.filter(Exists(given) | Q(opinion_due__lt=clock.today()))
    rows = rows.exclude(submitted_by=request.user)
    return [
        _of_untied(
            request,
            rows,
            lambda row: Todo(
                text=_("Approve the project, or send its plan back"),
                url=paths.detail(row),
                about=row.title,
                figure=money_text(row.contribution),
            ),
        )
    ]


def _agreements(request: PortalRequest) -> Todos:
    """Draft and complete for the facilitators; put in force for the metropolitan official."""
    found: list[Todo | IfAny[Todo]] = []
    if request.user.has_perm("projects.open_project"):
        drafted = Agreement.objects.filter(project=OuterRef("pk"))
        without = Project.objects.filter(~Exists(drafted), state=ProjectState.APPROVED)
        found = [
            of_each(_with_parties(without), _to_draft),
            of_each(_drafts().exclude(HAS_PAPERS), _to_complete),
        ]
    if people.has_role(request.user, RoleName.METROPOLITAN_OFFICIAL):
        drafts = _drafts().filter(HAS_PAPERS)
        found.append(IfAny(drafts, lambda rows: _to_put_in_force(request, rows)))
    return found


def _to_draft(row: Project) -> Todo:
    return Todo(
        text=_("Draft the agreement"), url=paths.of(row, "agreement_draft"), about=row.title
    )


def _to_complete(row: Agreement) -> Todo:
    return Todo(
        text=_("Complete the agreement"),
        url=paths.of(row.project, "agreement_detail"),
        about=row.project.title,
    )


def _to_put_in_force(request: PortalRequest, drafts: Iterable[Agreement]) -> list[Todo]:
    return [
        Todo(
            text=_("Put the agreement in force"),
            url=paths.of(row, "agreement_approve"),
            about=row.title,
        )
        for row in _free_of_ties(request, [draft.project for draft in drafts])
    ]


def _drafts() -> QuerySet[Agreement]:
    """Drafted agreements of approved projects, with how many have `signed`."""
    return (
        Agreement.objects.filter(state=AgreementState.DRAFT, project__state=ProjectState.APPROVED)
        .annotate(signed=Count("signatures"))
        .select_related("project__network", "project__lead", "project__programme")
        .order_by("pk")
    )


def _to_sign(request: PortalRequest) -> IfAny[Todo]:
    """The lead reads its agreement and signs it, outside the portal."""
    led = people.organisations_of(request.user, levels=LEVELS_THAT_MANAGE).order_by()
    rows = Agreement.objects.filter(
        ~Q(signatures__party=Party.LEAD),
        state=AgreementState.DRAFT,
        project__state=ProjectState.APPROVED,
        project__lead__in=led.values("pk"),
    ).select_related("project__programme")
    return of_each(
        rows.order_by("pk"),
        lambda row: Todo(
            text=_("Read the agreement and sign it"),
            url=paths.of(row.project, "agreement_detail"),
            due=_end_of(row.project.starts_on),
            about=row.project.title,
        ),
    )


def _to_start(request: PortalRequest) -> Todos:
    if not request.user.has_perm("projects.open_project"):
        return []
    rows = Project.objects.filter(
        state=ProjectState.APPROVED,
        agreements__state=AgreementState.IN_FORCE,
        starts_on__lte=clock.today(),
    )
    return [
        of_each(
            _with_parties(rows),
            lambda row: Todo(
                text=_("Start the project"),
                url=paths.of(row, "project_activate"),
                due=_end_of(row.starts_on),
                about=row.title,
            ),
        )
    ]


def _milestones(request: PortalRequest) -> IfAny[Todo]:
    """Those that fall due within two weeks, or are late, for whoever writes for the network."""
    rows = Milestone.objects.filter(
        project__in=queries.written_by(request.user).order_by().values("pk"),
        project__state=ProjectState.ACTIVE,
        done_at=None,
        due__lte=clock.today() + SOON,
    ).select_related("project__programme")
    return of_each(
        rows.order_by("due", "pk"),
        lambda row: Todo(
            text=_("Say that the milestone is reached"),
            url=paths.milestone(row),
            due=_end_of(row.due),
            about=f"{row.title} · {row.project.title}",
        ),
    )


def panels(request: PortalRequest) -> Panels:
    return [*_projects_panel(request), *mentorship_panels(request)]


def _projects_panel(request: PortalRequest) -> list[Panel]:
    if not _has_projects(request):
        return []
    rows = _with_parties(queries.visible_to(request.user))[:SHOWN]
    things = [
        Thing(
            title=row.title,
            url=paths.detail(row),
            note=f"{row.territory.name} · {row.lead.name}",
            state=row.get_state_display(),
            tone=row.tone,
        )
        for row in rows
    ]
    return [
        Panel(
            title=str(request.programme.pilots_word),
            things=things,
            empty=_("Projects appear here once proposals have been selected."),
            url=reverse("projects:project_desk", args=[request.programme.slug]),
        )
    ]


def _has_projects(request: PortalRequest) -> bool:
    """Whoever may see projects of others, or belongs to a network that could have one."""
    return people.has_role(
        request.user, *queries.SEE_EVERY_PROJECT, RoleName.MUNICIPAL_OFFICIAL, RoleName.MENTOR
    ) or bool(people.standing_of(request.user).organisations)


def _with_parties(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("network", "lead", "territory", "programme").order_by("title", "pk")


def _of_untied(
    request: PortalRequest, rows: QuerySet[Project], tell: Callable[[Project], Todo]
) -> IfAny[Todo]:
    """One to-do for each on whose network this person can decide."""
    return IfAny(
        _with_parties(rows), lambda found: [tell(row) for row in _free_of_ties(request, found)]
    )


def _free_of_ties(request: PortalRequest, rows: Iterable[Project]) -> list[Project]:
    """Without those on whose network this person cannot decide. Two queries."""
    projects = list(rows)
    tied = queries.tied_networks(request.user, [row.network for row in projects])
    return [row for row in projects if row.network_id not in tied]


def _end_of(day: date | None) -> datetime | None:
    """The last minute of a civil day in Italy."""
    return datetime.combine(day, time(23, 59), tzinfo=clock.ROME) if day else None


PORTAL = Portal(
    navigation=navigation,
    todos=todos,
    panels=panels,
    options=option_portal.options,
)
