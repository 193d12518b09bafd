"""Where the pages stand, and the way back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.ui.pieces import Crumb, home_crumb
from labs import paths
from labs.models import Event


def public_crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    url = reverse("labs:event_list", args=[slug]) if last else ""
    home = reverse("public:programme_home", args=[slug])
    return [Crumb(request.programme.name, home), Crumb(_("Labs and meetings"), url), *last]


def desk_crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    url = reverse("labs:event_desk", args=[slug]) if last else ""
    return [home_crumb(request), Crumb(_("Meetings"), url), *last]


def desk_crumb(event: Event) -> Crumb:
    return Crumb(event.title, paths.desk(event))


def to_desk(event: Event) -> HttpResponse:
    return redirect(paths.desk(event))


def to_public(event: Event) -> HttpResponse:
    return redirect(paths.public(event))
