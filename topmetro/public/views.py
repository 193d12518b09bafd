"""The public face of the portal: readable by everybody, with nothing that only some may know."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import queries as calls
from core.access.http import OpenRequest, PortalRequest
from core.access.page import PUBLIC, page
from core.access.throttle import exceeded
from core.programmes import queries as programmes
from core.programmes.queries import only_public_programme, public_programmes
from education import queries as education
from labs import queries as labs
from projects.map import public_map
from topmetro.public import queries
from topmetro.public.checks import checks
from topmetro.public.domain.problems import report_blockers, report_problem
from topmetro.public.forms import ProblemForm
from topmetro.public.fresh import fresh_for_strangers

REPORTS_AN_HOUR = 10
EVENTS_SHOWN = 3


@page(PUBLIC)
def home(request: OpenRequest) -> HttpResponse:
    """The only public programme, or the list of them."""
    if only := only_public_programme():
        return redirect("public:programme_home", slug=only.slug)
    return render(request, "public/home.html", {"programmes": public_programmes()})


@page(PUBLIC)
@fresh_for_strangers
def programme_home(request: PortalRequest) -> HttpResponse:
    """What it is, where we are, what is open, the pilots, how to check it, what comes, who makes it."""
    steps = queries.timeline_steps()
    context = {
        "steps": steps,
        "steps_around_now": queries.steps_around_now(steps),
        "open_calls": calls.open_now(),
        "map": public_map(),
        "events": labs.upcoming_public(EVENTS_SHOWN),
        "lesson": education.newest_lesson(),
        "figures": queries.figures(),
        "checks": checks(request.programme.slug),
        "coming": next((step for step in steps if step.state == "next"), None),
        "territories": programmes.territories(),
        "bodies": queries.bodies(),
    }
    return render(request, "public/programme_home.html", context)


@page(PUBLIC)
@fresh_for_strangers
def legal_notes(request: PortalRequest) -> HttpResponse:
    return render(request, "public/legal_notes.html")


@page(PUBLIC)
@fresh_for_strangers
def privacy(request: PortalRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@page(PUBLIC)
@fresh_for_strangers
def accessibility(request: PortalRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@page(PUBLIC, writes={"POST"})
def problem_report(request: PortalRequest) -> HttpResponse:
    """Tell the programme that something does not work; no account is needed."""
    form = ProblemForm(request.POST or None, initial={"page": request.GET.get("pagina", "")})
    status = 200
    if form.is_valid():
        if exceeded(request, "problem", an_hour=REPORTS_AN_HOUR):
            form.add_error(
                None, _("Many reports came from here in the last hour: try again later.")
            )
            status = 429
        else:
            told = {key: form.cleaned_data[key] for key in ("message", "page", "answer_to")}
            report_problem(programme=request.programme, **told)
            messages.success(request, _("Thank you: your report is on its way to the programme."))
            return redirect("public:problem_report", slug=request.programme.slug)
    elif form.is_bound:
        status = 422
    context = {"form": form, "blockers": report_blockers(request.programme)}
    return render(request, "public/problem_report.html", context, status=status)
