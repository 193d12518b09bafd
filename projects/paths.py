"""Addresses of the pages of projects, for notices, deadlines, to-dos and the other parts."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation

from projects.models import Milestone, Project, SupportingDocument


def public(project: Project) -> str:
    return reverse(
        "projects:project_public",
        kwargs={"slug": project.programme.slug, "project_slug": project.slug},
    )


def detail(project: Project) -> str:
    """The project's page in the work area: what was done, what comes next, who unblocks it."""
    return of(project, "project_detail")


def milestone(row: Milestone) -> str:
    """Its row on the project's page."""
    return f"{detail(row.project)}#milestone-{row.pk}"


def plan(project: Project) -> str:
    return of(project, "plan_detail")


def of(project: Project, name: str) -> str:
    """A page about one project, by the name of its view."""
    return reverse(f"projects:{name}", kwargs={"slug": project.programme.slug, "key": project.pk})


def of_paper(paper: SupportingDocument, name: str) -> str:
    """A page about one supporting document of a project."""
    return reverse(
        f"projects:{name}",
        kwargs={
            "slug": paper.project.programme.slug, "key": paper.project_id, "paper": paper.pk,
        },
    )  # fmt: skip


def in_italian(path: Callable[[Any], str], row: Any) -> str:
    """An address that is kept, whatever language its author was reading in."""
    with translation.override("it"):
        return path(row)
