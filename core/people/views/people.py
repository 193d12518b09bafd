"""People and their roles; a person's own profile."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import SIGNED_IN, page
from core.people import forms, queries
from core.people.domain import delegations, invitations, profiles, roles, ties
from core.people.enums import RoleName
from core.people.models import Role
from core.people.models.periods import current
from core.people.roles import described
from core.people.views import loaders
from core.people.views.loaders import url
from core.people.views.organisations import history
from core.programmes.models import Programme
from core.ui import cells
from core.ui.pieces import Crumb, trail
from core.ui.tables import Column, Filter, Listing

WRITES = {"POST"}


@dataclass(frozen=True)
class TieRow:
    """A tie as a page shows it, and whether the reader may end it here."""

    tie: queries.HeldTie
    may_end: bool

    @property
    def recorded_by(self) -> User | None:
        """Who wrote it down, where it wasn't the person it binds."""
        written = self.tie.written
        if written is None or written.declared_by_id == written.user_id:
            return None
        return written.declared_by


def listing(request: PortalRequest) -> Listing[Role]:
    return Listing(
        columns=[
            Column("name", gettext_lazy("Name"), _person_cell, sort="user__full_name"),
            Column("role", gettext_lazy("Role"), _role_cell, sort="name"),
            Column(
                "since",
                gettext_lazy("Since"),
                lambda row: cells.Day(row.starts_on),
                sort="starts_on",
            ),
        ],
        default_sort="name",
        row_url=lambda row: url(request, "role_detail", role_id=row.pk),
        filters=[
            Filter(
                "role",
                gettext_lazy("Role"),
                [(name.value, name.label) for name in RoleName],
                by="name",
            ),
        ],
        search=lambda rows, words: rows.filter(
            Q(user__full_name__icontains=words) | Q(user__email__icontains=words)
        ),
    )


def _person_cell(row: Role) -> cells.Text:
    return cells.Text(row.user.full_name, row.user.email)


def _role_cell(row: Role) -> cells.Text:
    return cells.Text(RoleName(row.name).label, str(row.territory or row.network or ""))


@page("people.see_people")
def people_list(request: PortalRequest) -> HttpResponse:
    """Who holds which role today, and who was invited to one."""
    rows = Role.objects.filter(current()).select_related("user", "territory", "network")
    may_manage = request.user.has_perm("people.manage_people", request.programme)
    context = {
        "page": listing(request).page(rows, request.GET),
        "may_manage": may_manage,
        "invitations": queries.open_invitations() if may_manage else [],
        "breadcrumbs": trail(request, (_("People and roles"), "")),
    }
    return render(request, "people/people_list.html", context)


@page("people.manage_people", writes=WRITES)
def role_invite(request: PortalRequest) -> HttpResponse:
    """Invite an address to a role."""
    form = forms.RoleInvitationForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data | {"role": RoleName(form.cleaned_data["role"])}
        invitations.invite_to_role(by=request.user, **data)
        messages.success(request, _("The invitation is on its way."))
        return redirect(url(request, "people_list"))
    context = {
        "form": form,
        "back_url": url(request, "people_list"),
        "breadcrumbs": trail(
            request, (_("People and roles"), url(request, "people_list")), (_("Invite"), "")
        ),
    }
    return render(request, "people/role_invite.html", context)


@page("people.see_people", load=loaders.known_role)
def role_detail(request: PortalRequest, role: Role) -> HttpResponse:
    """One role of one person: what it allows, since when, who acts in it too, and how to end it."""
    may_manage = request.user.has_perm("people.manage_people", role)
    context = {
        "role": role,
        "described": described(RoleName(role.name)),
        "delegations": role.delegations.select_related("delegate").order_by("-starts_on", "pk"),
        "ties": _ties(request, role.user) if may_manage else [],
        "may_manage": may_manage,
        "may_delegate": may_manage and not delegations.role_blockers(role),
        "blockers": roles.end_blockers(role),
        "history": history(role),
        "breadcrumbs": trail_of_role(request, role),
    }
    return render(request, "people/role_detail.html", context)


def trail_of_role(request: PortalRequest, role: Role, *steps: tuple[object, str]) -> list[Crumb]:
    """To the page of a role, or to a page under it."""
    address = url(request, "role_detail", role_id=role.pk) if steps else ""
    people = (_("People and roles"), url(request, "people_list"))
    return trail(request, people, (role.user.full_name, address), *steps)


def _ties(request: PortalRequest, person: User) -> list[TieRow]:
    """The person's ties; an act to end one only for who may."""
    return [
        TieRow(
            tie,
            tie.written is not None
            and request.user.has_perm("people.end_tie", tie.written)
            and not ties.end_blockers(tie.written, by=request.user),
        )
        for tie in queries.ties_of(person)
    ]


@page("people.manage_people", writes=WRITES, load=loaders.known_role)
def role_end(request: PortalRequest, role: Role) -> HttpResponse:
    """End the role today."""
    if request.method == "POST":
        roles.end_role(role_id=role.pk, by=request.user)
        messages.success(request, _("The role has ended."))
        return redirect(url(request, "people_list"))
    return redirect(url(request, "role_detail", role_id=role.pk))


@page(SIGNED_IN, writes=WRITES, load=loaders.known_programme, before_publication=True)
def profile(request: PortalRequest, programme: Programme) -> HttpResponse:
    """One's own name and language, roles here, and the way to the security pages."""
    form = forms.ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        profiles.change_profile(user=request.user, **form.cleaned_data)
        with translation.override(request.user.language):
            messages.success(request, _("Your data are saved."))
            return redirect(url(request, "profile"))
    context = {
        "programme": programme,
        "form": form,
        "roles": Role.objects.filter(current(), user=request.user)
        .select_related("territory", "network")
        .order_by("name", "pk"),
        "memberships": queries.organisations_of(request.user),
        "ties": _ties(request, request.user),
        "may_declare": request.user.has_perm("people.declare_tie", programme),
        "has_second_factor": queries.has_second_factor(request.user),
        "breadcrumbs": trail(request, (_("Profile"), "")),
    }
    return render(request, "people/profile.html", context)
