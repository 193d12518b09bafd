"""Reopening a call after its close (*riapertura dei termini*): another act than an extension.

What was sent stays sent and may be changed again until the new closing, as may every draft; everybody who
began an answer is told (the same conditions for all, L. 241/1990 art. 12). Once the commission that will
read the answers is appointed nobody new may come in, except in a territory that the ranking left empty and
that the body decided by an act to reopen (C9).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls import queries
from calls.domain.calls import move, move_closing
from calls.domain.closing import remind_of_closing
from calls.enums import CallState, NoProposal
from calls.following_notices import CallFollowed, News
from calls.models import Call, CallExtension, Commission
from calls.notifications import CallReopened
from calls.queries.rankings import has_chosen
from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.ui.bilingual import Bilingual


def reopen_blockers(
    call: Call, territory_id: UUID | None = None, closes_at: datetime | None = None
) -> list[Blocker]:
    """Why the call, or one territory of it, cannot be opened again now, until `closes_at` if it is said."""
    if call.state not in {CallState.PUBLISHED, CallState.CLOSED}:
        return [Blocker("call_not_closed", _("Only a call that has closed can be reopened."))]
    present = queries.window_of(call, territory_id).closes_at
    if present is None or present >= clock.now():
        return [Blocker("call_open", _("The closing has not come yet: extend it instead."))]
    if _is_being_read(call) and not has_chosen(call, NoProposal.REOPEN, territory_id):
        text = _(
            "The commission is appointed: now only a territory that the ranking left empty can be "
            "reopened, once an act decides so."
        )
        who = hands.official()
        return [Blocker("commission_appointed", text, who)]
    if closes_at and closes_at <= clock.now():
        return [Blocker("in_past", _("The new closing is already past."))]
    return []


@transaction.atomic
def reopen_call(
    *,
    call_id: UUID,
    closes_at: datetime,
    reason: Bilingual,
    by: User,
    territory_id: UUID | None = None,
) -> CallExtension:
    """Open the call again until `closes_at` (aware), for all or for one territory.

    For all: every territory whose own closing comes earlier than the new one is opened with it.
    """
    call = lock(Call, call_id)
    blockers = reopen_blockers(call, territory_id, closes_at)
    if not reason["it"].strip():
        blockers.append(Blocker("no_reason", _("A reopening needs its reason, which is public.")))
    refuse(blockers)
    previous = queries.window_of(call, territory_id).closes_at
    assert previous is not None
    if call.state == CallState.CLOSED:
        move(call, CallState.PUBLISHED)
        call.closed_at = None
    move_closing(call, territory_id, closes_at)
    reopening = CallExtension.objects.create(
        call=call, territory_id=territory_id, previous_closes_at=previous, closes_at=closes_at,
        reason=reason, reopens=True, decided_at=clock.now(), decided_by=by,
    )  # fmt: skip
    data = {"from": previous, "to": closes_at, "territory": territory_id}
    record(call, Verb.REOPEN, by=by, data=data)
    for submission in queries.being_written(call):
        remind_of_closing(submission)
    CallReopened(reopening).queue()
    CallFollowed(call, News.REOPENED, reopening).queue()
    return reopening


def _is_being_read(call: Call) -> bool:
    return Commission.objects.filter(call=call, appointed_at__isnull=False).exists()
