"""The form tried as an applicant, and on paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.questionnaires.builder import pages
from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.builder.preview import PreviewForm
from core.questionnaires.models import Version
from core.questionnaires.paper import minutes_to_fill, paper_of
from core.ui.pieces import Crumb, FormStep, Words


def form_preview(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """What applicants will meet: it works, and nothing of it is stored."""
    version = pages.version_of(desk)
    sent = request.method == "POST"
    form = PreviewForm(version, request.POST if sent else None, request.FILES if sent else None)
    title = _("Try the form")
    first = form.parts[0].key if form.parts else ""
    context = {
        "desk": desk,
        "version": version,
        "form": form,
        "sent": sent and "add_row" not in request.POST,
        "walk_url": desk.url("form_preview_section", section=first) if first else "",
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
    }
    return render(request, "questionnaires/builder/form_preview.html", context)


def form_preview_section(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """One section as applicants meet it, with the steps beside it: nothing is sent, nothing stored."""
    form, section = PreviewForm(pages.version_of(desk)), pages.section_of(desk)
    addresses = [desk.url("form_preview_section", section=part.key) for part in form.parts]
    place = [part.key for part in form.parts].index(section.key)
    steps = [
        FormStep(label=part.title, url=url, state="current" if part.key == section.key else "todo")
        for part, url in zip(form.parts, addresses, strict=True)
    ]
    context = {
        "desk": desk,
        "section": section,
        "entries": form.entries_of(section),
        "steps": steps,
        "before": addresses[place - 1] if place else "",
        "after": addresses[place + 1] if place + 1 < len(addresses) else "",
        "breadcrumbs": pages.builder_crumbs(
            desk, Crumb(_("Try the form"), desk.url("form_preview")), Crumb(section.title)
        ),
    }
    return render(request, "questionnaires/builder/form_preview_section.html", context)


def form_print(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """The form on paper, with lines to write on."""
    version = pages.version_of(desk)
    return render(request, "questionnaires/form_blank.html", blank_context(version, desk.title))


def blank_context(version: Version, title: Words) -> dict[str, Any]:
    """What `questionnaires/form_blank.html` needs; parts give the blank form to everybody by it."""
    return {
        "title": title,
        "version": version,
        "sections": paper_of(version),
        "minutes": minutes_to_fill(version),
    }
