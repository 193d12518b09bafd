"""What is told about contributions: to whoever must act next, and to the network whose money it is.

One template serves all: each notice says its headline and its sentences in the reader's language.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import tranches.report_notices  # noqa: F401 - registers what is told of reports
from core.access.models import User
from core.notices.domain.notice import Recipient
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, RoleName
from core.ui.wording import money_text
from tranches import queries
from tranches.enums import REQUESTABLE, TrancheState
from tranches.models import Tranche
from tranches.notice_base import OfTranche, Waits


class GrantAwarded(OfTranche):
    kind = "tranches.grant_awarded"
    label = gettext_lazy("The contribution of your project was awarded")

    def headline(self) -> str:
        return _("Contribution awarded: %(total)s for %(project)s")

    def sentences(self) -> list[str]:
        return [
            _("%(payer)s grants %(total)s to “%(project)s”, paid in instalments."),
            _(
                "The signatory of the lead organisation asks for each instalment, and declares once"
                " whether withholding tax applies."
            ),
        ]


class TrancheRequested(OfTranche):
    kind = "tranches.tranche_requested"
    label = gettext_lazy("Your network asked for an instalment")

    def headline(self) -> str:
        return _("%(tranche)s: %(amount)s requested")

    def sentences(self) -> list[str]:
        return [_("The request is with the verifier. You will hear of each step.")]


class TrancheVerified(OfTranche):
    kind = "tranches.tranche_verified"
    label = gettext_lazy("The request of an instalment was checked")

    def headline(self) -> str:
        return _("%(tranche)s: the request was checked")

    def sentences(self) -> list[str]:
        if self.tranche.opinion_due:
            return [_("The municipality may give its opinion until %(due)s; then comes the act.")]
        return [_("Next comes the act that says that the sum is due.")]


class TrancheApproved(OfTranche):
    kind = "tranches.tranche_approved"
    label = gettext_lazy("An instalment of your project was approved")

    def headline(self) -> str:
        return _("%(tranche)s: %(amount)s approved")

    def sentences(self) -> list[str]:
        return [_("%(amount)s are due to you. The payment follows the publication of the act.")]


class TranchePaid(OfTranche):
    kind = "tranches.tranche_paid"
    label = gettext_lazy("An instalment of your project was paid")

    def headline(self) -> str:
        return _("%(tranche)s: %(amount)s paid")

    def sentences(self) -> list[str]:
        order = queries.live_order(self.tranche)
        found = [_("The receipt of the payment is recorded; the instalment's page has its date.")]
        if order is not None and order.withheld:
            text = _("%(withheld)s were withheld as tax: %(net)s reach the account.")
            found.append(
                text % {"withheld": money_text(order.withheld), "net": money_text(order.net)}
            )
        return found


class TrancheReturned(OfTranche):
    kind = "tranches.tranche_returned"
    label = gettext_lazy("The request of an instalment was sent back")
    duty = True

    def headline(self) -> str:
        return _("Put the request right: %(tranche)s was sent back")

    def sentences(self) -> list[str]:
        return [_("Read the reasons, put right what is needed, then ask again.")]

    def __init__(self, tranche: Tranche, *, by: User) -> None:
        super().__init__(tranche, by=by, reason=tranche.return_reason)


class TrancheSuspended(OfTranche):
    kind = "tranches.tranche_suspended"
    label = gettext_lazy("An instalment of your project was suspended")
    duty = True

    def headline(self) -> str:
        return _("%(tranche)s is suspended")

    def sentences(self) -> list[str]:
        return [_("Nothing of what was done is lost: it goes on from there once it is resumed.")]

    def __init__(self, tranche: Tranche, *, by: User) -> None:
        super().__init__(tranche, by=by, reason=tranche.suspend_reason)


class TrancheResumed(OfTranche):
    kind = "tranches.tranche_resumed"
    label = gettext_lazy("A suspended instalment goes on")

    def headline(self) -> str:
        return _("%(tranche)s goes on")

    def sentences(self) -> list[str]:
        return [
            _("It was suspended; now it goes on from where it was. You will hear of each step.")
        ]


class BankReturned(OfTranche):
    kind = "tranches.bank_returned"
    label = gettext_lazy("The bank sent a payment back")
    duty = True

    def headline(self) -> str:
        return _("%(tranche)s: the bank sent the payment back")

    def sentences(self) -> list[str]:
        found = [
            _("Check the IBAN of the lead organisation: once it is verified, a new order follows.")
        ]
        if self.tranche.state == TrancheState.SUSPENDED:
            found.append(
                _(
                    "Another instalment is under way: this one waits until the two no longer overlap."
                )
            )
        return found


class ToVerify(Waits):
    kind = "tranches.to_verify"
    label = gettext_lazy("A request of an instalment waits for your check")
    action_label = gettext_lazy("Check the request")
    role = RoleName.VERIFIER

    def headline(self) -> str:
        return _("Check the request: %(tranche)s, %(amount)s")

    def sentences(self) -> list[str]:
        return [
            _("The lead organisation of “%(project)s” asks for %(amount)s."),
            _("Say that the request is in order, or send it back with what is to be put right."),
        ]


class ToGiveOpinion(Waits):
    kind = "tranches.to_give_opinion"
    label = gettext_lazy("An instalment waits for the municipality's opinion")
    action_label = gettext_lazy("Give the opinion")

    def recipients(self) -> Iterable[Recipient]:
        territory = self.tranche.grant.project.territory_id
        return people.people_with_role(RoleName.MUNICIPAL_OFFICIAL, territory=territory)

    def headline(self) -> str:
        if self.tranche.opinion_due:
            return _("Give the municipality's opinion by %(due)s: %(tranche)s")
        return _("Give the municipality's opinion: %(tranche)s")

    def sentences(self) -> list[str]:
        found = [
            _(
                "The request of “%(project)s” was checked: now the municipality can say what it thinks."
            )
        ]
        if self.tranche.opinion_due:
            found.append(_("If none is given by then, the programme goes on without it."))
        return found


class ToApprove(Waits):
    kind = "tranches.to_approve"
    label = gettext_lazy("An instalment waits for your act")
    action_label = gettext_lazy("Approve the instalment")
    role = RoleName.METROPOLITAN_OFFICIAL

    def headline(self) -> str:
        return _("Approve and publish the act: %(tranche)s, %(amount)s")

    def sentences(self) -> list[str]:
        return [
            _("The request of “%(project)s” was checked: %(amount)s wait for the settlement act."),
            _(
                "Adopt the act in the administration's own system, then record it here and publish it."
            ),
        ]


class ToOrder(Waits):
    kind = "tranches.to_order"
    label = gettext_lazy("An instalment waits for its payment order")
    action_label = gettext_lazy("Open the instalment")
    role = RoleName.FINANCE_OFFICER

    def headline(self) -> str:
        return _("Issue the payment order: %(tranche)s, %(amount)s")

    def sentences(self) -> list[str]:
        return [_("The act is published. The page says what else the law asks of this payment.")]


def _tranches(deadlines: Sequence[Deadline]) -> Any:
    return Tranche.objects.filter(pk__in=[deadline.object_id for deadline in deadlines])


def plans_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those of the networks whose lead the person manages or signs for. One query."""
    led = people.networks_of(user, levels=LEVELS_THAT_MANAGE, leading=True).order_by()
    rows = _tranches(deadlines).filter(grant__project__network__in=led.values("pk"))
    known = set(rows.values_list("pk", flat=True))
    return [deadline for deadline in deadlines if deadline.object_id in known]


def opinions_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those of the territories for which the person is the municipality's official."""
    territories = people.territories_of(user)
    if not territories:
        return []
    rows = _tranches(deadlines).filter(grant__project__territory__in=territories)
    known = set(rows.values_list("pk", flat=True))
    return [deadline for deadline in deadlines if deadline.object_id in known]


@deadline_kind(
    "tranches.planned", label=gettext_lazy("Month of a planned instalment"), concerning=plans_of
)
def plan_audience(deadline: Deadline) -> Iterable[User]:
    """Who signs or manages for the lead; a month has no day, and so no reminder (R11)."""
    rows = queries.with_project(_tranches([deadline])).order_by()
    tranche = rows.filter(state__in=sorted(REQUESTABLE)).first()
    if tranche is None:
        return []
    return people.people_of_network(
        tranche.grant.project.network, levels=LEVELS_THAT_MANAGE, lead_only=True
    )


@deadline_kind(
    "tranches.opinion",
    label=gettext_lazy("Municipality's opinion on an instalment"),
    days_before=(3, 1, 0),
    duty=True,
    concerning=opinions_of,
)
def opinion_audience(deadline: Deadline) -> Iterable[User]:
    rows = queries.with_project(_tranches([deadline])).order_by()
    tranche = rows.filter(state=TrancheState.VERIFIED).first()
    if tranche is None:
        return []
    territory = tranche.grant.project.territory_id
    return people.people_with_role(RoleName.MUNICIPAL_OFFICIAL, territory=territory)
