"""Where the pages of practices stand, how their rows are found, and what the register knows of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.audit import history
from core.ui.pieces import Crumb, HistoryEntry, home_crumb
from education import paths, queries
from education.models import Practice


def public_practice(request: PortalRequest, practice_slug: str) -> Practice:
    rows = queries.with_parties(queries.public_practices())
    return get_object_or_404(rows, slug=practice_slug)


def known_practice(request: PortalRequest, key: UUID) -> Practice:
    rows = queries.with_parties(queries.visible_to(request.user))
    return get_object_or_404(
        rows.select_related(
            "programme",
            "network__territory",
            "project__territory",
            "author",
            "scientific_partner",
            "drafted_by",
            "reviewed_by",
        ),
        pk=key,
    )


def crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    url = reverse("education:practice_desk", args=[slug]) if last else ""
    return [home_crumb(request), Crumb(_("Practices"), url), *last]


def practice_crumb(practice: Practice) -> Crumb:
    return Crumb(practice.title, paths.detail(practice))


def to_practice(practice: Practice) -> HttpResponse:
    return redirect(paths.detail(practice))


def history_of(practice: Practice) -> list[HistoryEntry]:
    """Newest first."""
    return history.history_of(practice, noun=_("Practice"))
