"""Addresses of the pages of contributions, for notices, deadlines, to-dos and the other parts."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation

from projects.models import Project
from tranches.models import Tranche


def detail(tranche: Tranche) -> str:
    """The tranche's page: what its gate asks, who did what, the next act."""
    return of(tranche, "tranche_detail")


def of(tranche: Tranche, name: str, **more: str) -> str:
    """A page about one tranche, by the name of its view."""
    return reverse(
        f"tranches:{name}", kwargs={"slug": tranche.programme.slug, "key": tranche.pk, **more}
    )


def beneficiary(tranche: Tranche) -> str:
    """The record of whom it is paid to, where the IBAN stands."""
    return reverse(
        "people:organisation_detail",
        kwargs={
            "slug": tranche.programme.slug, "organisation_id": tranche.grant.beneficiary_id,
        },
    )  # fmt: skip


def award(project: Project) -> str:
    return reverse(
        "tranches:grant_award", kwargs={"slug": project.programme.slug, "key": project.pk}
    )


def all_tranches(slug: str) -> str:
    return reverse("tranches:tranche_list", kwargs={"slug": slug})


def in_italian(path: Callable[[Any], str], row: Any) -> str:
    """An address that is kept, whatever language its author was reading in."""
    with translation.override("it"):
        return path(row)
