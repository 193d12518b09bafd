"""Undoing the changes of a draft, from the last one back, and doing them again (docs/adr/0181).

Whoever undoes says which change they saw as the last: if somebody changed the form since, nothing is
undone, and the page says who.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.questionnaires.domain.changes import Snapshot, kinds_in, snapshot_of, write_snapshot
from core.questionnaires.domain.editing import edit_blockers
from core.questionnaires.models import DraftChange, Version


@dataclass(frozen=True)
class Changes:
    """What can be undone, the last first; what was undone and can be done again, the next first."""

    done: list[DraftChange]
    undone: list[DraftChange]

    @property
    def last(self) -> DraftChange | None:
        return next(iter(self.done), None)

    @property
    def next(self) -> DraftChange | None:
        return next(iter(self.undone), None)

    def to_undo(self, back_to: UUID | None = None) -> list[DraftChange]:
        """Only the last, or everything back to `back_to`; nothing where that is no longer done."""
        if back_to is None:
            return self.done[:1]
        goal = next((each for each in self.done if each.pk == back_to), None)
        return [] if goal is None else [each for each in self.done if each.number >= goal.number]


def changes_of(version: Version, *people: str) -> Changes:
    """One query, without the forms that the changes keep; `people` (made_by, undone_by) are read with them."""
    rows = version.changes.defer("before", "after")
    found = list(rows.select_related(*people) if people else rows)
    return Changes(
        done=[row for row in found if row.undone_at is None],
        undone=[row for row in reversed(found) if row.undone_at is not None],
    )


@transaction.atomic
def undo_changes(
    *,
    version_id: UUID,
    seen: UUID | None,
    by: User,
    back_to: UUID | None = None,
    used: Iterable[str] = (),
) -> list[DraftChange]:
    """Undo the last change, or all back to `back_to`; `seen` is what the person saw as the last one.

    `used` are keys of questions that something outside the form needs, such as a score.
    """
    version = lock(Version, version_id)
    refuse(edit_blockers(version))
    known = changes_of(version)
    refuse(_meanwhile(known.last, seen))
    chosen = known.to_undo(back_to)
    refuse([] if chosen else [_nothing()])
    changes = list(version.changes.filter(pk__in=[each.pk for each in chosen]))
    now = after = snapshot_of(version)
    goal = changes[-1].before
    refuse(_used_blockers(now, goal, used))
    for change in changes:
        change.after, after = after, change.before
        change.undone_at, change.undone_by = clock.now(), by
    DraftChange.objects.bulk_update(changes, ["after", "undone_at", "undone_by"])
    write_snapshot(version, goal)
    data = {"number": version.number, "what": "undone", "count": len(changes)}
    record(version, Verb.CHANGE, by=by, data=data)
    return changes


@transaction.atomic
def redo_change(
    *, version_id: UUID, seen: UUID | None, by: User, used: Iterable[str] = ()
) -> DraftChange:
    """Do the change again that was undone last; `seen` is the one that the person saw as the next."""
    version = lock(Version, version_id)
    refuse(edit_blockers(version))
    change = changes_of(version).next
    refuse(_meanwhile(change, seen))
    assert change is not None  # else it was refused
    goal = change.after
    assert goal is not None  # by constraint, while it is undone
    refuse(_used_blockers(snapshot_of(version), goal, used))
    change.after, change.undone_at, change.undone_by = None, None, None
    change.save(update_fields=["after", "undone_at", "undone_by"])
    write_snapshot(version, goal)
    record(version, Verb.CHANGE, by=by, data={"number": version.number, "what": "redone"})
    return change


def _meanwhile(change: DraftChange | None, seen: UUID | None) -> list[Blocker]:
    """Somebody, in another tab perhaps, was faster."""
    if change is None:
        return [_nothing()]
    if change.pk == seen:
        return []
    text = _(
        "The form has changed since this page was opened: nothing was undone or done again. Look at the"
        " last changes, then decide."
    )
    return [Blocker("changed_meanwhile", text)]


def _nothing() -> Blocker:
    return Blocker("nothing", _("There is no such change any more."))


def _used_blockers(now: Snapshot, goal: Snapshot, used: Iterable[str]) -> list[Blocker]:
    """What others build on stays, and stays of its type."""
    before, after = kinds_in(now), kinds_in(goal)
    gone = {key for key in used if key in before and after.get(key) != before[key]}
    return [
        Blocker("used", _("The question “%(key)s” is used elsewhere.") % {"key": key})
        for key in sorted(gone)
    ]
