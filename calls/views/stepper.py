"""The steps of a draft: its details, the form's sections, reading and sending."""

from django.urls import reverse
from django.utils.translation import gettext as _

from calls import queries
from calls.models import Submission
from core.access.models import User
from core.questionnaires import queries as questionnaires
from core.questionnaires.queries import SectionProgress
from core.ui.pieces import FormStep

DETAILS = "titolo-e-territorio"
FINAL = "leggi-e-invia"
"""Keys of the steps that are no section; a section's key has no hyphen."""


def step_url(submission: Submission, key: str) -> str:
    """The page of a step: `DETAILS`, `FINAL`, or the key of a section."""
    kwargs = {"slug": submission.programme.slug, "key": submission.pk}
    if key == DETAILS:
        return reverse("calls:submission_change", kwargs=kwargs)
    if key == FINAL:
        return reverse("calls:submission_submit", kwargs=kwargs)
    return reverse("calls:submission_section", kwargs={**kwargs, "section": key})


def step_after(key: str, progress: list[SectionProgress]) -> str:
    """The key of the step that follows; the last one is followed by itself."""
    keys = [DETAILS, *(row.key for row in progress), FINAL]
    place = keys.index(key) + 1
    return keys[min(place, len(keys) - 1)]


def steps_of(submission: Submission, current: str, user: User) -> list[FormStep]:
    """The stepper: what is done, what is missing, and who else is writing where."""
    writing = {
        row.section: row.user.full_name for row in queries.writing_now(submission, besides=user)
    }
    progress = questionnaires.section_progress(submission.sheet)
    first = FormStep(
        label=_("Title and territory"),
        url=step_url(submission, DETAILS),
        state=_state(DETAILS, current, is_done=bool(submission.title)),
        who=writing.get(DETAILS, ""),
    )
    sections = [
        FormStep(
            label=row.title,
            url=step_url(submission, row.key),
            state=_state(row.key, current, is_done=row.is_complete and row.is_started),
            missing=row.missing,
            who=writing.get(row.key, ""),
        )
        for row in progress
    ]
    final = FormStep(
        label=_("Read and send"),
        url=step_url(submission, FINAL),
        state=_state(FINAL, current, is_done=False),
    )
    return [first, *sections, final]


def _state(key: str, current: str, *, is_done: bool) -> str:
    if key == current:
        return "current"
    return "done" if is_done else "todo"
