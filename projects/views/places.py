"""Where the pages of projects stand, and the way back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.ui.pieces import Crumb, home_crumb
from projects import paths
from projects.models import Project


def desk_crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    url = reverse("projects:project_desk", args=[slug]) if last else ""
    return [home_crumb(request), Crumb(request.programme.pilots_word, url), *last]


def project_crumbs(request: PortalRequest, project: Project, *last: Crumb) -> list[Crumb]:
    return desk_crumbs(request, Crumb(project.title, paths.detail(project) if last else ""), *last)


def plan_crumbs(request: PortalRequest, project: Project, *last: Crumb) -> list[Crumb]:
    url = paths.plan(project) if last else ""
    return project_crumbs(request, project, Crumb(_("Plan and budget"), url), *last)


def public_crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    home = Crumb(request.programme.name, reverse("public:programme_home", args=[slug]))
    url = reverse("projects:project_list", args=[slug]) if last else ""
    return [home, Crumb(request.programme.pilots_word, url), *last]


def to_project(project: Project) -> HttpResponse:
    return redirect(paths.detail(project))


def to_plan(project: Project) -> HttpResponse:
    return redirect(paths.plan(project))


def to_agreement(project: Project) -> HttpResponse:
    return redirect(paths.of(project, "agreement_detail"))
