"""The notice before exclusion as the network reads and answers it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calls.domain import exclusion_notices as domain
from calls.forms.integration import ObserveForm
from calls.models import Submission
from calls.queries import integration as queries
from calls.views.loaders import submission
from calls.views.places import my_crumbs, submission_crumb, to_submission
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.observe_exclusion", writes={"POST"}, load=submission)
def exclusion_observe(request: PortalRequest, target: Submission) -> HttpResponse:
    """Read the reasons, answer with a text and a file."""
    notice = queries.pending_exclusion(target)
    if notice is None:
        return to_submission(target)
    form = ObserveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.send(
        domain.observe_exclusion, notice_id=notice.pk, by=request.user
    ):
        messages.success(request, _("Your observations are sent; they are read before deciding."))
        return to_submission(target)
    context = {
        "submission": target,
        "notice": notice,
        "form": form,
        "blockers": domain.observe_blockers(notice),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Observations"))),
    }
    return render(request, "calls/exclusion_observe.html", context)
