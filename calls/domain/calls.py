"""Verbs of a call: prepared as a draft, published, extended, cancelled, closed by the clock.

Reopening stands in `calls.domain.reopening`, copying in `calls.domain.call_copies`.

A published notice binds whoever issued it: its text and conditions don't change under those who are
answering (L. 241/1990 art. 12). What may still happen is an extension before the close, with its public
reason, a cancellation, a further document, and a change of whom to ask.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from calls import queries
from calls.domain.closing import forget_closing, remind_of_closing
from calls.domain.submissions import drop_changes
from calls.enums import CALL_MOVES, CallKind, CallState
from calls.following_notices import CallFollowed, News
from calls.models import Call, CallExtension, CallWindow
from calls.notifications import CallCancelled, CallExtended, CallPublished
from calls.queries.notice import notice_items
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.fields import refuse_unknown
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import show_to
from core.documents.enums import Visibility
from core.programmes.models import Territory
from core.ui.bilingual import Bilingual

CHANGEABLE = frozenset(
    {
        "kind", "slug", "title", "summary", "body", "contact_name", "contact_email", "contact_phone",
        "responsible_officer", "version", "opens_at", "closes_at", "late_policy", "admitted_kinds",
        "requires_answer_to", "questions_days_before", "aims", "budget", "duration", "requirements",
        "partners",
    }
)  # fmt: skip
CHANGEABLE_WHEN_PUBLISHED = frozenset({"contact_name", "contact_email", "contact_phone"})


@transaction.atomic
def create_call(
    *,
    kind: CallKind,
    slug: str,
    title: Bilingual,
    by: User | None,
    copied_from: Call | None = None,
    **fields: Any,
) -> Call:
    """A draft that only the programme's facilitators see. `fields` are those of `CHANGEABLE`."""
    refuse_unknown(fields, CHANGEABLE)
    call = Call(
        kind=kind, slug=slug, title=title, created_at=clock.now(), created_by=by,
        copied_from=copied_from, **fields,
    )  # fmt: skip
    call.last_closes_at = call.closes_at
    call.save()
    origin = copied_from.slug if copied_from else None
    record(call, Verb.CREATE, by=by, data={"kind": kind, "copied_from": origin})
    return call


def change_blockers(call: Call, fields: frozenset[str] = CHANGEABLE) -> list[Blocker]:
    if call.state == CallState.DRAFT:
        return []
    if call.state == CallState.PUBLISHED and fields <= CHANGEABLE_WHEN_PUBLISHED:
        return []
    return [
        Blocker(
            "call_not_draft",
            _("A published call does not change: extend it, add a document, or cancel it."),
        )
    ]


@transaction.atomic
def change_call(*, call_id: UUID, by: User, **fields: Any) -> Call:
    """Change a draft; of a published call, only whom to ask. `fields` are those of `CHANGEABLE`."""
    refuse_unknown(fields, CHANGEABLE)
    call = lock(Call, call_id)
    changed = {name for name, value in fields.items() if getattr(call, name) != value}
    refuse(change_blockers(call, frozenset(changed)))
    if not changed:
        return call
    for name in changed:
        setattr(call, name, fields[name])
    _keep_last_closing(call)
    call.save()
    record(call, Verb.CHANGE, by=by, data={"fields": sorted(changed)})
    return call


@transaction.atomic
def set_windows(
    *, call_id: UUID, windows: Mapping[UUID, tuple[datetime, datetime]], by: User | None
) -> Call:
    """Replace the territories' own windows of a draft: territory → (opens, closes), aware instants."""
    call = lock(Call, call_id)
    refuse(change_blockers(call))
    known = set(Territory.objects.filter(pk__in=windows).values_list("pk", flat=True))
    if known != set(windows):
        raise Territory.DoesNotExist
    call.windows.all().delete()
    CallWindow.objects.bulk_create(
        CallWindow(call=call, territory_id=territory, opens_at=opens, closes_at=closes)
        for territory, (opens, closes) in windows.items()
    )
    _keep_last_closing(call)
    call.save(update_fields=["last_closes_at"])
    record(call, Verb.CHANGE, by=by, data={"fields": ["windows"], "territories": len(windows)})
    return call


def publish_blockers(call: Call) -> list[Blocker]:
    """Every reason this call cannot be published now; empty means it can."""
    if call.state != CallState.DRAFT:
        return [Blocker("call_not_draft", _("This call has already been published."))]
    return [item.blocker for item in notice_items(call) if not item.holds]


@transaction.atomic
def publish_call(*, call_id: UUID, by: User) -> Call:
    call = lock(Call, call_id)
    refuse(publish_blockers(call))
    move(call, CallState.PUBLISHED)
    call.published_at = clock.now()
    call.published_by = by
    _keep_last_closing(call)
    call.save()
    for row in call.documents.all():
        show_to(document_id=row.document_id, visibility=Visibility.PUBLIC, by=by)
    record(call, Verb.PUBLISH, by=by, data={"opens_at": call.opens_at, "closes_at": call.closes_at})
    CallPublished(call).queue()
    return call


def extend_blockers(
    call: Call, territory_id: UUID | None = None, closes_at: datetime | None = None
) -> list[Blocker]:
    """An extension comes before the close: afterwards it would be another act, a reopening.

    `closes_at` (aware) is the closing asked for, once there is one.
    """
    if call.state != CallState.PUBLISHED:
        return [Blocker("call_not_published", _("Only a published call can be extended."))]
    present = queries.window_of(call, territory_id).closes_at
    if present is None or present < clock.now():
        return [
            Blocker("call_closed", _("The closing is past: the call can no longer be extended."))
        ]
    if closes_at and closes_at <= present:
        return [Blocker("not_later", _("The new closing must come after the present one."))]
    return []


@transaction.atomic
def extend_call(
    *,
    call_id: UUID,
    closes_at: datetime,
    reason: Bilingual,
    by: User,
    territory_id: UUID | None = None,
) -> CallExtension:
    """Move the closing forward, for all or for one territory, and tell everybody who is writing.

    For all: every territory whose own closing comes earlier than the new one is moved with it.
    Raises Blocked when the closing is past or `closes_at` (aware) is not later than the present one.
    """
    call = lock(Call, call_id)
    blockers = extend_blockers(call, territory_id, closes_at)
    if not reason["it"].strip():
        blockers.append(Blocker("no_reason", _("An extension needs its reason, which is public.")))
    refuse(blockers)
    previous = queries.window_of(call, territory_id).closes_at
    assert previous is not None
    move_closing(call, territory_id, closes_at)
    extension = CallExtension.objects.create(
        call=call, territory_id=territory_id, previous_closes_at=previous, closes_at=closes_at,
        reason=reason, decided_at=clock.now(), decided_by=by,
    )  # fmt: skip
    record(
        call,
        Verb.EXTEND,
        by=by,
        data={"from": previous, "to": closes_at, "territory": territory_id},
    )
    for submission in queries.being_written(call):
        remind_of_closing(submission)
    CallExtended(extension).queue()
    CallFollowed(call, News.EXTENDED, extension).queue()
    return extension


def cancel_blockers(call: Call) -> list[Blocker]:
    if CallState.CANCELLED in CALL_MOVES[CallState(call.state)]:
        return []
    if call.state == CallState.DRAFT:
        return [Blocker("call_draft", _("A draft was never public: there is nothing to cancel."))]
    return [Blocker("call_over", _("This call is over: it can no longer be cancelled."))]


@transaction.atomic
def cancel_call(*, call_id: UUID, reason: Bilingual, by: User) -> Call:
    """Take the call back, with a public reason. What was written and sent stays in the record."""
    call = lock(Call, call_id)
    blockers = cancel_blockers(call)
    if not reason["it"].strip():
        blockers.append(
            Blocker("no_reason", _("A cancellation needs its reason, which is public."))
        )
    refuse(blockers)
    move(call, CallState.CANCELLED)
    call.cancelled_at = clock.now()
    call.cancelled_by = by
    call.cancel_reason = reason
    call.save()
    for submission in queries.being_written(call):
        forget_closing(submission)
    record(call, Verb.CANCEL, by=by)
    CallCancelled(call).queue()
    CallFollowed(call, News.CANCELLED).queue()
    return call


@transaction.atomic
def close_call(*, call_id: UUID) -> bool:
    """Let the state follow the clock, and what was reopened stand as it was sent.

    Answers whether it moved; may run any number of times.
    """
    try:
        call = lock(Call, call_id)
    except ObjectDoesNotExist:
        return False
    is_over = call.last_closes_at is not None and call.last_closes_at < clock.now()
    if call.state != CallState.PUBLISHED or not is_over:
        return False
    move(call, CallState.CLOSED)
    call.closed_at = call.last_closes_at
    call.save()
    for submission in queries.being_written(call).exclude(reopened_at=None):
        drop_changes(submission_id=submission.pk)
    record(call, Verb.CLOSE, by=None, data={"closed_at": call.closed_at})
    return True


def archive_blockers(call: Call) -> list[Blocker]:
    if call.state == CallState.CLOSED:
        return []
    return [Blocker("call_not_closed", _("Only a closed call can be archived."))]


@transaction.atomic
def archive_call(*, call_id: UUID, by: User) -> Call:
    call = lock(Call, call_id)
    refuse(archive_blockers(call))
    move(call, CallState.ARCHIVED)
    call.archived_at = clock.now()
    call.archived_by = by
    call.save()
    record(call, Verb.ARCHIVE, by=by)
    return call


def move(call: Call, state: CallState) -> None:
    """Write a state that the table of moves allows; the verb saves."""
    assert state in CALL_MOVES[CallState(call.state)], (call.state, state)
    call.state = state


def move_closing(call: Call, territory_id: UUID | None, closes_at: datetime) -> None:
    """Move the closing of all, or of one territory, and save; earlier ones move along."""
    own = {window.territory_id: window for window in call.windows.all()}
    if territory_id is None:
        call.closes_at = closes_at
        earlier = [window for window in own.values() if window.closes_at < closes_at]
    elif territory_id in own:
        earlier = [own[territory_id]]
    else:
        assert call.opens_at is not None  # a published call has its window
        earlier = [CallWindow(call=call, territory_id=territory_id, opens_at=call.opens_at)]
    for window in earlier:
        window.closes_at = closes_at
        window.save()
    _keep_last_closing(call)
    call.save()


def _keep_last_closing(call: Call) -> None:
    closings = [call.closes_at, *call.windows.values_list("closes_at", flat=True)]
    call.last_closes_at = max((closing for closing in closings if closing), default=None)
