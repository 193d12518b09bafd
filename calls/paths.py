"""Addresses of the pages of calls, for notices, deadlines and to-dos."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from calls.models import Call, PublicQuestion, Receipt, Submission

_NO_ROW = UUID(int=0)


def public(call: Call) -> str:
    return call.public_path(call.programme.slug)


def answer(call: Call, network_id: UUID) -> str:
    """Where a network begins its answer."""
    start = reverse("calls:submission_start", args=[call.programme.slug, call.slug])
    return f"{start}?rete={network_id}"


def desk(call: Call) -> str:
    """The page from which facilitators run the call."""
    return reverse("calls:call_manage", kwargs={"slug": call.programme.slug, "key": call.pk})


def draft(submission: Submission) -> str:
    return _of(submission, "calls:submission_draft")


def receipt(receipt: Receipt) -> str:
    return _of(receipt.submission, "calls:submission_receipt")


def detail(submission: Submission) -> str:
    return _of(submission, "calls:submission_detail")


def details_in(slug: str) -> Callable[[Submission], str]:
    """The same for the rows of a list, which don't carry their programme: Django finds the address once,
    each row puts its key in."""
    return _with_key(reverse("calls:submission_detail", kwargs={"slug": slug, "key": _NO_ROW}))


def confirmation(submission: Submission) -> str:
    return _of(submission, "calls:submission_confirm")


def commission(call: Call) -> str:
    """The home of the call's commission, for whoever sits in it."""
    return _of_call(call, "calls:commission_home")


def commission_in(slug: str, call_id: UUID) -> str:
    """The same, where only the key of the call is known."""
    return reverse("calls:commission_home", kwargs={"slug": slug, "key": call_id})


def declaration(call: Call) -> str:
    return _of_call(call, "calls:commission_declare")


def commission_prepare(call: Call) -> str:
    """Where the coordinator prepares the commission and the official appoints it."""
    return _of_call(call, "calls:commission_prepare")


def scorecard(submission: Submission) -> str:
    keys = {"slug": submission.programme.slug, "key": submission.call_id}
    return reverse("calls:scorecard_write", kwargs={**keys, "submission": submission.pk})


def scorecards_of(call: Call) -> Callable[[Submission], str]:
    """The same for the rows of a list of the call; as `details_in`."""
    keys = {"slug": call.programme.slug, "key": call.pk, "submission": _NO_ROW}
    return _with_key(reverse("calls:scorecard_write", kwargs=keys))


def assignment(submission: Submission) -> str:
    """Where the chair gives an application to another member."""
    keys = {"slug": submission.programme.slug, "key": submission.call_id}
    return reverse("calls:assignment_move", kwargs={**keys, "submission": submission.pk})


def scorecard_by_key(beside: Submission, key: UUID) -> str:
    """The card of another application of the same call, of which only the key is known."""
    keys = {"slug": beside.programme.slug, "key": beside.call_id}
    return reverse("calls:scorecard_write", kwargs={**keys, "submission": key})


def ranking(call: Call) -> str:
    """The page of the work area where a call's rankings are drawn, read and approved."""
    return reverse("calls:ranking_detail", kwargs={"slug": call.programme.slug, "key": call.pk})


def published_ranking(call: Call) -> str:
    kwargs = {"slug": call.programme.slug, "call_slug": call.slug}
    return reverse("calls:ranking_public", kwargs=kwargs)


def questions(call: Call) -> str:
    """The public page of a call's questions and answers."""
    kwargs = {"slug": call.programme.slug, "call_slug": call.slug}
    return reverse("calls:call_questions", kwargs=kwargs)


def question_desk(call: Call) -> str:
    return _of_call(call, "calls:question_list")


def question(question: PublicQuestion) -> str:
    """Where a facilitator answers a question."""
    keys = {"slug": question.call.programme.slug, "key": question.call_id}
    return reverse("calls:question_answer", kwargs={**keys, "question": question.pk})


def applications(call: Call) -> str:
    """The officials' list of a call's applications."""
    return _of_call(call, "calls:submission_list")


def in_italian(path: Callable[[Any], str], row: Any) -> str:
    """An address that is kept, whatever language its author was reading in."""
    with translation.override("it"):
        return path(row)


def _of(submission: Submission, name: str) -> str:
    return reverse(name, kwargs={"slug": submission.programme.slug, "key": submission.pk})


def _of_call(call: Call, name: str) -> str:
    return reverse(name, kwargs={"slug": call.programme.slug, "key": call.pk})


def _with_key(address: str) -> Callable[[Submission], str]:
    before, _key, after = address.partition(str(_NO_ROW))
    return lambda submission: f"{before}{submission.pk}{after}"
