"""What contributions give to the whole portal: a place, what waits for whom, the tranches under way."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.access.clock import ROME
from core.access.http import PortalRequest
from core.access.models import User
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
from core.people.enums import RoleName
from core.ui.wording import money_text
from tranches import option_portal, paths, queries
from tranches.enums import MOVING, TrancheState
from tranches.models import ActPublication, Tranche
from tranches.notice_base import title_of
from tranches.queries.steps import waits_for_opinion

S = TrancheState
SHOWN = 5
REASON = 80
"""Characters of a reason that a to-do quotes."""

Rows = list[Tranche]


def navigation(request: PortalRequest) -> list[NavItem]:
    if not request.user.has_perm("tranches.see_tranches"):
        return []
    awards = request.user.has_perm("tranches.award_grant")
    return [
        NavItem(
            _("Contributions"),
            paths.all_tranches(request.programme.slug),
            "card",
            family=Family.PROJECTS,
            if_any=() if awards else [queries.visible_to(request.user)],
        )
    ]


def todos(request: PortalRequest) -> Todos:
    """Each role's next act. Nobody is told to do what a tie, or an earlier step, keeps them from."""
    user = request.user
    found: list[Todo | IfAny[Todo]] = [*_to_award(user), *_of_the_lead(user)]
    if people.has_role(user, RoleName.VERIFIER):
        found += _of_the_verifier(user)
    if people.has_role(user, RoleName.MUNICIPAL_OFFICIAL):
        found.append(_opinions(user))
    if people.has_role(user, RoleName.METROPOLITAN_OFFICIAL):
        found += _of_the_official(user)
    if people.has_role(user, RoleName.FINANCE_OFFICER):
        found += _of_finance(user)
    return found


def _to_award(user: User) -> Todos:
    if not user.has_perm("tranches.award_grant"):
        return []
    return [
        of_each(
            queries.projects_to_award(user),
            lambda project: Todo(
                text=_("Award the contribution"),
                url=paths.award(project),
                about=project.title,
                figure=money_text(project.contribution),
            ),
        )
    ]


def _of_the_lead(user: User) -> Todos:
    """Ask for the next tranche, put right what came back, hand a report over, declare on withholding, check
    the account that a payment came back from."""
    requestable = queries.with_project(queries.requestable(user)).order_by("pk")
    undeclared = queries.with_project(queries.undeclared(user)).order_by("pk")
    sent_back = queries.with_project(queries.sent_back_by_bank(user))
    return [
        of_each(requestable, _request_todo),
        of_each(sent_back.order_by("pk"), _iban_todo),
        of_each(queries.unreported(user), _report_todo),
        of_each(
            undeclared,
            lambda row: Todo(
                text=_("Declare whether withholding tax applies"),
                url=paths.of(row, "withholding_declare"),
                about=row.grant.project.title,
            ),
        ),
    ]


def _request_todo(row: Tranche) -> Todo:
    came_back = row.state == S.RETURNED
    return _todo(
        _("Put right the request that came back") if came_back else _("Ask for the instalment"), row
    )


def _iban_todo(row: Tranche) -> Todo:
    return Todo(
        text=_("Check the IBAN: the bank sent the payment back"),
        url=paths.beneficiary(row),
        about=title_of(row),
        figure=money_text(row.amount),
    )


def _report_todo(row: Tranche) -> Todo:
    """Reads the `report_reason` that the query brings along: why the last one was sent back."""
    reason = vars(row)["report_reason"]
    return Todo(
        text=_("Put the report right and hand it over again")
        if reason
        else _("Hand the report over to the verifier"),
        url=paths.of(row, "report_hand_over"),
        about=" · ".join(filter(None, [title_of(row), Truncator(reason or "").chars(REASON)])),
        figure=money_text(row.amount),
    )


def _of_the_verifier(user: User) -> Todos:
    """Check what was asked for; answer the reports that were handed over."""
    reports = queries.with_report_awaited(user)
    return [
        _waiting(user, _("Check the request"), _in_state(user, S.REQUESTED), "requested"),
        _waiting(user, _("Read the report and answer it"), reports),
    ]


def _opinions(user: User) -> IfAny[Todo]:
    verified = _in_state(user, S.VERIFIED).filter(
        grant__project__territory__in=people.territories_of(user)
    )
    return IfAny(verified, lambda rows: _opinion_todos(user, rows))


def _opinion_todos(user: User, rows: QuerySet[Tranche]) -> list[Todo]:
    step = queries.opinion_step()
    return [
        _todo(_("Give the municipality's opinion"), row, due=_end_of_term(row))
        for row in _free(user, rows, "requested", "verified", besides={"municipality"})
        if waits_for_opinion(row, step)
    ]


def _of_the_official(user: User) -> Todos:
    published = ActPublication.objects.filter(act__tranche=OuterRef("pk"))
    unpublished = _in_state(user, S.APPROVED).filter(~Exists(published))
    return [
        IfAny(
            _in_state(user, S.VERIFIED, S.OPINION_GIVEN), lambda rows: _approval_todos(user, rows)
        ),
        _waiting(user, _("Publish the act"), unpublished),
        *_stopped(user),
    ]


def _approval_todos(user: User, rows: QuerySet[Tranche]) -> list[Todo]:
    step = queries.opinion_step()
    return [
        _todo(_("Approve the instalment"), row)
        for row in _free(user, rows, "requested", "verified", "opinion")
        if not waits_for_opinion(row, step)
    ]


def _stopped(user: User) -> Todos:
    """What was suspended and can go on; and what keeps an earlier one, back from the bank, from going on."""
    sisters = Tranche.objects.filter(grant=OuterRef("grant"))
    moving = Exists(sisters.filter(state__in=sorted(MOVING)))
    waiting = _in_state(user, S.SUSPENDED).filter(~moving)
    in_its_way = _in_state(user, S.APPROVED).filter(Exists(_earlier().filter(state=S.SUSPENDED)))
    return [
        _waiting(user, _("Resume the instalment, once its reason is gone"), waiting),
        _waiting(
            user, _("Suspend the instalment: an earlier one came back from the bank"), in_its_way
        ),
    ]


def _earlier() -> QuerySet[Tranche]:
    """Those that come before, where the plan keeps the order, and are not paid: a subquery."""
    return Tranche.objects.filter(
        grant=OuterRef("grant"), grant__in_order=True, position__lt=OuterRef("position")
    ).exclude(state=S.PAID)


def _of_finance(user: User) -> Todos:
    published = ActPublication.objects.filter(act__tranche=OuterRef("pk"))
    done = ("requested", "verified", "approved")
    rows = _in_state(user, S.APPROVED).filter(Exists(published), ~Exists(_earlier()))
    return [
        _waiting(user, _("Issue the payment order"), rows, *done),
        _waiting(user, _("Record the receipt"), _in_state(user, S.ORDERED), *done),
    ]


def _in_state(user: User, *states: TrancheState) -> QuerySet[Tranche]:
    rows = queries.visible_to(user).filter(state__in=states)
    return queries.with_project(rows).order_by("starts_on", "pk")


def _waiting(user: User, text: str, rows: QuerySet[Tranche], *steps: str) -> IfAny[Todo]:
    """This act upon each row that is free for the person (`_free`)."""
    return IfAny(rows, lambda found: [_todo(text, row) for row in _free(user, found, *steps)])


def _free(
    user: User,
    rows: QuerySet[Tranche],
    *steps: str,
    besides: frozenset[str] | set[str] = frozenset(),
) -> Rows:
    """Those to whose network the person has no tie, and of which they did none of these steps."""
    found = [row for row in rows if all(getattr(row, f"{step}_by_id") != user.pk for step in steps)]
    ties = people.ties_by_network(user, [row.grant.project.network for row in found])
    return [
        row
        for row in found
        if not {tie.kind for tie in ties.get(row.grant.project.network_id, ())} - besides
    ]


def _todo(text: str, row: Tranche, *, due: datetime | None = None) -> Todo:
    return Todo(
        text=text,
        url=paths.detail(row),
        due=due,
        about=title_of(row),
        figure=money_text(row.amount),
    )


def _end_of_term(row: Tranche) -> datetime | None:
    """The last minute of the last day, in Rome."""
    return datetime.combine(row.opinion_due, time(23, 59), ROME) if row.opinion_due else None


def panels(request: PortalRequest) -> Panels:
    """The tranches under way, for whoever works on contributions or receives one."""
    user = request.user
    if not user.has_perm("tranches.see_tranches"):
        return []
    under_way = queries.with_project(queries.in_flight(queries.visible_to(user)))
    return [IfAny(under_way, lambda rows: [_under_way(request, rows)])]


def _under_way(request: PortalRequest, rows: QuerySet[Tranche]) -> Panel:
    things = [
        Thing(
            title=title_of(row),
            url=paths.detail(row),
            note=money_text(row.amount),
            state=row.get_state_display(),
            tone=row.tone,
        )
        for row in rows.order_by("-requested_at", "-pk")[:SHOWN]
    ]
    url = paths.all_tranches(request.programme.slug)
    return Panel(title=_("Instalments under way"), things=things, url=url)


PORTAL = Portal(
    navigation=navigation,
    todos=todos,
    panels=panels,
    options=option_portal.options,
    comings=option_portal.comings,
)
