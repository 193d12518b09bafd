"""Pages of notices."""

from django.http import HttpResponse

from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page


@page(SIGNED_IN)
def preferences(request: PortalRequest) -> HttpResponse:
    return HttpResponse()
