"""The request as our views receive it: types only."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from core.access.models import User
    from core.programmes.models import Programme


class PortalRequest(HttpRequest):
    """A request inside a programme, by somebody who signed in (where the page asks for it)."""

    programme: "Programme"
    user: "User"
    htmx: "HtmxDetails"
