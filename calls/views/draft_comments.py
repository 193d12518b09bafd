"""The draft read with what its people say about it; one page that works for all of them, and its acts."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import blockers, draft_paths
from calls.domain import draft_comments as verbs
from calls.forms.drafts import CommentForm, ReplyForm
from calls.models import DraftComment, Submission
from calls.queries.draft_work import SectionTalk, people_in_draft, talk_of
from calls.views.loaders import from_address, submission, submission_of_section
from calls.views.places import my_crumbs, submission_crumb
from calls.views.stepper import step_url
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires import queries as questionnaires
from core.questionnaires.readable import readable
from core.ui.pieces import Crumb

SECTION = "section"
"""What a form says to come back to the section's own page instead of the page of all comments."""


@page("calls.comment_draft", load=submission)
def draft_comments(request: PortalRequest, target: Submission) -> HttpResponse:
    return _page(request, target)


@page("calls.comment_draft", writes={"POST"}, load=submission_of_section)
def draft_comment_write(request: PortalRequest, target: Submission) -> HttpResponse:
    """A remark, or an answer to the one named by `reply_to`; what can't be taken is shown as typed."""
    if request.method != "POST":
        return redirect(draft_paths.comments(target))
    key = from_address(request, "section")
    talk = _section_talk(target, key)
    reply_to = _reply_to(request, target)
    form = ReplyForm(request.POST) if reply_to else CommentForm(request.POST, talk=talk)
    if not form.is_valid():
        return _page(request, target, key, form, reply_to)
    try:
        verbs.write_comment(
            submission_id=target.pk,
            section=key,
            question=form.cleaned_data.get("question", ""),
            text=form.cleaned_data["text"],
            reply_to_id=reply_to.pk if reply_to else None,
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, target, key, form, reply_to)
    return _back(request, target, key)


@page("calls.comment_draft", writes={"POST"}, load=submission_of_section)
def draft_comment_resolve(request: PortalRequest, target: Submission) -> HttpResponse:
    """Resolve a thread, or open it again if `reopen` is sent."""
    key = from_address(request, "section")
    if request.method != "POST":
        return redirect(draft_paths.comments(target))
    root = get_object_or_404(
        target.draft_comments.filter(reply_to__isnull=True),
        pk=_key(request.POST.get("thread", "")),
    )
    act = verbs.unresolve_comment if "reopen" in request.POST else verbs.resolve_comment
    act(comment_id=root.pk, by=request.user)
    return _back(request, target, key)


def comments_context(
    request: PortalRequest, target: Submission, key: str, form: Any = None
) -> dict[str, Any]:
    """What `calls/_draft_talk.html` shows for one section."""
    talk = _section_talk(target, key)
    return {
        "talk": talk,
        "comment_form": form or CommentForm(talk=talk),
        "reply_form": ReplyForm(auto_id=None),
        "may_comment": request.user.has_perm("calls.comment_draft", target)
        and not blockers.write_blockers(target),
        "people": people_in_draft(target).exclude(pk=request.user.pk),
    }


def _page(
    request: PortalRequest,
    target: Submission,
    key: str = "",
    form: Any = None,
    reply_to: DraftComment | None = None,
) -> HttpResponse:
    """The whole draft; a form that was not taken stands in its section, or in its thread."""
    closed = blockers.write_blockers(target)
    answers = {
        row.key: row for row in readable(questionnaires.load(target.sheet), get_language() or "it")
    }
    context = {
        "submission": target,
        "call": target.call,
        "sections": [
            {
                "talk": talk,
                "readable": [answers[talk.key]] if talk.key in answers else [],
                "form": form if talk.key == key and reply_to is None else CommentForm(talk=talk),
            }
            for talk in talk_of(target)
        ],
        "failed": form if reply_to else None,
        "failed_thread": reply_to.pk if reply_to else None,
        "reply_form": ReplyForm(auto_id=None),
        "people": people_in_draft(target).exclude(pk=request.user.pk),
        "may_comment": not closed,
        "may_write": request.user.has_perm("calls.write_submission", target) and not closed,
        "may_ask": request.user.has_perm("calls.ask_help", target),
        "blockers": closed,
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Comments"))),
    }
    return render(request, "calls/draft_comments.html", context)


def _section_talk(target: Submission, key: str) -> SectionTalk:
    found = talk_of(target, section=key)
    if not found:
        raise Http404
    return found[0]


def _reply_to(request: PortalRequest, target: Submission) -> DraftComment | None:
    sent = request.POST.get("reply_to", "")
    if not sent:
        return None
    threads = target.draft_comments.filter(reply_to__isnull=True)
    return get_object_or_404(threads, pk=_key(sent))


def _back(request: PortalRequest, target: Submission, key: str) -> HttpResponse:
    if request.POST.get("back") == SECTION:
        return redirect(f"{step_url(target, key)}#comments")
    return redirect(f"{draft_paths.comments(target)}#talk-{key}")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
