"""Acts on a tranche up to its approval and publication; each POST shows what would refuse it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Link
from tranches import blockers, paths, queries
from tranches.domain import acts, opinions, requests
from tranches.enums import ActKind, OpinionKind
from tranches.forms import (
    ApproveForm,
    ConfirmForm,
    OpinionForm,
    PublishForm,
    ReasonsForm,
    RequestForm,
    SuspensionForm,
    VerifyForm,
)
from tranches.forms.acts import today
from tranches.models import Tranche
from tranches.views.act_page import Act, act_page, posted
from tranches.views.loaders import tranche as found


@page("tranches.request_tranche", writes={"POST"}, load=found)
def tranche_request(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Ask for the instalment"),
        lead=_("The verifier checks the request; you hear of each step."),
        button=_("Ask for the instalment"),
        done=_("The request is with the verifier."),
    )
    return act_page(
        request,
        tranche,
        act,
        form=RequestForm(posted(request)),
        blockers=blockers.request_blockers(tranche),
        do=lambda data: requests.request_tranche(tranche_id=tranche.pk, by=request.user, **data),
    )


@page("tranches.verify_tranche", writes={"POST"}, load=found)
def tranche_verify(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Check the request"),
        lead=_("Whoever asked, and whoever is tied to the network, can't check."),
        button=_("The request is in order"),
        done=_("The check is recorded."),
        facts=[(_("Note of the applicant"), tranche.request_note or "—")],
        instead=Link(
            _("Something is missing or wrong: send the request back"),
            paths.of(tranche, "tranche_return"),
        ),
    )
    return act_page(
        request,
        tranche,
        act,
        form=VerifyForm(posted(request)),
        blockers=blockers.verify_blockers(tranche, by=request.user),
        do=lambda data: requests.verify_tranche(tranche_id=tranche.pk, by=request.user, **data),
    )


@page("tranches.give_opinion_on_tranche", writes={"POST"}, load=found)
def tranche_give_opinion(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Give the municipality's opinion"),
        lead=_("The opinion is heard before the act; it is not a veto."),
        button=_("Give the opinion"),
        done=_("The opinion is recorded."),
        facts=[(_("Result of the check"), tranche.verify_note or "—")],
    )
    return act_page(
        request,
        tranche,
        act,
        form=OpinionForm(posted(request)),
        blockers=blockers.opinion_blockers(tranche, by=request.user),
        do=lambda data: opinions.give_opinion_on_tranche(
            tranche_id=tranche.pk,
            by=request.user,
            opinion=OpinionKind(data["opinion"]),
            text=data["text"],
        ),
    )


@page("tranches.approve_tranche", writes={"POST"}, load=found)
def tranche_approve(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    usual = acts.usual_grounds(tranche, by=request.user)
    initial = {**today(), **usual.__dict__}

    def approve(data: dict[str, Any]) -> None:
        grounds = {name: data.pop(name) for name in usual.__dict__}
        acts.approve_tranche(
            tranche_id=tranche.pk,
            by=request.user,
            grounds=acts.Grounds(**grounds),
            **{**data, "kind": ActKind(data["kind"])},
        )

    act = Act(
        heading=_("Approve the instalment"),
        lead=_(
            "The act is adopted in the administration's own system; here you record it with what the"
            " law wants published."
        ),
        button=_("Approve"),
        done=_("The instalment is approved; the act is still to be published."),
        facts=[(_("Opinion of the municipality"), opinion_words(tranche))],
    )
    return act_page(
        request,
        tranche,
        act,
        form=ApproveForm(posted(request), initial=initial),
        blockers=blockers.approve_blockers(tranche, by=request.user),
        do=approve,
    )


def opinion_words(tranche: Tranche) -> str:
    """What a page says of the opinion, given or not."""
    if tranche.opinion:
        return ": ".join(filter(None, [tranche.get_opinion_display(), tranche.opinion_text]))
    return _("not given in time") if queries.silence_is_over(tranche) else _("not given")


@page("tranches.publish_act", writes={"POST"}, load=found)
def act_publish(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    kept = queries.act_of(tranche)
    initial = {**today(), "url": kept.url if kept else ""}
    act = Act(
        heading=_("Publish the act"),
        lead=_(
            "Publication on the administration's own section comes before payment. From now on the"
            " act also stands on this portal's transparency page."
        ),
        button=_("Publish"),
        done=_("The act is published: everybody can read it."),
        facts=[(_("Act"), f"{kept.number}" if kept else "—")],
    )
    return act_page(
        request,
        tranche,
        act,
        form=PublishForm(posted(request), initial=initial),
        blockers=blockers.publish_blockers(tranche, by=request.user),
        do=lambda data: acts.publish_act(tranche_id=tranche.pk, by=request.user, **data),
    )


@page("tranches.return_tranche", writes={"POST"}, load=found)
def tranche_return(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Send the request back"),
        lead=_("The network puts right what you write, then asks again."),
        button=_("Send back"),
        done=_("The request is back with the network."),
        kind="danger",
    )
    return act_page(
        request,
        tranche,
        act,
        form=ReasonsForm(posted(request)),
        blockers=blockers.return_blockers(tranche, by=request.user),
        do=lambda data: requests.return_tranche(tranche_id=tranche.pk, by=request.user, **data),
    )


@page("tranches.suspend_tranche", writes={"POST"}, load=found)
def tranche_suspend(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Suspend the instalment"),
        lead=_("It stops where it is; nothing of what was done is lost."),
        button=_("Suspend"),
        done=_("The instalment is suspended."),
        kind="danger",
    )
    return act_page(
        request,
        tranche,
        act,
        form=SuspensionForm(posted(request)),
        blockers=blockers.suspend_blockers(tranche, by=request.user),
        do=lambda data: requests.suspend_tranche(tranche_id=tranche.pk, by=request.user, **data),
    )


@page("tranches.resume_tranche", writes={"POST"}, load=found)
def tranche_resume(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Resume the instalment"),
        lead=_("It goes on from where it was suspended."),
        button=_("Resume"),
        done=_("The instalment goes on."),
        facts=[(_("Suspended because"), tranche.suspend_reason or "—")],
    )
    return act_page(
        request,
        tranche,
        act,
        form=ConfirmForm(posted(request)),
        blockers=blockers.resume_blockers(tranche, by=request.user),
        do=lambda _data: requests.resume_tranche(tranche_id=tranche.pk, by=request.user),
    )
