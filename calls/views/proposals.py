"""What a proposal says that its idea did not, and the renunciation of a place."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import queries
from calls.domain import places
from calls.forms.rankings import RenounceForm
from calls.models import Submission
from calls.queries.idea_growth import origins_of
from calls.queries.proposals import changes_since_idea, may_compare
from calls.views.loaders import submission
from calls.views.places import desk_crumb, desk_crumbs, my_crumbs, submission_crumb, to_submission
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires.differences import counted
from core.ui.pieces import Crumb


@page("calls.see_submission", load=submission)
def submission_changes(request: PortalRequest, target: Submission) -> HttpResponse:
    """Against the idea whose answers travelled, or the other origin that `idea` names.

    Whoever reads the proposal for its commission reads the difference too; the idea itself, somebody's
    answer to another call, only who may open it.
    """
    origins = list(origins_of(target))
    idea = _chosen(request, target, origins)
    open_to = set(
        queries.visible_to(request.user)
        .filter(pk__in=[row.pk for row in origins])
        .values_list("pk", flat=True)
    )
    if not may_compare(request.user, target, idea.pk, open_to):
        raise Http404
    sections = changes_since_idea(target, idea, get_language() or "it")
    here = Crumb(_("Since the idea"))
    official = request.user.has_perm("calls.see_desk")
    context = {
        "submission": target,
        "idea": idea,
        "may_read_idea": idea.pk in open_to,
        "others": [row for row in origins if row.pk != idea.pk and row.pk in open_to],
        "sections": sections,
        "counts": {str(change): count for change, count in counted(sections).items()},
        "breadcrumbs": desk_crumbs(request, desk_crumb(target.call), submission_crumb(target), here)
        if official
        else my_crumbs(request, submission_crumb(target), here),
    }
    return render(request, "calls/submission_changes.html", context)


def _chosen(request: PortalRequest, target: Submission, origins: list[Submission]) -> Submission:
    asked = request.GET.get("idea") or str(target.grown_from_id)
    found = next((row for row in origins if str(row.pk) == asked), None)
    if found is None:
        raise Http404
    return found


@page("calls.renounce_submission", writes={"POST"}, load=submission)
def submission_renounce(request: PortalRequest, target: Submission) -> HttpResponse:
    form = RenounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        places.renounce_submission(
            submission_id=target.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The place is renounced; it stays in the record."))
        return to_submission(target)
    context = {
        "submission": target,
        "form": form,
        "blockers": places.renounce_blockers(target),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Renounce"))),
    }
    return render(request, "calls/submission_renounce.html", context)
