"""Awarding the contribution of a project: the grant and its instalments (T1).

Percentages, months and conditions are copied from the programme's plan, so that a later plan does not
change what was promised. The amounts are split by largest remainder and make the contribution to the
cent; a deferred trigger holds it in the database.
"""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from projects.models import Project
from tranches import blockers, queries
from tranches.domain.terms import remind_of_plan
from tranches.models import Grant, PlannedShare, Tranche
from tranches.money import split
from tranches.notifications import GrantAwarded


@transaction.atomic
def award_grant(*, project_id: UUID, by: User, payer_id: UUID | None = None) -> Grant:
    """The grant, and its tranches as planned. The first paying body pays unless `payer_id` says another."""
    project = lock(Project, project_id)
    refuse(blockers.award_blockers(project, by=by))
    plan = queries.plan()
    assert plan is not None
    payers = queries.payers()
    payer = payers.get(pk=payer_id) if payer_id else payers[0]
    grant = Grant.objects.create(
        project=project,
        beneficiary=project.lead,
        payer=payer,
        payer_kind=payer.payer_kind,
        amount=project.contribution,
        in_order=plan.in_order,
        awarded_at=clock.now(),
        awarded_by=by,
    )
    tranches = _tranches(grant, list(plan.shares.order_by("position")))
    record(
        grant,
        Verb.GRANT,
        by=by,
        data={"project": project.slug, "amount": grant.amount, "tranches": len(tranches)},
    )
    remind_of_plan(tranches)
    GrantAwarded(tranches[0], by=by).queue()
    return grant


def preview(project: Project) -> list[tuple[PlannedShare, Decimal]]:
    """The instalments that an award would make: the planned share and its amount in euro."""
    plan = queries.plan()
    if plan is None:
        return []
    shares = list(plan.shares.order_by("position"))
    amounts = split(project.contribution, [share.percent for share in shares])
    return list(zip(shares, amounts, strict=True))


def _tranches(grant: Grant, shares: list[PlannedShare]) -> list[Tranche]:
    amounts = split(grant.amount, [share.percent for share in shares])
    Tranche.objects.bulk_create(
        Tranche(
            grant=grant,
            position=share.position,
            kind=share.kind,
            percent=share.percent,
            amount=amount,
            starts_on=share.starts_on,
            ends_on=share.ends_on,
            precision=share.precision,
            conditions=share.conditions,
        )
        for share, amount in zip(shares, amounts, strict=True)
    )
    return list(queries.with_project(Tranche.objects.filter(grant=grant)).order_by("position"))
