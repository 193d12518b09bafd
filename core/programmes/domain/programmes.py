"""The life of a programme: made by the platform, changed and published by those who run it.

A programme is where others begin, so it is made outside any programme and opens itself to record that
it was. What was public once stays known: it is archived, never taken back to a draft.
"""

from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.access.blocked import Blocker, refuse
from core.access.clock import now
from core.access.models import User
from core.access.scope import open_programme
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.enums import MOVES, ProgrammeState
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual

FIRST_DAY_MISSING = Blocker(
    "programme_without_dates",
    _("The programme says neither when it begins nor when it ends."),
    _("coordinator"),
)
CONTACT_MISSING = Blocker(
    "programme_without_contact", _("The mailbox for information is missing."), _("coordinator")
)


class ProgrammeDetails(TypedDict, total=False):
    """What may be said of a programme when it is made, and changed afterwards."""

    name: Bilingual
    tagline: Bilingual
    summary: Bilingual
    source_note: Bilingual
    pilot_word: Bilingual
    pilots_word: Bilingual
    starts_on: date | None
    ends_on: date | None
    precision: str
    shift_weeks: int
    accent: str
    letterhead: list[str]
    contact_email: str
    website_url: str
    transparency_url: str
    accessibility_url: str
    privacy: Bilingual
    legal_notes: Bilingual


@transaction.atomic
def create_programme(
    *, slug: str, by: User | None, **details: Unpack[ProgrammeDetails]
) -> Programme:
    """A draft at `/<slug>/` (`by` None: a command of the installation).

    Raises ValidationError, by field, for a slug that is taken, reserved or misshapen. Must be called
    outside any programme.
    """
    programme = Programme(slug=slug, **details)
    programme.full_clean()
    programme.save(force_insert=True)
    with open_programme(programme.pk):
        record(programme, Verb.CREATE, by=by, data={"slug": slug})
    return programme


@transaction.atomic
def change_programme(
    *, programme_id: UUID, by: User, **details: Unpack[ProgrammeDetails]
) -> Programme:
    """Change what the programme says of itself; a public one keeps its dates and its mailbox.

    Raises ValidationError, by field.
    """
    programme = _lock(programme_id)
    for name, value in details.items():
        setattr(programme, name, value)
    programme.full_clean()
    if programme.is_public:
        refuse(_incomplete(programme))
    programme.save(update_fields=list(details))
    with open_programme(programme.pk):
        record(programme, Verb.CHANGE, by=by, data={"fields": sorted(details)})
    return programme


def export_blockers(programme: Programme) -> list[Blocker]:
    """Every reason why the programme can't be written as a definition: without dates it has no history."""
    dated = programme.starts_on is not None and programme.ends_on is not None
    return [] if dated else [FIRST_DAY_MISSING]


def publish_blockers(programme: Programme) -> list[Blocker]:
    """Every reason why the programme cannot appear to the public now."""
    return _blocked_by_state(programme, ProgrammeState.PUBLIC) + _incomplete(programme)


def _incomplete(programme: Programme) -> list[Blocker]:
    """What the public would miss."""
    contact = [] if programme.contact_email else [CONTACT_MISSING]
    return export_blockers(programme) + contact


@transaction.atomic
def publish_programme(*, programme_id: UUID, by: User | None) -> Programme:
    """Make it visible to everybody; an archived programme comes back."""
    programme = _lock(programme_id)
    refuse(publish_blockers(programme))
    programme.published_at = programme.published_at or now()
    programme.archived_at = None
    return _move(programme, ProgrammeState.PUBLIC, Verb.PUBLISH, by=by)


def archive_blockers(programme: Programme) -> list[Blocker]:
    return _blocked_by_state(programme, ProgrammeState.ARCHIVED)


@transaction.atomic
def archive_programme(*, programme_id: UUID, by: User) -> Programme:
    """It stays readable, and is listed as ended."""
    programme = _lock(programme_id)
    refuse(archive_blockers(programme))
    programme.archived_at = now()
    return _move(programme, ProgrammeState.ARCHIVED, Verb.ARCHIVE, by=by)


def _blocked_by_state(programme: Programme, target: ProgrammeState) -> list[Blocker]:
    if target in MOVES[ProgrammeState(programme.state)]:
        return []
    return [
        Blocker(
            "programme_state",
            _("The programme is %(state)s.") % {"state": ProgrammeState(programme.state).label},
        )
    ]


def _move(programme: Programme, state: ProgrammeState, verb: Verb, *, by: User | None) -> Programme:
    programme.state = state
    programme.save(update_fields=["state", "published_at", "archived_at"])
    with open_programme(programme.pk):
        record(programme, verb, by=by)
    return programme


def _lock(programme_id: UUID) -> Programme:
    """Only these verbs lock a programme's row; no other verb waits for it."""
    return Programme.objects.select_for_update(no_key=True).get(pk=programme_id)
