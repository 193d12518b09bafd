"""The four pages that the law asks for, where no programme speaks: sign-in, choice of a programme, platform."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from core.access.http import OpenRequest
from core.access.page import PUBLIC, page


@page(PUBLIC)
def portal_legal_notes(request: OpenRequest) -> HttpResponse:
    return render(request, "public/legal_notes.html")


@page(PUBLIC)
def portal_privacy(request: OpenRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@page(PUBLIC)
def portal_accessibility(request: OpenRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@page(PUBLIC)
def portal_problem_report(request: OpenRequest) -> HttpResponse:
    """Whom to write to: an installation has no coordinators of its own."""
    return render(
        request, "public/portal_problem_report.html", {"sender": settings.DEFAULT_FROM_EMAIL}
    )
