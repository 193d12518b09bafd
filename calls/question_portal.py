"""Questions that wait for an answer, among the to-dos of whoever runs the calls."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from calls import paths, queries
from core.access.http import PortalRequest
from core.access.portal import Todo, Todos, of_each

SHOWN = 80


def todos(request: PortalRequest) -> Todos:
    """Due at the next closing: later an answer helps nobody."""
    if not request.user.has_perm("calls.answer_question"):
        return []
    rows = queries.questions_to_answer().select_related("call__programme")
    return [
        of_each(
            rows.prefetch_related("call__windows"),
            lambda row: Todo(
                text=_("Answer a question about the call"),
                url=paths.question(row),
                due=queries.next_closing(row.call),
                about=f"{Truncator(row.text).chars(SHOWN)} · {row.call.title}",
            ),
        )
    ]
