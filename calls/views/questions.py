"""Questions on a call: read and asked by anybody, answered by the facilitators."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from calls import paths, queries
from calls.domain import following, questions
from calls.forms.questions import AnswerForm, AskForm, CorrectForm, SetAsideForm
from calls.models import Call, PublicQuestion
from calls.question_lists import QUESTIONS
from calls.views.loaders import desk_call, public_call
from calls.views.places import desk_crumb, desk_crumbs, public_crumbs
from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import PUBLIC, SIGNED_IN, page
from core.access.throttle import exceeded
from core.ui.bilingual import Bilingual
from core.ui.pieces import Crumb
from core.ui.returning import back_to, leading_back

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

QUESTIONS_AN_HOUR = 10


@page(PUBLIC, load=public_call)
def call_questions(request: PortalRequest, call: Call) -> HttpResponse:
    """Every public answer, with words to look for."""
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "call": call,
        "words": words,
        "rows": queries.answered_questions(call, words),
        "can_ask": not questions.ask_blockers(call),
        "until": queries.questions_until(call),
        "breadcrumbs": _crumbs(request, call, Crumb(_("Questions and answers"))),
    }
    return render(request, "calls/call_questions.html", context)


@page(PUBLIC, writes={"POST"}, load=public_call)
def question_ask(request: PortalRequest, call: Call) -> HttpResponse:
    """A private question; the answer is public. Limited per address, as the report of a problem is."""
    person = _account(request.user)
    form = AskForm(request.POST or None, signed_in=person is not None)
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        if exceeded(request, "question", an_hour=QUESTIONS_AN_HOUR):
            text = _("Many questions came from here in the last hour: try again later.")
            form.add_error(None, text)
            status = 429
        else:
            questions.ask_question(
                call_id=call.pk,
                text=form.cleaned_data["text"],
                email=form.cleaned_data.get("email", ""),
                by=person,
                language=(get_language() or "it")[:2],
            )
            thanks = _("Thank you: the answer will be published here and sent to you.")
            messages.success(request, thanks)
            return redirect(paths.questions(call))
    here = Crumb(_("Questions and answers"), paths.questions(call))
    context = {
        "call": call,
        "form": form,
        "blockers": questions.ask_blockers(call),
        "until": queries.questions_until(call),
        "breadcrumbs": _crumbs(request, call, here, Crumb(_("Ask a question"))),
    }
    return render(request, "calls/question_ask.html", context, status=status)


@page("calls.answer_question", load=desk_call)
def question_list(request: PortalRequest, call: Call) -> HttpResponse:
    rows = PublicQuestion.objects.filter(call=call).select_related("call__programme")
    context = {
        "call": call,
        "page": leading_back(QUESTIONS, request.GET).page(rows, request.GET),
        "breadcrumbs": desk_crumbs(
            request, desk_crumb(call), Crumb(pgettext("on a call", "Questions"))
        ),
    }
    return render(request, "calls/question_list.html", context)


def _question(request: PortalRequest, key: UUID, question: UUID) -> PublicQuestion:
    call = desk_call(request, key)
    return get_object_or_404(
        PublicQuestion.objects.select_related("call__programme"), call=call, pk=question
    )


def _desk(request: PortalRequest, question: PublicQuestion) -> str:
    """The list of questions as one left it."""
    return back_to(paths.question_desk(question.call), request.GET)


@page("calls.answer_question", writes={"POST"}, load=_question)
def question_answer(request: PortalRequest, question: PublicQuestion) -> HttpResponse:
    """Reword, answer, publish; or say to the asker why nothing is published."""
    aside = "set-aside" in request.POST
    posted = request.POST if request.method == "POST" else None
    start = {"wording": Bilingual({question.language: question.text})}
    form = AnswerForm(None if aside else posted, initial=start)
    set_aside = SetAsideForm(posted if aside else None, prefix="aside")
    if aside and set_aside.is_valid():
        questions.set_question_aside(
            question_id=question.pk, reason=set_aside.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The question is set aside; the asker has been told why."))
        return redirect(_desk(request, question))
    if posted is not None and not aside and form.is_valid():
        questions.answer_question(
            question_id=question.pk,
            wording=form.cleaned_data["wording"],
            answer=form.cleaned_data["answer"],
            by=request.user,
        )
        messages.success(request, _("The answer is public; who asked and who writes were told."))
        return redirect(_desk(request, question))
    desk = Crumb(pgettext("on a call", "Questions"), _desk(request, question))
    context = {
        "question": question,
        "call": question.call,
        "form": form,
        "set_aside": set_aside,
        "aside": aside,
        "blockers": questions.answer_blockers(question),
        "can_correct": not questions.correct_blockers(question),
        "breadcrumbs": desk_crumbs(request, desk_crumb(question.call), desk, Crumb(_("Answer"))),
    }
    return render(request, "calls/question_answer.html", context)


@page("calls.answer_question", writes={"POST"}, load=_question)
def question_correct(request: PortalRequest, question: PublicQuestion) -> HttpResponse:
    """A wrong public answer: what holds now, above what was answered."""
    latest = question.corrections.order_by("corrected_at", "pk").last()
    holds = latest.answer if latest else question.answer
    form = CorrectForm(request.POST or None, initial={"answer": holds})
    if request.method == "POST" and form.is_valid():
        questions.correct_answer(question_id=question.pk, by=request.user, **form.cleaned_data)
        text = _("The correction is public; who asked, who writes and who follows were told.")
        messages.success(request, text)
        return redirect(_desk(request, question))
    desk = Crumb(pgettext("on a call", "Questions"), _desk(request, question))
    here = Crumb(_("Correct the answer"))
    context = {
        "question": question,
        "call": question.call,
        "form": form,
        "blockers": questions.correct_blockers(question),
        "breadcrumbs": desk_crumbs(request, desk_crumb(question.call), desk, here),
    }
    return render(request, "calls/question_correct.html", context)


@page(SIGNED_IN, writes={"POST"}, load=public_call)
def call_follow(request: PortalRequest, call: Call) -> HttpResponse:
    """Be told of answers and changes, or no more. A GET comes from the sign-in page: it shows the call."""
    if request.method == "POST" and "stop" in request.POST:
        following.unfollow_call(call_id=call.pk, by=request.user)
        messages.success(request, _("You no longer follow this call."))
    elif request.method == "POST":
        following.follow_call(call_id=call.pk, by=request.user)
        text = _("You follow this call: you will be told of answers and changes by e-mail.")
        messages.success(request, text)
    return redirect(paths.public(call))


def _crumbs(request: PortalRequest, call: Call, *last: Crumb) -> list[Crumb]:
    listed = Crumb(_("Calls"), reverse("calls:call_list", args=[request.programme.slug]))
    return public_crumbs(request, listed, Crumb(call.title, paths.public(call)), *last)


def _account(user: "User | AnonymousUser") -> User | None:
    return user if isinstance(user, User) else None
