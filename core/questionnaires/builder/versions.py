"""The life of a form: begun, opened again as a new version, put into force after its effect is shown."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.blocked import Blocked
from core.access.http import PortalRequest
from core.questionnaires.builder import pages
from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.builder.outline import english_missing, outline_of
from core.questionnaires.domain.succession import foresee
from core.questionnaires.domain.versions import publish_blockers
from core.ui.pieces import Crumb


def form_begin(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """The first form: empty, or a copy of another one of the programme."""
    if request.method != "POST" or desk.version is not None:
        return pages.to_builder(desk)
    source = pages.form_named(request.POST.get("form"))
    try:
        desk.begin(by=request.user, source=source)
    except Blocked as blocked:
        return pages.builder_page(desk, trouble=blocked.blockers)
    return pages.to_builder(desk)


def form_revise(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """A draft after the published version, which stays in force meanwhile."""
    if request.method != "POST":
        return pages.to_builder(desk)
    try:
        desk.revise(by=request.user)
    except Blocked as blocked:
        return pages.builder_page(desk, trouble=blocked.blockers)
    messages.success(
        request,
        _("This is a new version: the published one stays in force until you publish this."),
    )
    return pages.to_builder(desk)


def form_publish(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """What the new form does to the answers that exist, before it does it (RULES C3)."""
    version = pages.version_of(desk)
    blockers = [*desk.blockers(), *publish_blockers(version), *desk.publish_blockers()]
    trouble = []
    if request.method == "POST":
        try:
            desk.publish(by=request.user)
        except Blocked as blocked:
            trouble = blocked.blockers
        else:
            messages.success(request, _("The form is published: from now on it never changes."))
            return pages.to_builder(desk)
    outline = outline_of(version)
    title = _("Publish the form")
    context = {
        "desk": desk,
        "version": version,
        "outline": outline,
        "forecast": foresee(desk.sheets(), version),
        "sent": desk.sent(),
        "english": english_missing(outline, desk),
        "blockers": trouble or blockers,
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
    }
    status = pages.refused(desk, trouble)
    return render(request, "questionnaires/builder/form_publish.html", context, status=status)
