"""How an idea grows: one page that tells it, and the acts of whoever helps it to grow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from calls import draft_paths
from calls.domain import idea_feedback, idea_mediation, idea_merging, idea_outreach
from calls.draft_enums import OutreachState
from calls.enums import CallKind
from calls.forms import ideas
from calls.models import MediationEntry, OutreachContact, Submission
from calls.queries import idea_growth as queries
from calls.views.loaders import from_address, submission, submission_of_contact, submission_of_entry
from calls.views.places import desk_crumb, desk_crumbs, my_crumbs, submission_crumb
from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.see_growth", load=submission)
def idea_growth(request: PortalRequest, target: Submission) -> HttpResponse:
    """Feedback, actors to invite, mediation, networks that joined, form of the network."""
    network = target.network
    may = {
        verb: request.user.has_perm(f"calls.{verb}", target)
        for verb in (
            "give_feedback",
            "read_feedback",
            "see_outreach",
            "change_outreach",
            "record_mediation",
            "merge_networks",
        )
    }
    feedback = list(queries.feedback_of(target))
    context = {
        "submission": target,
        "call": target.call,
        "network": network,
        "may": may,
        "feedback": feedback,
        "unread": any(row.read_at is None for row in feedback),
        "can_give": may["give_feedback"] and not idea_feedback.feedback_blockers(target),
        "is_idea": target.call.kind == CallKind.IDEAS,
        "contacts": queries.contacts_of(network) if may["see_outreach"] else [],
        "mediations": queries.mediations_of(network) if may["see_outreach"] else [],
        "merges": queries.merges_into(network),
        "gone": queries.merged_into(network),
        "can_merge": may["merge_networks"] and queries.networks_to_merge(network).exists(),
        "changes": network.form_changes.order_by("-since", "-recorded_at"),
        "breadcrumbs": _crumbs(request, target, Crumb(_("How it grows"))),
    }
    return render(request, "calls/idea_growth.html", context)


@page("calls.read_feedback", writes={"POST"}, load=submission)
def feedback_read(request: PortalRequest, target: Submission) -> HttpResponse:
    if request.method == "POST":
        idea_feedback.read_feedback(submission_id=target.pk, by=request.user)
    return redirect(draft_paths.growth(target))


@page("calls.give_feedback", writes={"POST"}, load=submission)
def feedback_give(request: PortalRequest, target: Submission) -> HttpResponse:
    act = _Act(
        _("Feedback on the idea"),
        _("The network is told at once, and reads it with your name and office."),
        _("Give the feedback"),
        _("The network has been told."),
        idea_feedback.feedback_blockers(target),
    )

    def do(form: ideas.FeedbackForm) -> None:
        idea_feedback.give_feedback(
            submission_id=target.pk, text=form.cleaned_data["text"], by=request.user
        )

    return _act_page(request, target, act, ideas.FeedbackForm(request.POST or None), do)


@page("calls.change_outreach", writes={"POST"}, load=submission)
def contact_add(request: PortalRequest, target: Submission) -> HttpResponse:
    act = _Act(
        _("An actor to invite"),
        _("Whom would you like to have along? Without an address nobody is written to yet."),
        _("Put them on the list"),
        _("They are on the list."),
    )

    def do(form: ideas.ContactForm) -> None:
        idea_outreach.add_contact(
            network_id=target.network_id, by=request.user, **form.cleaned_data
        )

    return _act_page(request, target, act, ideas.ContactForm(request.POST or None), do)


@page("calls.change_outreach", writes={"POST"}, load=submission_of_contact)
def contact_invite(request: PortalRequest, target: Submission) -> HttpResponse:
    contact = _contact(request, target)
    act = _Act(
        _("Invite %(name)s") % {"name": contact.name},
        contact.why,
        _("Invite"),
        _("The invitation is written down; with an address it is on its way."),
        idea_outreach.move_blockers(contact, OutreachState.INVITED),
    )

    def do(form: ideas.InviteForm) -> None:
        idea_outreach.invite_contact(contact_id=contact.pk, by=request.user, **form.cleaned_data)

    return _act_page(request, target, act, ideas.InviteForm(request.POST or None), do)


@page("calls.change_outreach", writes={"POST"}, load=submission_of_contact)
def contact_answer(request: PortalRequest, target: Submission) -> HttpResponse:
    contact = _contact(request, target)
    act = _Act(
        _("What %(name)s answered") % {"name": contact.name},
        contact.why,
        _("Write it down"),
        _("The answer is on the list."),
        idea_outreach.move_blockers(contact, OutreachState.ACCEPTED),
    )

    def do(form: ideas.AnswerForm) -> None:
        idea_outreach.record_answer(contact_id=contact.pk, by=request.user, **form.cleaned_data)

    return _act_page(request, target, act, ideas.AnswerForm(request.POST or None), do)


@page("calls.record_mediation", writes={"POST"}, load=submission)
def mediation_record(request: PortalRequest, target: Submission) -> HttpResponse:
    return _mediation(request, target, None)


@page("calls.record_mediation", writes={"POST"}, load=submission_of_entry)
def mediation_correct(request: PortalRequest, target: Submission) -> HttpResponse:
    """A further entry takes the place of one; the earlier stays in the archive."""
    rows = MediationEntry.objects.filter(network=target.network_id)
    entry = get_object_or_404(rows, pk=from_address(request, "entry"))
    return _mediation(request, target, entry)


@page("calls.merge_networks", writes={"POST"}, load=submission)
def network_merge(request: PortalRequest, target: Submission) -> HttpResponse:
    form = ideas.MergeForm(request.POST or None, networks=queries.networks_to_merge(target.network))
    chosen = form.cleaned_data["networks"] if form.is_bound and form.is_valid() else []
    act = _Act(
        _("Networks that become one"),
        _(
            "Other networks of this territory go on inside this one: their organisations join it. Each "
            "idea stays as it was sent, and the proposal names them all."
        ),
        _("Let them go on together"),
        _("The networks are one; everybody of them has been told."),
        idea_merging.merge_blockers(target.network, chosen),
    )

    def do(form: ideas.MergeForm) -> None:
        idea_merging.merge_networks(
            into_id=target.network_id,
            merged_ids=[row.pk for row in form.cleaned_data["networks"]],
            agreement=form.cleaned_data["agreement"],
            by=request.user,
        )

    return _act_page(request, target, act, form, do)


@dataclass(frozen=True)
class _Act:
    """What the page of an act says."""

    heading: str
    lead: str
    button: str
    done: str
    blockers: Sequence[Blocker] = ()


def _act_page(
    request: PortalRequest, target: Submission, act: _Act, form: Any, do: Callable[[Any], None]
) -> HttpResponse:
    """One form, one verb; what is wrong stands under its field and what was typed stays."""
    refused = request.method == "POST" and bool(act.blockers)
    if request.method == "POST" and not refused and form.is_valid():
        try:
            do(form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, act.done)
            return redirect(draft_paths.growth(target))
    context = {
        "submission": target,
        "act": act,
        "form": form,
        "blockers": act.blockers,
        "back_url": draft_paths.growth(target),
        "breadcrumbs": _crumbs(
            request,
            target,
            Crumb(_("How it grows"), draft_paths.growth(target)),
            Crumb(act.heading),
        ),
    }
    return render(request, "calls/idea_act.html", context, status=409 if refused else 200)


def _mediation(
    request: PortalRequest, target: Submission, replaces: MediationEntry | None
) -> HttpResponse:
    act = _Act(
        _("Correct what was written") if replaces else _("What was mediated"),
        _("The network reads it. Officials and the commission do not."),
        _("Write it down"),
        _("It is in the log."),
    )

    def do(form: ideas.MediationForm) -> None:
        idea_mediation.record_mediation(
            network_id=target.network_id, said=form.said, by=request.user,
            replaces_id=replaces.pk if replaces else None,
        )  # fmt: skip

    said = ["held_on", "topic", "positions", "agreements", "dissent"]
    initial = {name: getattr(replaces, name) for name in said} if replaces else {}
    form = ideas.MediationForm(request.POST or None, initial=initial)
    return _act_page(request, target, act, form, do)


def _contact(request: PortalRequest, target: Submission) -> OutreachContact:
    rows = OutreachContact.objects.filter(network=target.network_id)
    return get_object_or_404(rows, pk=from_address(request, "contact"))


def _crumbs(request: PortalRequest, target: Submission, *last: Crumb) -> list[Crumb]:
    if request.user.has_perm("calls.see_desk"):
        return desk_crumbs(request, desk_crumb(target.call), submission_crumb(target), *last)
    return my_crumbs(request, submission_crumb(target), *last)
