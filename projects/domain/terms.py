"""The dates of a project as deadlines: the term for the opinion, the start, the end, the milestones."""

from datetime import date

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.notices.domain.deadlines import drop_deadline, meet_deadline, set_deadline
from core.ui.bilingual import LANGUAGES, Bilingual
from projects import paths
from projects.models import Milestone, Project

OPINION = "projects.opinion"
START = "projects.start"
END = "projects.end"
MILESTONE = "projects.milestone"


def remind_of_opinion(project: Project) -> None:
    """Only where silence has a term: without one nothing falls due."""
    if project.opinion_due:
        words = _("Give the municipality's opinion on “%(title)s”")
        page = paths.in_italian(paths.detail, project)
        _set(project, OPINION, project.opinion_due, words, page)


def meet_opinion(project: Project) -> None:
    meet_deadline(about=project, kind=OPINION)


def drop_opinion(project: Project) -> None:
    drop_deadline(about=project, kind=OPINION)


def remind_of_project(project: Project) -> None:
    """From the approval on its days are known: start, end, and every milestone."""
    page = paths.in_italian(paths.detail, project)
    _set(project, START, project.starts_on, _("“%(title)s” starts"), page)
    _set(project, END, project.ends_on, _("“%(title)s” ends"), page)
    for row in project.milestones.all():
        place = paths.in_italian(paths.milestone, row)
        _set(row, MILESTONE, row.due, _("Reach the milestone “%(title)s”"), place)


def drop_dates(project: Project) -> None:
    """Nothing of a project that has ended early falls due any more."""
    for kind in (START, END):
        drop_deadline(about=project, kind=kind)
    for milestone in project.milestones.all():
        drop_deadline(about=milestone, kind=MILESTONE)


def meet_start(project: Project) -> None:
    meet_deadline(about=project, kind=START)


def meet_milestone(milestone: Milestone) -> None:
    meet_deadline(about=milestone, kind=MILESTONE)


def _set(
    about: Project | Milestone,
    kind: str,
    on: date | None,
    words: "str | Promise",
    path: str,
) -> None:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = str(words) % {"title": about}
    set_deadline(
        about=about,
        kind=kind,
        on=on,
        title=Bilingual(texts),
        path=path,
    )
