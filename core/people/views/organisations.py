"""Organisations: the list, the record, and its parts."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page
from core.audit.history import history_of
from core.people import exports, forms, queries
from core.people.codes import spaced
from core.people.domain import organisations as verbs
from core.people.enums import OrganisationKind
from core.people.models import ContactPerson, Organisation, Registration
from core.people.models.periods import current
from core.people.views import loaders
from core.people.views.loaders import url
from core.programmes.lists import territory_filter
from core.programmes.models import Programme
from core.ui import cells
from core.ui.downloads import download
from core.ui.pieces import HistoryEntry, Missing, trail
from core.ui.tables import Column, Filter, Listing

WRITES = {"POST"}
PAGE_OF_PART = {
    "record": "organisation_change",
    "contact": "contact_add",
    "representative": "representative_set",
    "registration": "registration_add",
}


def listing(request: PortalRequest) -> Listing[Organisation]:
    """The list with its filters; territories are the programme's."""
    return Listing(
        columns=[
            Column("name", gettext_lazy("Name"), _name_cell, sort="name"),
            Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Column("seat", gettext_lazy("Seat"), lambda row: row.municipality, sort="municipality"),
            Column(
                "tax_code",
                gettext_lazy("Codice fiscale"),
                lambda row: cells.Code(row.tax_code or ""),
            ),
        ],
        default_sort="name",
        row_url=lambda row: url(request, "organisation_detail", organisation_id=row.pk),
        filters=[
            Filter("kind", gettext_lazy("Kind"), OrganisationKind.choices),
            territory_filter(),
        ],
        search=queries.find_organisations,
    )


def _name_cell(row: Organisation) -> cells.Text:
    return cells.Text(row.name, str(row.territory or ""))


def _listed(request: PortalRequest) -> QuerySet[Organisation]:
    return queries.visible_organisations(request.user).select_related("territory")


@page(SIGNED_IN, load=loaders.known_programme, before_publication=True)
def organisation_list(request: PortalRequest, programme: Programme) -> HttpResponse:
    """The organisations that the person may know of; an ETS finds its own first."""
    context = {
        "programme": programme,
        "page": listing(request).page(_listed(request), request.GET),
        "own": queries.organisations_of(request.user),
        "may_export": request.user.has_perm("people.export_organisations", programme),
        "query": request.GET.urlencode(),
        "breadcrumbs": trail(request, (_("Organisations"), "")),
    }
    return render(request, "people/organisation_list.html", context)


@page("people.export_organisations")
def organisation_export(request: PortalRequest) -> HttpResponse:
    """The same list, filters included, as CSV."""
    rows = listing(request).narrow(_listed(request), request.GET)
    return download(exports.organisations_csv(rows), "enti.csv")


@page(
    "people.create_organisation",
    writes=WRITES,
    load=loaders.known_programme,
    before_publication=True,
)
def organisation_create(request: PortalRequest, programme: Programme) -> HttpResponse:
    """Bring an organisation or an informal group into the programme."""
    form = forms.OrganisationStartForm(request.POST or None, user=request.user)
    if made := form.taken_by(partial(verbs.create_organisation, by=request.user)):
        messages.success(request, _("Done: now complete the record, in your own time."))
        return redirect(_next(request) or _record_url(request, made))
    context = {
        "programme": programme,
        "form": form,
        "breadcrumbs": trail(
            request, (_("Organisations"), url(request, "organisation_list")), (_("New"), "")
        ),
    }
    return render(request, "people/organisation_create.html", context)


@page("people.see_organisation", load=loaders.known_organisation)
def organisation_detail(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """The record, with what is missing and what expires."""

    def may(permission: str) -> bool:
        return request.user.has_perm(f"people.{permission}", organisation)

    may_change, sees_contacts = may("change_organisation"), may("see_contacts")
    context: dict[str, Any] = {
        "organisation": organisation,
        "iban": spaced(organisation.iban) if may("see_iban") else "",
        "registrations": [
            (row, verbs.remove_registration_blockers(row))
            for row in organisation.registrations.order_by("register", "number")
        ],
        "signatories": organisation.signatories.filter(current()).order_by(
            "-by_office", "full_name"
        ),
        "contacts": organisation.contacts.filter(current()).order_by("full_name"),
        "networks": queries.visible_networks(request.user).filter(
            members__organisation=organisation, members__state="active"
        ),
        "missing": _missing(request, organisation) if may_change else [],
        "expiring": queries.expiring_in_record(organisation) if may_change else [],
        "may_change": may_change,
        "sees_contacts": sees_contacts,
        "sees_iban": may("see_iban"),
        "may_verify_iban": may("verify_iban"),
        "verify_blockers": verbs.verify_iban_blockers(
            organisation, iban=organisation.iban, by=request.user
        ),
        "may_check": may("check_registration"),
        "may_recover": may("recover_access"),
        "history": history(organisation) if may_change else [],
        "breadcrumbs": trail(
            request,
            (_("Organisations"), url(request, "organisation_list")),
            (organisation.name, ""),
        ),
    }
    return render(request, "people/organisation_detail.html", context)


@page("people.change_organisation", writes=WRITES, load=loaders.known_organisation)
def organisation_change(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """Change the record; a new IBAN must be verified again."""
    form = forms.OrganisationForm(request.POST or None, instance=organisation)
    verb = partial(verbs.change_organisation, organisation_id=organisation.pk, by=request.user)
    if form.taken_by(verb):
        messages.success(request, _("The record is saved."))
        return _back(request, organisation)
    return _part(request, organisation, form, _("Change the record"))


@page("people.verify_iban", writes=WRITES, load=loaders.known_organisation)
def iban_verify(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """Confirm the very IBAN that the page showed."""
    if request.method == "POST":
        verbs.verify_iban(
            organisation_id=organisation.pk,
            iban=request.POST.get("iban", ""),
            by=request.user,
        )
        messages.success(request, _("The IBAN is verified."))
    return _back(request, organisation)


@page("people.change_organisation", writes=WRITES, load=loaders.known_organisation)
def registration_add(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """Write the entry in RUNTS or in another register."""
    form = forms.RegistrationForm(request.POST or None)
    verb = partial(verbs.add_registration, organisation_id=organisation.pk, by=request.user)
    if form.taken_by(verb):
        return _back(request, organisation)
    return _part(request, organisation, form, _("Entry in a register"))


@page("people.check_registration", writes=WRITES, load=loaders.known_registration)
def registration_check(request: PortalRequest, registration: Registration) -> HttpResponse:
    """Record that the entry was found in the public register today."""
    if request.method == "POST":
        verbs.check_registration(registration_id=registration.pk, by=request.user)
        messages.success(request, _("The check of the entry is recorded with today's date."))
    return _back(request, registration.organisation)


@page("people.change_organisation", writes=WRITES, load=loaders.known_registration)
def registration_remove(request: PortalRequest, registration: Registration) -> HttpResponse:
    """Take back an entry written by mistake."""
    if request.method == "POST":
        verbs.remove_registration(registration_id=registration.pk, by=request.user)
    return _back(request, registration.organisation)


@page("people.change_organisation", writes=WRITES, load=loaders.known_organisation)
def representative_set(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """Name who is the legal representative from today."""
    form = forms.RepresentativeForm(request.POST or None)
    if form.is_valid():
        verbs.set_representative(
            organisation_id=organisation.pk, by=request.user, **form.cleaned_data
        )
        return _back(request, organisation)
    return _part(request, organisation, form, _("Legal representative"))


@page("people.change_organisation", writes=WRITES, load=loaders.known_organisation)
def contact_add(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """Name whom to call."""
    form = forms.ContactForm(request.POST or None)
    if form.is_valid():
        verbs.add_contact(organisation_id=organisation.pk, by=request.user, **form.cleaned_data)
        return _back(request, organisation)
    return _part(request, organisation, form, _("Contact person"))


@page("people.change_organisation", writes=WRITES, load=loaders.known_contact)
def contact_end(request: PortalRequest, contact: ContactPerson) -> HttpResponse:
    """The person is no longer whom to call."""
    if request.method == "POST":
        verbs.end_contact(contact_id=contact.pk, by=request.user)
    return _back(request, contact.organisation)


def history(obj: Any) -> list[HistoryEntry]:
    """What was done, as the layout draws it."""
    return history_of(obj, what=lambda event: event.act)


def _missing(request: PortalRequest, organisation: Organisation) -> list[Missing]:
    """Each with the page, and in it the field, that puts it right."""

    def where(one: queries.MissingPart) -> str:
        page_url = url(request, PAGE_OF_PART[one.part], organisation_id=organisation.pk)
        return f"{page_url}#id_{one.field}" if one.field else page_url

    return [Missing(one.message, where(one)) for one in queries.missing_in_record(organisation)]


def _back(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    return redirect(_record_url(request, organisation))


def _record_url(request: PortalRequest, organisation: Organisation) -> str:
    return url(request, "organisation_detail", organisation_id=organisation.pk)


def _next(request: PortalRequest) -> str:
    """Where somebody came from who needed an organisation first: an address of this site, or nothing."""
    asked = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours else ""


def _part(
    request: PortalRequest, organisation: Organisation, form: Any, title: str
) -> HttpResponse:
    here = _record_url(request, organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "title": title,
        "back_url": here,
        "breadcrumbs": trail(
            request,
            (_("Organisations"), url(request, "organisation_list")),
            (organisation.name, here),
            (title, ""),
        ),
    }
    return render(request, "people/organisation_change.html", context)
