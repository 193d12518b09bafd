"""What every page's layout reads of the portal: whose it is, where one can go, who one is.

Runs after `core.ui.context.layout` and overrides what it knows better. Costs one query, beside what the
roles of a person cost.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.clock import today
from core.access.counting import CountOf
from core.access.page import may_know
from core.access.portal import NavItem
from core.access.scope import opened_programme_id
from core.notices.queries import unread
from core.people.queries import roles_in
from core.programmes.models import Programme
from core.ui import pieces
from core.ui.wording import day_text
from topmetro import portal as parts
from topmetro.public.navigation import public_places
from topmetro.public.queries import promoter


def portal(request: HttpRequest) -> dict[str, Any]:
    programme = _programme_they_may_know(request)
    found: dict[str, Any] = {"programme": programme, "demo_banner": _demo_banner(programme)}
    if programme is None:
        return found | _of_installation(request)
    person: Any = getattr(request, "user", None)
    signed_in = person is not None and person.is_authenticated
    values: dict[str, Any] = {"promoter": Subquery(promoter().values("name")[:1])}
    if signed_in:
        values["unread"] = CountOf(unread(person))
    menu, read = parts.asked(programme, _navigation(request, programme), values)
    found |= _of_programme(programme, read["promoter"])
    found["navigation"] = pieces.menu(menu, request.path)
    return found | _of_person(request, programme, read["unread"]) if signed_in else found


def _programme_they_may_know(request: HttpRequest) -> Programme | None:
    """None on a page of the installation, on an error outside a programme, and on the error page that hides
    a draft: it must not tell the draft's name.
    """
    programme: Programme | None = getattr(request, "programme", None)
    if programme is None or opened_programme_id() is None:
        return None
    return programme if may_know(request.user, programme) else None


def _of_installation(request: HttpRequest) -> dict[str, Any]:
    links = pieces.LegalLinks(
        accessibility=reverse("portal_accessibility"),
        privacy=reverse("portal_privacy"),
        legal_notes=reverse("portal_legal_notes"),
        report_inefficiency=reverse("portal_problem_report"),
    )
    return {"legal_links": links, "user_menu": _user_menu(request)}


def _of_programme(programme: Programme, promoter_name: object) -> dict[str, Any]:
    home = reverse("public:programme_home", args=[programme.slug])
    return {
        "brand": pieces.Brand(
            name=programme.name,
            tagline=programme.tagline,
            owner=str(promoter_name or ""),
            home_url=home,
            accent=programme.accent,
            contact=programme.contact_email,
        ),
        "legal_links": pieces.LegalLinks(
            accessibility=programme.accessibility_url
            or reverse("public:accessibility", args=[programme.slug]),
            privacy=reverse("public:privacy", args=[programme.slug]),
            legal_notes=reverse("public:legal_notes", args=[programme.slug]),
            report_inefficiency=reverse("public:problem_report", args=[programme.slug]),
        ),
    }


def _of_person(request: Any, programme: Programme, unread_notices: int) -> dict[str, Any]:
    return {
        "area_url": reverse("area:home", args=[programme.slug]),
        "user_menu": [*_own_places(programme), *_user_menu(request)],
        "user_roles": sorted(str(role.label) for role in roles_in(request.user)),
        "inbox_url": reverse("notices:inbox", args=[programme.slug]),
        "inbox_count": unread_notices,
    }


def _own_places(programme: Programme) -> list[NavItem]:
    at = {"slug": programme.slug}
    return [
        NavItem(_("Your profile"), reverse("people:profile", kwargs=at), "user"),
        NavItem(_("Invitations"), reverse("people:invitation_list", kwargs=at), "mail"),
    ]


def _user_menu(request: HttpRequest) -> list[NavItem]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    menu = [NavItem(_("Your programmes"), reverse("my_programmes"), "folder")]
    if user.is_platform_operator:
        menu.append(NavItem(_("Platform"), reverse("platform:programme_list"), "settings"))
    return menu


def _navigation(request: Any, programme: Programme) -> Sequence[NavItem]:
    """In the work area the parts' entries, by role; everywhere else the public places."""
    area = reverse("area:home", args=[programme.slug])
    if request.path.startswith(area) and request.user.is_authenticated:
        return [NavItem(_("What waits for me"), area), *parts.navigation(request)]
    return public_places(programme)


def _demo_banner(programme: Programme | None) -> str:
    if not settings.DEMO:
        return ""
    weeks = programme.shift_weeks if programme else 0
    if not weeks:
        return _("Demo: people and organisations are invented.")
    moved = ngettext(
        "dates moved by %(count)d week", "dates moved by %(count)d weeks", abs(weeks)
    ) % {"count": abs(weeks)}
    return _("Demo: invented people; %(moved)s, today stands for %(day)s.") % {
        "moved": moved,
        "day": day_text(today() - timedelta(weeks=weeks), year=True),
    }
