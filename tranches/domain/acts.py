"""The act that says that the sum is due, and its publication.

The act (*atto di liquidazione*) is adopted in the body's own system; the portal keeps its number, date
and address with the fields of D.Lgs. 33/2013 art. 27 c. 1 as they were on that day. Publication on the
administration's own section is a condition of effectiveness and precedes payment (art. 26 c. 3): the
portal records its address and date, and shows its copy from then on.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import refuse
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from projects import queries as projects
from tranches import blockers, queries
from tranches.domain.moves import locked, move
from tranches.domain.terms import drop_opinion
from tranches.enums import ActKind, OpinionKind, TrancheState
from tranches.models import Act, ActPublication, Tranche
from tranches.notifications import ToOrder, TrancheApproved


@dataclass(frozen=True)
class Grounds:
    """What art. 27 c. 1 wants beside beneficiary and amount: letters c, d, e, f."""

    legal_basis: str
    office: str
    responsible: str
    selection_method: str
    cv_url: str = ""


def usual_grounds(tranche: Tranche, *, by: User) -> Grounds:
    """What the portal knows, in Italian as acts are: the official may write it better."""
    project = tranche.grant.project
    call = project.submission.call
    payer = tranche.grant.payer
    with translation.override("it"):
        return Grounds(
            legal_basis=_("L. 241/1990 art. 12; call “%(call)s”") % {"call": call.title},
            office=str(payer.name),
            responsible=call.responsible_officer or by.full_name,
            selection_method=_("Public call with ranking; project approved with act %(act)s")
            % {"act": project.act_number},
        )


@transaction.atomic
def approve_tranche(
    *,
    tranche_id: UUID,
    act_number: str,
    act_date: date,
    by: User,
    act_url: str = "",
    kind: ActKind = ActKind.DETERMINATION,
    grounds: Grounds | None = None,
) -> Tranche:
    """Say that the sum is due, by the act that was adopted; the opinion not given in time is skipped."""
    tranche = locked(tranche_id)
    refuse(
        [*blockers.approve_blockers(tranche, by=by), *blockers.date_blockers(act_date)],
    )
    skipped = {}
    if tranche.state == TrancheState.VERIFIED and queries.silence_is_over(tranche):
        skipped = {"opinion": OpinionKind.NOT_GIVEN, "opinion_at": clock.now()}
    move(tranche, TrancheState.APPROVED, "approved", by=by, **skipped)
    act = _keep_act(
        tranche,
        Act(kind=kind, number=act_number.strip(), date=act_date, url=act_url),
        grounds or usual_grounds(tranche, by=by),
        by,
    )
    record(
        tranche,
        Verb.APPROVE,
        by=by,
        data={"act": act.pk, "date": act_date, "opinion": tranche.opinion},
    )
    drop_opinion(tranche)
    TrancheApproved(tranche, by=by).queue()
    return tranche


def _keep_act(tranche: Tranche, act: Act, grounds: Grounds, by: User) -> Act:
    """The act with what it says of the beneficiary today."""
    beneficiary = tranche.grant.beneficiary
    agreement = projects.agreement_of(tranche.grant.project)
    act.tranche = tranche
    act.amount = tranche.amount
    act.beneficiary_name = beneficiary.name
    act.tax_code = beneficiary.tax_code or ""
    act.vat_number = beneficiary.vat_number
    act.cup = agreement.cup if agreement else ""
    for name in ("legal_basis", "office", "responsible", "selection_method", "cv_url"):
        setattr(act, name, getattr(grounds, name))
    act.adopted_at, act.adopted_by = clock.now(), by
    act.save()
    return act


@transaction.atomic
def publish_act(
    *, tranche_id: UUID, by: User, published_on: date | None = None, url: str = ""
) -> ActPublication:
    """Record where and when the administration published it (today, at the act's own address, unless
    said otherwise); the portal's public page shows it from now on."""
    tranche = locked(tranche_id)
    day = published_on or clock.today()
    act = queries.act_of(tranche)
    refuse(
        [
            *blockers.publish_blockers(tranche, by=by),
            *blockers.date_blockers(day, not_before=act.date if act else None),
            *blockers.address_blockers(url or (act.url if act else "")),
        ]
    )
    assert act is not None
    publication = ActPublication.objects.create(
        act=act,
        url=url or act.url,
        published_on=day,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record(tranche, Verb.PUBLISH, by=by, data={"act": act.pk, "on": day})
    ToOrder(tranche, by=by).queue()
    return publication
