"""The programme's own page, for its coordinators: record, municipalities, publication, definition."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.blocked import refuse
from core.access.http import PortalRequest
from core.access.page import page
from core.audit.history import history_of
from core.programmes import queries
from core.programmes.domain import programmes, territories
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme, Territory
from core.ui.downloads import download
from core.ui.forms import VerbForm
from core.ui.pieces import Crumb, trail
from topmetro.definition import export_definition
from topmetro.steering import forms
from topmetro.steering.blockers import add_territory_blockers

RUN = "steering.run_programme"
WRITES = {"POST"}


def known_territory(request: PortalRequest, territory_id: UUID) -> Territory:
    return get_object_or_404(Territory, pk=territory_id)


@page(RUN)
def programme_detail(request: PortalRequest) -> HttpResponse:
    """What the programme says of itself, where it works, and whether the public sees it."""
    programme = request.programme
    context = {
        "territories": queries.territories(),
        "add_blockers": add_territory_blockers(),
        "publish_blockers": programmes.publish_blockers(programme),
        "may_export": not programmes.export_blockers(programme),
        "may_publish": programme.state != ProgrammeState.PUBLIC,
        "history": history_of(programme, what=lambda event: event.act),
        "breadcrumbs": _trail(request),
    }
    return render(request, "steering/programme_detail.html", context)


@page(RUN, writes=WRITES)
def programme_change(request: PortalRequest) -> HttpResponse:
    """Change the record."""
    instance = Programme.objects.get(pk=request.programme.pk)  # the page's own keeps what is saved
    form = forms.ProgrammeForm(request.POST or None, instance=instance)
    verb = partial(programmes.change_programme, programme_id=instance.pk, by=request.user)
    if form.taken_by(verb):
        messages.success(request, _("Your data are saved."))
        return _back(request)
    title = _("Change the programme’s record")
    return _form(request, form, title, _("Save"))


@page(RUN, writes=WRITES)
def programme_publish(request: PortalRequest) -> HttpResponse:
    """Show it to everybody."""
    if request.method == "POST":
        programmes.publish_programme(programme_id=request.programme.pk, by=request.user)
        messages.success(request, _("Everybody can see the programme now."))
    return _back(request)


@page(RUN, writes=WRITES)
def programme_archive(request: PortalRequest) -> HttpResponse:
    """List it among those that ended."""
    if request.method == "POST":
        programmes.archive_programme(programme_id=request.programme.pk, by=request.user)
        messages.success(request, _("The programme stays readable, and is listed as ended."))
    return _back(request)


@page(RUN)
def programme_export(request: PortalRequest) -> HttpResponse:
    """The definition as a file: what another programme can begin from."""
    refuse(programmes.export_blockers(request.programme))
    return download(export_definition(request.programme), f"{request.programme.slug}.toml")


@page(RUN, writes=WRITES)
def territory_add(request: PortalRequest) -> HttpResponse:
    """A municipality more, while no call counts its places."""
    refuse(add_territory_blockers())
    form = forms.TerritoryForm(request.POST or None)
    if added := form.taken_by(partial(territories.add_territory, by=request.user)):
        text = _("The programme works in %(name)s now.") % {"name": added.name}
        messages.success(request, text)
        return _back(request)
    return _form(request, form, _("Add a municipality"), _("Add"))


@page(RUN, writes=WRITES, load=known_territory)
def territory_change(request: PortalRequest, territory: Territory) -> HttpResponse:
    """Mend a name or a code."""
    form = forms.TerritoryForm(request.POST or None, instance=territory)
    verb = partial(territories.change_territory, territory_id=territory.pk, by=request.user)
    if form.taken_by(verb):
        messages.success(request, _("Your data are saved."))
        return _back(request)
    removed_at = reverse("steering:territory_remove", args=[request.programme.slug, territory.pk])
    title = _("Change a municipality")
    return _form(request, form, title, _("Save"), removed_at=removed_at)


@page(RUN, writes=WRITES, load=known_territory)
def territory_remove(request: PortalRequest, territory: Territory) -> HttpResponse:
    """Take away one that nothing names yet."""
    if request.method == "POST":
        territories.remove_territory(territory_id=territory.pk, by=request.user)
        messages.success(request, _("%(name)s is taken away.") % {"name": territory})
    return _back(request)


def _form(
    request: PortalRequest,
    form: VerbForm,
    title: str,
    button: str,
    *,
    removed_at: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "removed_at": removed_at,
        "back_url": _home(request),
        "breadcrumbs": _trail(request, (title, "")),
    }
    return render(request, "steering/form.html", context)


def _trail(request: PortalRequest, *steps: tuple[str, str]) -> list[Crumb]:
    return trail(request, (_("The programme"), _home(request) if steps else ""), *steps)


def _home(request: PortalRequest) -> str:
    return reverse("steering:programme_detail", args=[request.programme.slug])


def _back(request: PortalRequest) -> HttpResponse:
    return redirect(_home(request))
