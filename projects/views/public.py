"""What everybody reads: the projects on a map that is also a list, and each project."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.access.http import PortalRequest
from core.access.page import PUBLIC, page
from core.people import queries as people
from core.programmes import queries as programmes
from core.ui.pieces import Crumb, Step
from projects import paths, queries
from projects.enums import ProjectState
from projects.map import map_of
from projects.models import Project
from projects.views.loaders import public_project
from projects.views.places import public_crumbs


@page(PUBLIC)
def project_list(request: PortalRequest) -> HttpResponse:
    rows = queries.public_projects().select_related("network", "lead", "territory", "programme")
    projects = list(rows.order_by("territory__position", "title", "pk"))
    context = {
        "projects": [(row, paths.public(row), queries.public_name(row.lead)) for row in projects],
        "map": map_of(projects),
        "breadcrumbs": public_crumbs(request),
    }
    return render(request, "projects/project_list.html", context)


@page(PUBLIC, load=public_project)
def project_public(request: PortalRequest, target: Project) -> HttpResponse:
    """What, where, who, when, how much. Organisations by name; people never, nor one who leads."""
    members = people.organisations_of_network(target.network)
    context = {
        "project": target,
        "lead_name": queries.public_name(target.lead),
        "members": [queries.public_name(row) for row in members if row.pk != target.lead_id],
        "steps": _steps(target),
        "milestones": target.milestones.all(),
        "funders": [row for row in programmes.funders() if row.payer_kind],
        "json_ld": _json_ld(target),
        "breadcrumbs": public_crumbs(request, Crumb(target.title)),
    }
    return render(request, "projects/project_public.html", context)


def _steps(target: Project) -> list[Step]:
    """Approval, start, milestones and end, in the order of time."""
    today_done = target.activated_at is not None
    steps = [
        Step(pgettext("project", "Approved"), "done", target.act_date),
        Step(_("Starts"), "done" if today_done else "now", target.starts_on),
    ]
    if target.state == ProjectState.REVOKED:
        return [steps[0], Step(pgettext("project", "Revoked"), "done", target.end_act_date)]
    return [*steps, Step(_("Ends"), "now" if today_done else "next", target.ends_on)]


def _json_ld(target: Project) -> SafeString:
    """schema.org MonetaryGrant of what is public; `<` is escaped, so it cannot end its own element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MonetaryGrant",
        "name": target.title,
        "description": str(target.summary),
        "url": settings.PUBLIC_URL + paths.public(target),
        "identifier": str(target.pk),
        "amount": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": f"{target.contribution:.2f}",
        },
        "funder": [
            {"@type": "Organization", "name": str(row.name)}
            for row in programmes.funders()
            if row.payer_kind
        ],
        "fundedItem": {
            "@type": "Project",
            "name": target.title,
            "startDate": target.starts_on.isoformat() if target.starts_on else "",
            "endDate": target.ends_on.isoformat() if target.ends_on else "",
            "location": {"@type": "AdministrativeArea", "name": target.territory.name},
        },
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(text)  # noqa: S308  # nothing in it can end the element that holds it
