"""The public places of a programme: the menu that everybody sees."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.portal import NavItem
from core.programmes.models import Programme


def public_places(programme: Programme) -> list[NavItem]:
    """Home, calls, transparency."""
    at = [programme.slug]
    return [
        NavItem(_("The programme"), reverse("public:programme_home", args=at)),
        NavItem(_("Calls"), reverse("calls:call_list", args=at)),
        NavItem(_("Transparency"), reverse("public:transparency", args=at)),
    ]
