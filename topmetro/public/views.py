"""The public face of the portal."""

from django.http import HttpRequest, HttpResponse

from core.access.page import PUBLIC, page


@page(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("topmetro")
