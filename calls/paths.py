"""Addresses of the pages of calls, for notices, deadlines and to-dos."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation

from calls.models import Call, Receipt, Submission


def public(call: Call) -> str:
    return call.public_path(call.programme.slug)


def desk(call: Call) -> str:
    """The page from which facilitators run the call."""
    return reverse("calls:call_manage", kwargs={"slug": call.programme.slug, "key": call.pk})


def draft(submission: Submission) -> str:
    return _of(submission, "calls:submission_draft")


def receipt(receipt: Receipt) -> str:
    return _of(receipt.submission, "calls:submission_receipt")


def detail(submission: Submission) -> str:
    return _of(submission, "calls:submission_detail")


def confirmation(submission: Submission) -> str:
    return _of(submission, "calls:submission_confirm")


def in_italian(path: Callable[[Any], str], row: Any) -> str:
    """An address that is kept, whatever language its author was reading in."""
    with translation.override("it"):
        return path(row)


def _of(submission: Submission, name: str) -> str:
    return reverse(name, kwargs={"slug": submission.programme.slug, "key": submission.pk})
