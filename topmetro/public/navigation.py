"""The public places of a programme: the menu that everybody sees."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.portal import NavItem
from core.programmes.models import Programme


def public_places(programme: Programme) -> list[NavItem]:
    """The six parts of the programme, in the order of its path, between home and transparency."""
    at = [programme.slug]
    return [
        NavItem(_("The programme"), reverse("public:programme_home", args=at)),
        NavItem(_("Calls"), reverse("calls:call_list", args=at)),
        NavItem(_("Projects"), reverse("projects:project_list", args=at)),
        NavItem(_("Labs"), reverse("labs:event_list", args=at)),
        NavItem(_("Evaluation"), reverse("evaluation:evaluation_home", args=at)),
        NavItem(_("Practices"), reverse("education:practice_list", args=at)),
        NavItem(_("Transparency"), reverse("public:transparency", args=at)),
    ]
