"""What the public pages give to the work area: where money went, and the programme's next stage."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.portal import Coming, Often, Option, Portal
from core.programmes import queries as programmes


def options(request: PortalRequest) -> list[Option]:
    url = reverse("public:transparency", args=[request.programme.slug])
    note = _("Acts and payments, year by year, as tables and files.")
    return [Option(_("See what was paid, and to whom"), url, note, "card", Often.ANYBODY)]


def comings(request: PortalRequest) -> list[Coming]:
    """The next milestone of the programme's path."""
    stages = [one for phase in programmes.timeline() for one in phase.stages if one.place == "next"]
    first = min(stages, key=lambda one: one.milestone.starts_on, default=None)
    if first is None:
        return []
    url = reverse("public:programme_home", args=[request.programme.slug])
    return [
        Coming(
            str(first.milestone.title),
            first.milestone.starts_on,
            f"{url}#path",
            str(first.milestone.when),
            _("On the programme's path."),
        )
    ]


PORTAL = Portal(options=options, comings=comings)
