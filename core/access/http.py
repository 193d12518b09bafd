"""The request as our views receive it: types only.

`programme` is None outside a programme's pages, and `user` anonymous where a page is public: code
that serves both checks; the others may rely on what their `@page` asked.
"""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from core.access.models import User
    from core.programmes.models import Programme


class PortalRequest(HttpRequest):
    """A request inside a programme, by somebody who signed in (where the page asks for it)."""

    programme: "Programme"
    user: "User"  # type: ignore[assignment]  # narrower than Django's: the page has asked
    htmx: "HtmxDetails"
