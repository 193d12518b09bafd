"""Addresses of the pages of practices, for notices and to-dos."""

from django.urls import reverse

from education.models import Practice


def public(practice: Practice) -> str:
    return practice.public_path(practice.programme.slug)


def detail(practice: Practice) -> str:
    """The practice in the work area: the text, where it stands, who does what next."""
    return of(practice, "practice_read")


def edit(practice: Practice) -> str:
    return of(practice, "practice_change")


def of(practice: Practice, name: str) -> str:
    """A page about one practice, by the name of its view."""
    return reverse(
        f"education:{name}", kwargs={"slug": practice.programme.slug, "key": practice.pk}
    )
