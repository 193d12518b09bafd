"""Addresses of the pages around a draft."""

from django.urls import reverse

from calls.models import DraftComment, Submission


def comments(submission: Submission, comment: DraftComment | None = None) -> str:
    """The draft read with its comments; at one of them, if named."""
    page = of(submission, "draft_comments")
    return f"{page}#comment-{comment.pk}" if comment else page


def help_page(submission: Submission) -> str:
    return of(submission, "draft_help")


def final(submission: Submission) -> str:
    """The step in which the draft is read whole and sent."""
    return of(submission, "submission_submit")


def signing(submission: Submission) -> str:
    return of(submission, "submission_sign")


def growth(submission: Submission) -> str:
    """How an idea, or the network behind a proposal, grows."""
    return of(submission, "idea_growth")


def of(submission: Submission, name: str) -> str:
    """The page of that name of an application."""
    kwargs = {"slug": submission.programme.slug, "key": submission.pk}
    return reverse(f"calls:{name}", kwargs=kwargs)
