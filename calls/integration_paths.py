"""Addresses of the pages on which an application is completed, observed upon, reviewed."""

from django.urls import reverse

from calls.models import Call, Ranking, RankingEntry, Submission


def integration_write(submission: Submission) -> str:
    """Where the network answers the request to complete."""
    return _of(submission, "calls:integration_write")


def integration_list(submission: Submission) -> str:
    """Every request made on this application, with what changed."""
    return _of(submission, "calls:integration_list")


def exclusion_observe(submission: Submission) -> str:
    return _of(submission, "calls:exclusion_observe")


def exclude(submission: Submission) -> str:
    return _of(submission, "calls:submission_exclude")


def admit(submission: Submission) -> str:
    return _of(submission, "calls:submission_admit")


def review(submission: Submission) -> str:
    return _of(submission, "calls:review_detail")


def review_list(call: Call) -> str:
    return reverse("calls:review_list", kwargs={"slug": call.programme.slug, "key": call.pk})


def integration_desk(call: Call) -> str:
    """Every request to complete an application of the call."""
    return reverse("calls:integration_desk", kwargs={"slug": call.programme.slug, "key": call.pk})


def letters(ranking: Ranking) -> str:
    call = ranking.call
    kwargs = {"slug": call.programme.slug, "key": call.pk, "ranking": ranking.pk}
    return reverse("calls:letter_list", kwargs=kwargs)


def letter(ranking: Ranking, entry: RankingEntry) -> str:
    call = ranking.call
    kwargs = {"slug": call.programme.slug, "key": call.pk, "ranking": ranking.pk, "entry": entry.pk}
    return reverse("calls:letter_detail", kwargs=kwargs)


def _of(submission: Submission, name: str) -> str:
    return reverse(name, kwargs={"slug": submission.programme.slug, "key": submission.pk})
