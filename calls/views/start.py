"""Beginning an answer: organisation, network, title. Each step is its own small page at one address, so
that somebody who has never been here finds everything on the way, and goes back without losing it."""

from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import blockers, paths, queries
from calls.domain import submissions
from calls.forms import NetworkForm, OrganisationForm, StartForm
from calls.models import Call, Submission
from calls.queries.proposals import carried_labels, idea_to_carry
from calls.views.loaders import public_call
from calls.views.stepper import DETAILS, step_after, step_url
from core.access.blocked import Blocked, refuse
from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page
from core.people import queries as people
from core.people.domain.networks import create_network
from core.people.domain.organisations import create_organisation
from core.people.enums import LEVELS_THAT_WRITE
from core.people.models import Network, Organisation
from core.questionnaires import queries as questionnaires
from core.ui.pieces import Crumb, FormStep

Row = TypeVar("Row", Network, Organisation)
ORGANISATION, NETWORK = "ente", "rete"
"""What the address carries from step to step."""


@page(SIGNED_IN, writes={"POST"}, load=public_call)
def submission_start(request: PortalRequest, call: Call) -> HttpResponse:
    """The step that is next: given a network the title, given an organisation the network."""
    networks = people.networks_of(request.user, levels=LEVELS_THAT_WRITE)
    organisations = people.organisations_of(request.user, levels=LEVELS_THAT_WRITE)
    network = _chosen(networks.select_related("territory", "lead"), request.GET.get(NETWORK))
    organisation = _chosen(organisations, request.GET.get(ORGANISATION))
    if network is not None:
        return _title_step(request, call, network)
    if organisation is not None:
        return _network_step(request, call, organisation)
    return _organisation_step(request, call, organisations, networks)


def _organisation_step(
    request: PortalRequest,
    call: Call,
    organisations: QuerySet[Organisation],
    networks: QuerySet[Network],
) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST":
        refuse(blockers.newcomer_blockers(call))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = create_organisation(
                by=request.user,
                kind=data["kind"],
                name=data["name"],
                tax_code=data["tax_code"] or None,
                email=data["email"],
            )
        except ValidationError as error:
            _show(form, error)
        else:
            return redirect(_step(request, **{ORGANISATION: str(made.pk)}))
    choices = [
        (row, _step(request, **{NETWORK: str(row.pk)}), blockers.earlier_blockers(call, row))
        for row in networks
    ]
    context = {
        "form": form,
        "networks": choices,
        "organisations": [
            (row, _step(request, **{ORGANISATION: str(row.pk)})) for row in organisations
        ],
        **_context(request, call, 0),
        "newcomer_blockers": blockers.newcomer_blockers(call),
    }
    return render(request, "calls/submission_start_organisation.html", context)


def _network_step(request: PortalRequest, call: Call, organisation: Organisation) -> HttpResponse:
    initial = {"name": organisation.name, "territory": organisation.territory_id}
    form = NetworkForm(request.POST or None, initial=initial)
    if request.method == "POST":
        refuse(blockers.newcomer_blockers(call))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = create_network(
            name=data["name"], territory=data["territory"], lead=organisation, by=request.user
        )
        return redirect(_step(request, **{NETWORK: str(made.pk)}))
    led = Network.objects.filter(lead=organisation).order_by("name", "pk")
    context = {
        "form": form,
        "organisation": organisation,
        "networks": [(row, _step(request, **{NETWORK: str(row.pk)})) for row in led],
        **_context(request, call, 1),
        "newcomer_blockers": blockers.newcomer_blockers(call),
    }
    return render(request, "calls/submission_start_network.html", context)


def _title_step(request: PortalRequest, call: Call, network: Network) -> HttpResponse:
    if running := _running(request, call, network):
        return redirect(paths.draft(running))
    idea = idea_to_carry(call, network)
    form = StartForm(request.POST or None, initial=_known(network, idea))
    if request.method == "POST" and form.is_valid():
        try:
            started = _start(request, call, network, form.cleaned_data)
        except Blocked:
            if running := _running(request, call, network):  # the button was pressed twice at once
                return redirect(paths.draft(running))
            raise
        progress = questionnaires.section_progress(started.sheet)
        return redirect(step_url(started, step_after(DETAILS, progress)))
    context = {
        "form": form,
        "network": network,
        "idea": idea,
        "carried": carried_labels(idea, call) if idea else [],
        **_context(request, call, 2),
        "blockers": blockers.start_blockers(call, network, network.territory),
    }
    return render(request, "calls/submission_start.html", context)


def _start(
    request: PortalRequest, call: Call, network: Network, data: dict[str, Any]
) -> Submission:
    return submissions.start_submission(
        call_id=call.pk,
        network_id=network.pk,
        territory_id=data["territory"].pk,
        further_territory_ids=[row.pk for row in data["further"]],
        title=data["title"],
        by=request.user,
    )


def _running(request: PortalRequest, call: Call, network: Network) -> Submission | None:
    """What this network has already begun for the call; the second of two clicks finds the first's."""
    mine = queries.mine(request.user).filter(call=call, network=network)
    return mine.select_related("programme").exclude(state="withdrawn").first()


def _known(network: Network, idea: Submission | None) -> dict[str, object]:
    """Title and territories as the idea has them; without one, the network's territory."""
    if idea is None:
        return {"territory": network.territory_id}
    further = idea.further_territories.order_by("pk").values_list("territory", flat=True)
    return {"title": idea.title, "territory": idea.territory_id, "further": list(further)}


def _context(request: PortalRequest, call: Call, place: int) -> dict[str, object]:
    labels = [_("Who you are"), _("Your network"), _("Title and territory")]
    steps = [
        FormStep(
            label=label,
            url=request.get_full_path() if number == place else request.path,
            state="done" if number < place else "current" if number == place else "todo",
        )
        for number, label in enumerate(labels)
    ]
    slug = request.programme.slug
    return {
        "call": call,
        "steps": steps,
        "blockers": blockers.closed_everywhere(call),
        "breadcrumbs": [
            Crumb(_("Calls"), reverse("calls:call_list", args=[slug])),
            Crumb(call.title, paths.public(call)),
            Crumb(_("Answer")),
        ],
    }


def _chosen(rows: QuerySet[Row], key: str | None) -> Row | None:
    """The row that the address names, if it is among the person's own."""
    try:
        return rows.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None


def _step(request: PortalRequest, **query: str) -> str:
    return f"{request.path}?{urlencode(query)}"


def _show(form: OrganisationForm, error: ValidationError) -> None:
    """Errors of the organisation under the field they speak of; the rest above the form."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in by_field.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
