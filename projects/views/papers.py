"""Supporting documents of a project: the list of those that one may read, one of them, a new one."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.documents.queries import last_version
from core.ui.pieces import Crumb
from projects import paths
from projects.domain import papers as domain
from projects.forms.papers import PaperForm
from projects.models import Project, SupportingDocument
from projects.paper_blockers import add_paper_blockers, withdraw_paper_blockers
from projects.paper_lists import papers_listing
from projects.queries import papers as queries
from projects.views.loaders import paper_of_project, project
from projects.views.places import project_crumbs


@page("projects.see_papers", load=project)
def paper_list(request: PortalRequest, target: Project) -> HttpResponse:
    rows = queries.papers_readable_by(request.user, target).select_related("organisation")
    may_add = request.user.has_perm("projects.add_paper", target)
    context = {
        "project": target,
        "page": papers_listing(target).page(rows, request.GET),
        "may_add": may_add and not add_paper_blockers(target),
        "breadcrumbs": project_crumbs(request, target, Crumb(_("Supporting documents"))),
    }
    return render(request, "projects/paper_list.html", context)


@page("projects.add_paper", writes={"POST"}, load=project)
def paper_add(request: PortalRequest, target: Project) -> HttpResponse:
    organisations = queries.organisations_to_write_for(request.user, target)
    form = PaperForm(request.POST or None, request.FILES or None, organisations=organisations)
    verb = partial(domain.add_paper, project_id=target.pk, by=request.user)
    if request.method == "POST" and form.taken_by(verb) is not None:
        messages.success(request, _("The document is kept."))
        return redirect(paths.of(target, "paper_list"))
    context = {
        "project": target,
        "form": form,
        "blockers": add_paper_blockers(target),
        "breadcrumbs": _crumbs(request, target, _("Put a document in")),
    }
    return render(request, "projects/paper_add.html", context)


@page("projects.see_paper", load=paper_of_project)
def paper_detail(request: PortalRequest, paper: SupportingDocument) -> HttpResponse:
    may_withdraw = request.user.has_perm("projects.withdraw_paper", paper)
    context = {
        "project": paper.project,
        "paper": paper,
        "version": last_version(paper.document),
        "may_withdraw": may_withdraw and not withdraw_paper_blockers(paper),
        "breadcrumbs": _crumbs(request, paper.project, paper.title),
    }
    return render(request, "projects/paper_detail.html", context)


@page("projects.withdraw_paper", writes={"POST"}, load=paper_of_project)
def paper_withdraw(request: PortalRequest, paper: SupportingDocument) -> HttpResponse:
    if request.method == "POST":
        domain.withdraw_paper(paper_id=paper.pk, by=request.user)
        messages.success(request, _("Withdrawn: only your organisation still reads it."))
    return redirect(paths.of_paper(paper, "paper_detail"))


def _crumbs(request: PortalRequest, target: Project, last: str) -> list[Crumb]:
    here = Crumb(_("Supporting documents"), paths.of(target, "paper_list"))
    return project_crumbs(request, target, here, Crumb(last))
