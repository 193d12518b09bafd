"""What the public pages give to the work area: where money went, and the programme's next stage."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.models import User
from core.access.portal import Coming, Often, Option, Portal
from core.programmes import queries as programmes
from core.programmes.models import Milestone
from tranches import queries as tranches
from tranches.enums import TrancheState


def options(request: PortalRequest) -> list[Option]:
    url = reverse("public:transparency", args=[request.programme.slug])
    note = _("Acts and payments, year by year, as tables and files.")
    return [Option(_("See what was paid, and to whom"), url, note, "card", Often.ANYBODY)]


def comings(request: PortalRequest) -> list[Coming]:
    """The next milestone of the programme's path that the contributions don't tell."""
    stages = [one for phase in programmes.timeline() for one in phase.stages if one.place == "next"]
    in_time = sorted((one.milestone for one in stages), key=lambda one: one.starts_on)
    first = next((one for one in in_time if not _is_own_instalment(request.user, one)), None)
    if first is None:
        return []
    url = reverse("public:programme_home", args=[request.programme.slug])
    return [
        Coming(
            str(first.title),
            first.starts_on,
            f"{url}#path",
            str(first.when),
            _("On the programme's path."),
        )
    ]


def _is_own_instalment(user: User, milestone: Milestone) -> bool:
    """Whether it announces an instalment that the person sees with its project: same time, share in the title."""
    shares = set(re.findall(r"(\d+)\s*%", str(milestone.title)))
    if not shares:
        return False
    rows = tranches.visible_to(user).exclude(state=TrancheState.PAID)
    rows = rows.filter(starts_on=milestone.starts_on, precision=milestone.precision)
    return rows.filter(percent__in=shares).exists()


PORTAL = Portal(options=options, comings=comings)
