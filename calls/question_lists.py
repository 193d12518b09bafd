"""The facilitators' list of questions on a call."""

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.enums import QuestionState
from calls.models import PublicQuestion
from core.ui.cells import Day, State, Text
from core.ui.tables import Column, Filter, Listing

SHOWN = 120

QUESTIONS = Listing[PublicQuestion](
    columns=[
        Column("question", _("Question"), lambda q: Text(Truncator(str(q)).chars(SHOWN))),
        Column("state", _("State"), lambda q: State(q.get_state_display(), q.tone)),
        Column("asked", _("Asked"), lambda q: Day(q.asked_at), sort="asked_at"),
        Column("answered", _("Answered"), lambda q: Day(q.answered_at), sort="answered_at"),
    ],
    row_url=paths.question,
    filters=[Filter("state", _("State"), QuestionState.choices)],
    search=lambda rows, words: rows.filter(
        Q(text__icontains=words)
        | Q(wording__it__icontains=words)
        | Q(wording__en__icontains=words)
        | Q(answer__it__icontains=words)
        | Q(answer__en__icontains=words)
    ),
    default_sort="-asked",
)
