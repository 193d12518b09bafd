"""The form of a call: the engine's builder hung under the call's desk, and what follows for applicants."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import paths
from calls.domain import form_versions
from calls.models import Call, Submission
from calls.queries.scores import selection_of
from calls.views.loaders import public_call, submission
from calls.views.places import desk_crumb, desk_crumbs, my_crumbs, submission_crumb
from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import PUBLIC, page
from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.builder.reading import blank_context
from core.questionnaires.domain.succession import left_behind
from core.questionnaires.models import AnswerSheet, Version
from core.questionnaires.readable import readable
from core.ui.pieces import Crumb, Words


class CallFormDesk(FormDesk):
    """The form of one call."""

    def __init__(self, request: PortalRequest, call: Call, *, url: Callable[..., str]) -> None:
        super().__init__(request, url)
        self.call = call
        self._version = form_versions.form_on_the_table(call)

    @property
    def title(self) -> Words:
        return self.call.title

    @property
    def back(self) -> str:
        return paths.desk(self.call)

    @property
    def version(self) -> Version | None:
        return self._version

    @property
    def may_publish(self) -> bool:
        return self.request.user.has_perm("calls.publish_form", self.call)

    def crumbs(self, *last: Crumb) -> list[Crumb]:
        return desk_crumbs(self.request, desk_crumb(self.call), *last)

    def begin(self, *, by: User, source: Version | None) -> Version:
        return form_versions.begin_form(call_id=self.call.pk, by=by, source=source)

    def revise(self, *, by: User) -> Version:
        return form_versions.revise_form(call_id=self.call.pk, by=by)

    def publish(self, *, by: User) -> None:
        form_versions.publish_form(call_id=self.call.pk, by=by)

    def blockers(self) -> Sequence[Blocker]:
        return form_versions.change_form_blockers(self.call)

    def sheets(self) -> Sequence[AnswerSheet]:
        return [draft.sheet for draft in form_versions.drafts_of(self.call)]

    def used(self) -> frozenset[str]:
        """The questions that a criterion judges."""
        rule = selection_of(self.call)
        rows = rule.criteria.all() if rule else ()
        return frozenset(key for row in rows for key in row.questions)

    def sent(self) -> int:
        return Submission.objects.filter(call=self.call, submitted_at__isnull=False).count()


@page(PUBLIC, load=public_call)
def form_blank(request: PortalRequest, call: Call) -> HttpResponse:
    """The form on paper, for whoever thinks with a pencil or brings it to a facilitator."""
    if call.version is None or not call.version.is_published:
        raise Http404
    return render(
        request, "questionnaires/form_blank.html", blank_context(call.version, call.title)
    )


@page("calls.see_submission", load=submission)
def submission_earlier_form(request: PortalRequest, target: Submission) -> HttpResponse:
    """What a draft said on the form before this one; what did not come along stands first."""
    earlier = target.sheet.predecessor
    if earlier is None:
        raise Http404
    title = _("On the earlier form")
    context = {
        "submission": target,
        "left": left_behind(target.sheet),
        "sections": readable(earlier, get_language() or "it"),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(title)),
    }
    return render(request, "calls/submission_earlier_form.html", context)
