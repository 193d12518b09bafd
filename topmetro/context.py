"""What every page's layout reads of the portal."""

from typing import Any

from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    return {"programme": getattr(request, "programme", None)}
