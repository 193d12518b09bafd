"""Following a call: whoever has an account asks to be told what is answered about it and what changes."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.enums import CallState
from calls.models import Call, CallFollower
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User


def follow_blockers(call: Call) -> list[Blocker]:
    if call.state == CallState.PUBLISHED:
        return []
    text = _("Only a call that is published and not over can be followed.")
    return [Blocker("call_not_published", text)]


@transaction.atomic
def follow_call(*, call_id: UUID, by: User) -> CallFollower:
    """From now on `by` is told; following twice is following once. It is no act of the procedure, and
    stays out of the register."""
    call = lock(Call, call_id)
    refuse(follow_blockers(call))
    follower, _made = CallFollower.objects.get_or_create(
        call=call, person=by, defaults={"followed_at": clock.now()}
    )
    return follower


@transaction.atomic
def unfollow_call(*, call_id: UUID, by: User) -> None:
    """Nobody is kept: also of a call that is over."""
    CallFollower.objects.filter(call=call_id, person=by).delete()
