"""The request as our code receives it: types only."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from core.access.models import User
    from core.programmes.models import Programme


class OpenRequest(HttpRequest):
    """Any request after our middleware: `programme` is None outside a programme's pages."""

    programme: "Programme | None"
    htmx: "HtmxDetails"


class SignedInRequest(OpenRequest):
    """A request to a page outside any programme by somebody who signed in, as its `@page` asked."""

    user: "User"


class PortalRequest(HttpRequest):
    """A request to a page of a programme by somebody who signed in, as its `@page` asked."""

    programme: "Programme"
    user: "User"
    htmx: "HtmxDetails"
