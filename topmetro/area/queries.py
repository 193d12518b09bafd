"""Which programmes concern a person."""

from core.access.models import User
from core.access.scope import open_programme
from core.people.queries import roles_in
from core.programmes.models import Programme


def programmes_of(user: User) -> tuple[list[Programme], list[Programme]]:
    """Those in which the person has a role, drafts included, and the other public ones.

    Roles lie behind each programme's wall, so every programme is opened once: two queries for each.
    An installation holds a handful of programmes, and this runs once per sign-in.
    """
    mine, others = [], []
    for programme in Programme.objects.order_by("slug"):
        with open_programme(programme.pk):
            concerned = bool(roles_in(user))
        if concerned:
            mine.append(programme)
        elif programme.is_public:
            others.append(programme)
    return mine, others
