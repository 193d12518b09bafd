"""What people, organisations and networks give to the work area."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.http import PortalRequest
from core.access.portal import (
    Family,
    IfAny,
    NavItem,
    Often,
    Option,
    Options,
    Panel,
    Portal,
    Thing,
    Todo,
    Todos,
    of_each,
)
from core.people import queries
from core.people.enums import LEVELS_THAT_MANAGE, LEVELS_THAT_WRITE, NetworkForm
from core.people.models import Network, Organisation
from core.people.notifications import offer_of


def navigation(request: PortalRequest) -> list[NavItem]:
    """Organisations and networks for everybody; people and roles for those who run the programme."""
    items = [
        NavItem(_("Organisations"), _url(request, "organisation_list"), "pa", family=Family.PEOPLE),
        NavItem(_("Networks"), _url(request, "network_list"), "share", family=Family.PEOPLE),
    ]
    if request.user.has_perm("people.see_people", request.programme):
        items.append(
            NavItem(
                _("People and roles"), _url(request, "people_list"), "user", family=Family.PEOPLE
            )
        )
    return items


def todos(request: PortalRequest) -> Todos:
    """Invitations to answer, records to complete, partners that have not answered, IBANs to compare."""
    return [
        _invitations(request),
        IfAny(_managed(request), lambda rows: _records(request, rows)),
        _partners(request),
        *_accounts(request),
    ]


def panels(request: PortalRequest) -> list[Panel]:
    """The person's organisations and networks; the networks that a mentor accompanies."""
    standing = queries.standing_of(request.user)
    found = []
    if standing.organisations:
        organisations = [
            Thing(one.name, _url(request, "organisation_detail", organisation_id=one.pk))
            for one in queries.organisations_of(request.user)
        ]
        found.append(Panel(_("My organisations"), organisations))
        mine = queries.networks_of(request.user).select_related("territory")
        found.append(
            Panel(
                _("My networks"),
                [_network(request, one) for one in mine],
                empty=_("A network brings together the organisations that answer a call together."),
                url=_url(request, "network_list"),
            )
        )
    if standing.accompanied:
        accompanied = Network.objects.filter(pk__in=standing.accompanied).order_by("name", "pk")
        rows = [_network(request, one) for one in accompanied.select_related("territory")]
        found.append(Panel(_("Networks that I accompany"), rows))
    return found


def _managed(request: PortalRequest) -> QuerySet[Organisation]:
    return queries.organisations_of(request.user, levels=LEVELS_THAT_MANAGE)


def _invitations(request: PortalRequest) -> IfAny[Todo]:
    return of_each(
        queries.invitations_for(request.user),
        lambda one: Todo(
            _("Answer an invitation"),
            _url(request, "own_invitation_answer", invitation_id=one.pk),
            due=one.expires_at,
            about=offer_of(one)["name"] or offer_of(one)["what"],
        ),
    )


def _records(request: PortalRequest, managed: QuerySet[Organisation]) -> list[Todo]:
    found = []
    for one in queries.with_record(managed):
        if missing := queries.missing_in_record(one):
            figure = ngettext(
                "%(count)d thing is missing", "%(count)d things are missing", len(missing)
            ) % {"count": len(missing)}
            address = _url(request, "organisation_detail", organisation_id=one.pk)
            found.append(
                Todo(
                    _("Complete the organisation's record"), address, about=one.name, figure=figure
                )
            )
    return found


def _partners(request: PortalRequest) -> IfAny[Todo]:
    leading = queries.networks_of(request.user, levels=LEVELS_THAT_WRITE, leading=True)
    return of_each(
        queries.partners_waiting(leading.order_by()),
        lambda one: Todo(
            _("Waiting for a partner's answer"),
            _url(request, "network_detail", network_id=one.network_id),
            about=f"{one} · {one.network.name}",
        ),
    )


def _accounts(request: PortalRequest) -> Todos:
    """IBANs that nobody has compared with the bank's paper: no payment leaves before (L. 136/2010)."""
    if not request.user.has_perm("people.verify_iban"):
        return []
    return [
        of_each(
            queries.with_unverified_iban(request.user),
            lambda one: Todo(
                _("Verify the IBAN"),
                _url(request, "organisation_detail", organisation_id=one.pk),
                about=one.name,
            ),
        )
    ]


def _network(request: PortalRequest, network: Network) -> Thing:
    return Thing(
        network.name,
        _url(request, "network_detail", network_id=network.pk),
        note=str(network.territory),
        state=NetworkForm(network.form).label,
    )


def _url(request: PortalRequest, name: str, **kwargs: object) -> str:
    return reverse(f"people:{name}", kwargs={"slug": request.programme.slug, **kwargs})


def options(request: PortalRequest) -> Options:
    """Bring an organisation, gather a network, give access; for coordinators, invite somebody."""
    found: list[Option | IfAny[Option]] = []
    if not queries.roles_in(request.user):
        note = _("Associations, groups without papers, schools, companies: whoever works there.")
        text = _("Bring in your organisation, or your group")
        url = _url(request, "organisation_create")
        found.append(Option(text, url, note, "pa", Often.DAILY))
    if request.user.has_perm("people.manage_people"):
        note = _("By e-mail: the role begins when the person accepts.")
        url = _url(request, "role_invite")
        found.append(Option(_("Invite somebody and give a role"), url, note, "user"))
    return [*found, IfAny(_managed(request)[:1], lambda rows: _of_manager(request, rows))]


def _of_manager(request: PortalRequest, managed: Iterable[Organisation]) -> list[Option]:
    own = next(iter(managed), None)
    if own is None:  # ended between the two queries
        return []
    url = _url(request, "member_invite", organisation_id=own.pk)
    note = _("Who answers a call answers with others: invite your partners.")
    return [
        Option(_("Give a colleague access"), url, own.name, "user"),
        Option(_("Make a network"), _url(request, "network_create"), note, "share"),
    ]


PORTAL = Portal(
    navigation=navigation,
    todos=todos,
    panels=panels,
    options=options,
)
