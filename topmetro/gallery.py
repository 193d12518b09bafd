"""The page that shows every component: what a designer looks at, and what the accessibility tests check."""

from django.http import HttpResponse
from django.shortcuts import render

from core.access.http import OpenRequest
from core.access.page import PUBLIC, page
from core.ui.gallery import samples


@page(PUBLIC)
def gallery(request: OpenRequest) -> HttpResponse:
    """Every component with sample values."""
    return render(request, "ui/gallery.html", samples())
