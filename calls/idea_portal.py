"""To-dos of ideas that grow: feedback that nobody of the network has read yet."""

from django.utils.translation import gettext as _

from calls import draft_paths
from calls.queries.idea_growth import unread_feedback
from core.access.http import PortalRequest
from core.access.portal import Todo


def todos(request: PortalRequest) -> list[Todo]:
    rows = unread_feedback(request.user).select_related("call", "programme")
    return [
        Todo(
            text=_("Read the feedback on your idea"),
            url=f"{draft_paths.growth(row)}#feedback",
            about=f"{row.number} · {row.title}",
        )
        for row in rows
    ]
