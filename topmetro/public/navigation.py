"""The public places of a programme: the menu that everybody sees."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from core.access.portal import NavItem
from core.programmes.models import Programme


def public_places(programme: Programme) -> list[NavItem]:
    """Home, calls, transparency."""
    places = [NavItem(_("The programme"), reverse("public:programme_home", args=[programme.slug]))]
    try:
        places.append(NavItem(_("Calls"), reverse("calls:call_list", args=[programme.slug])))
    except NoReverseMatch:
        pass
    places.append(NavItem(_("Transparency"), reverse("public:transparency", args=[programme.slug])))
    return places
