"""What everybody reads: the practices that were published, and each of them."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import PUBLIC, page
from core.ui.pieces import Crumb
from education import paths, queries
from education.lists import library_listing, territory_words
from education.models import Practice
from education.views.places import public_practice
from projects import queries as projects


def sections_of(practice: Practice) -> list[tuple[str, str]]:
    """The texts that were written, each with its heading; Markdown."""
    found = [
        (_("The problem"), practice.problem),
        (_("The context"), practice.context),
        (_("What it is made of"), practice.building_blocks),
        (_("What was new"), practice.innovation),
        (_("What it took"), practice.resources),
        (_("What changed"), practice.results),
        (_("How it went"), practice.story),
    ]
    return [(title, text) for title, text in found if text.strip()]


@page(PUBLIC)
def practice_list(request: PortalRequest) -> HttpResponse:
    rows = queries.with_parties(queries.public_practices())
    context = {
        "library": queries.library(),
        "page": library_listing().page(rows, request.GET),
        "breadcrumbs": _crumbs(request, Crumb(_("Practices"))),
    }
    return render(request, "education/practice_list.html", context)


@page(PUBLIC, load=public_practice)
def practice_detail(request: PortalRequest, practice: Practice) -> HttpResponse:
    project = practice.project
    if project is not None and not projects.public_projects().filter(pk=project.pk).exists():
        project = None
    context = {
        "practice": practice,
        "sections": sections_of(practice),
        "factors": list(practice.factors.all()),
        "lessons": list(practice.lessons.all()),
        "territory": territory_words(practice),
        "project": project,
        "canonical": f"{settings.PUBLIC_URL}{paths.public(practice)}",
        "breadcrumbs": _crumbs(
            request,
            Crumb(
                _("Practices"), reverse("education:practice_list", args=[request.programme.slug])
            ),
            Crumb(practice.title),
        ),
    }
    return render(request, "education/practice_detail.html", context)


def _crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    home = reverse("public:programme_home", args=[request.programme.slug])
    return [Crumb(request.programme.name, home), *last]
