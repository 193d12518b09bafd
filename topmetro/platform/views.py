"""Pages of whoever runs the installation: programmes and accounts, never a programme's content."""

from django.http import HttpResponse
from django.shortcuts import render

from core.access.http import OpenRequest
from core.access.page import page
from core.programmes.models import Programme

OPERATE = "access.operate_platform"


@page(OPERATE)
def programme_list(request: OpenRequest) -> HttpResponse:
    """Every programme's name, address and state."""
    return render(
        request, "platform/programme_list.html", {"programmes": Programme.objects.order_by("slug")}
    )
