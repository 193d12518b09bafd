"""Finding the row of a page among those that the person may know of; 404 otherwise."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access.http import PortalRequest
from projects import queries as projects
from projects.models import Project
from tranches import queries
from tranches.enums import RECORDED_BY_HAND
from tranches.models import ReportHandover, Tranche


def tranche(request: PortalRequest, key: UUID) -> Tranche:
    return get_object_or_404(queries.with_project(queries.visible_to(request.user)), pk=key)


def tranche_of_condition(request: PortalRequest, key: UUID, condition: str) -> Tranche:
    """The tranche, if its plan asks for that condition; the view reads the condition from the address."""
    found = tranche(request, key)
    if condition not in RECORDED_BY_HAND or condition not in found.conditions:
        raise Http404
    return found


def tranche_of_report(request: PortalRequest, key: UUID, report: UUID) -> Tranche:
    """The tranche, if that report was handed over for it; the view reads which from the address."""
    found = tranche(request, key)
    if not ReportHandover.objects.filter(tranche=found, pk=report).exists():
        raise Http404
    return found


def project(request: PortalRequest, key: UUID) -> Project:
    rows = projects.visible_to(request.user).select_related("network", "lead", "programme")
    return get_object_or_404(rows, pk=key)
