"""Requests for review of a final ranking: asked by the network, answered by the official, read by both."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import integration_paths, paths
from calls.domain import reviews as domain
from calls.forms.integration import ReviewAnswerForm, ReviewForm
from calls.models import Call, ReviewRequest, Submission
from calls.queries import integration as queries
from calls.request_lists import reviews_listing
from calls.views.loaders import desk_call, submission
from calls.views.places import desk_crumb, desk_crumbs, my_crumbs, submission_crumb
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.request_review", writes={"POST"}, load=submission)
def review_request(request: PortalRequest, target: Submission) -> HttpResponse:
    form = ReviewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.send(
        domain.request_review, submission_id=target.pk, by=request.user
    ):
        messages.success(request, _("Your request is sent; the answer comes to this page."))
        return redirect(integration_paths.review(target))
    ranking = queries.final_ranking_of(target)
    context = {
        "submission": target,
        "form": form,
        "ranking": ranking,
        "ends_at": queries.review_ends_at(ranking) if ranking else None,
        "blockers": domain.request_blockers(target),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Ask for a review"))),
    }
    return render(request, "calls/review_request.html", context)


def review_of(request: PortalRequest, key: UUID) -> ReviewRequest:
    target = submission(request, key)
    review = queries.review_of(target)
    if review is None:
        raise Http404
    review.submission = target
    return review


@page("calls.see_review", writes={"POST"}, load=review_of)
def review_detail(request: PortalRequest, review: ReviewRequest) -> HttpResponse:
    """The request and its answer; the official answers here."""
    target = review.submission
    answers = request.user.has_perm("calls.answer_review")
    blockers = domain.answer_blockers(review, request.user) if answers else []
    is_open = review.answered_at is None
    form = ReviewAnswerForm(request.POST or None) if answers and is_open else None
    if request.method == "POST" and form is not None and form.is_valid():
        domain.answer_review(
            review_id=review.pk,
            accepted=form.cleaned_data["accepted"] == "yes",
            answer=form.cleaned_data["answer"],
            by=request.user,
        )
        messages.success(request, _("The answer is sent to the network."))
        return redirect(integration_paths.review(target))
    waits = queries.awaiting_correction().filter(pk=review.pk).exists()
    official = request.user.has_perm("calls.see_desk")
    here = Crumb(_("Request for review"))
    context = {
        "submission": target,
        "review": review,
        "form": form,
        "blockers": blockers if is_open else [],
        "waits": waits,
        "can_draw": waits and request.user.has_perm("calls.draw_ranking", target.call),
        "breadcrumbs": desk_crumbs(
            request,
            desk_crumb(target.call),
            Crumb(_("Requests for review"), integration_paths.review_list(target.call)),
            Crumb(target.number, paths.detail(target)),
            here,
        )
        if official
        else my_crumbs(request, submission_crumb(target), here),
    }
    return render(request, "calls/review_detail.html", context)


@page("calls.see_reviews", load=desk_call)
def review_list(request: PortalRequest, call: Call) -> HttpResponse:
    """Every request for review of the call's rankings."""
    context = {
        "call": call,
        "page": reviews_listing().page(queries.reviews_of(call, request.user), request.GET),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Requests for review"))),
    }
    return render(request, "calls/review_list.html", context)
