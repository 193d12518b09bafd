"""Verbs of a practice: drafted, confirmed by who did it, reviewed, published, withdrawn.

Nothing is published without the practitioner's consent to that very text (R46): a change takes the consent
back, and the database holds no published row without it. Every step after it has its reviewer and reason
(R50); who withdraws the consent removes the practice from every page (R54).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.fields import free_slug, refuse_unknown
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from core.people.models import Network
from education.enums import PRACTICE_MOVES, PracticeState
from education.models import Factor, Lesson, Practice
from education.notifications import (
    PracticePublished,
    PracticeReturned,
    PracticeReviewed,
    PracticeValidated,
    PracticeWithdrawn,
    ValidationAsked,
)

TEXTS = (
    "problem", "context", "building_blocks", "innovation", "resources", "results", "story",
)  # fmt: skip
NEEDED = ("problem", "context", "innovation", "results")
"""Without these, factors and lessons, somebody elsewhere learns nothing from the practice."""

CHANGEABLE = frozenset(
    {*TEXTS, "title", "network", "project", "author", "scientific_partner", "visibility", "licence"}
)
Row = Mapping[str, Any]


@transaction.atomic
def draft_practice(
    *,
    title: str,
    author: User,
    by: User,
    factors: Iterable[Row] = (),
    lessons: Iterable[Row] = (),
    **fields: Any,
) -> Practice:
    """A draft of what `author` did. `fields` are those of `CHANGEABLE`; factors and lessons are rows of
    their own fields. Raises Blocked when the author does not belong to the network."""
    refuse_unknown(fields, CHANGEABLE)
    refuse(author_blockers(author, fields.get("network")))
    now = clock.now()
    practice = Practice.objects.create(
        title=title.strip(),
        slug=free_slug(Practice.objects.all(), title, untitled="pratica"),
        author=author,
        drafted_at=now,
        drafted_by=by,
        changed_at=now,
        **fields,
    )
    _set_factors(practice, factors)
    _set_lessons(practice, lessons)
    record(practice, Verb.CREATE, by=by, data={"practice": practice.slug})
    return practice


def author_blockers(author: User, network: Network | None) -> list[Blocker]:
    """A practice of a network is told by somebody who works in it."""
    if network is None or people.people_of_network(network).filter(pk=author.pk).exists():
        return []
    text = _("%(person)s does not act for an organisation of the network.")
    return [Blocker("not_in_network", text % {"person": author.full_name})]


def change_blockers(practice: Practice) -> list[Blocker]:
    if practice.state == PracticeState.DRAFT:
        return []
    if practice.state in {PracticeState.VALIDATED, PracticeState.REVIEWED}:
        text = _(
            "The practitioner has consented to this text: it changes if the consent is taken back."
        )
        return [Blocker("consented", text, _author())]
    return [
        Blocker("public", _("What was published does not change: withdraw it, and tell it anew."))
    ]


@transaction.atomic
def change_practice(
    *,
    practice_id: UUID,
    by: User,
    factors: Iterable[Row] | None = None,
    lessons: Iterable[Row] | None = None,
    **fields: Any,
) -> Practice:
    """Change a draft. Factors and lessons, when given, take the place of those there were."""
    refuse_unknown(fields, CHANGEABLE)
    practice = lock(Practice, practice_id)
    network = fields.get("network", practice.network)
    found = change_blockers(practice)
    refuse(found or author_blockers(fields.get("author", practice.author), network))
    changed = {name for name, value in fields.items() if getattr(practice, name) != value}
    for name in changed:
        setattr(practice, name, fields[name])
    if "author" in changed:
        practice.asked_at = None
    if factors is not None:
        _set_factors(practice, factors)
        changed.add("factors")
    if lessons is not None:
        _set_lessons(practice, lessons)
        changed.add("lessons")
    practice.changed_at = clock.now()
    practice.save()
    record(practice, Verb.CHANGE, by=by, data={"fields": sorted(changed)})
    return practice


def missing_in(practice: Practice) -> list[Blocker]:
    """What a reader would lack; pages show it while the practice is being written."""
    names = {
        "problem": _("The problem is missing."),
        "context": _("The context is missing."),
        "innovation": _("What was new is missing."),
        "results": _("The results are missing."),
    }
    writers = pgettext("who", "whoever writes the practice")
    found = [
        Blocker(f"no_{name}", names[name], writers)
        for name in NEEDED
        if not getattr(practice, name).strip()
    ]
    if not practice.factors.exists():
        text = _("At least one factor is missing: what helped, or what hindered.")
        found.append(Blocker("no_factor", text, writers))
    if not practice.lessons.exists():
        text = _("At least one lesson is missing: what you advise to whoever begins.")
        found.append(Blocker("no_lesson", text, writers))
    return found


def ask_validation_blockers(practice: Practice) -> list[Blocker]:
    if practice.state != PracticeState.DRAFT:
        return [Blocker("not_draft", _("The practitioner has already confirmed this practice."))]
    return missing_in(practice)


@transaction.atomic
def ask_validation(*, practice_id: UUID, by: User) -> Practice:
    """Hand the draft to its author, who alone can confirm it. May be asked again."""
    practice = lock(Practice, practice_id)
    refuse(ask_validation_blockers(practice))
    practice.asked_at = clock.now()
    practice.save()
    record(practice, Verb.REQUEST, by=by)
    ValidationAsked(practice, by=by).queue()
    return practice


def validate_blockers(practice: Practice, by: User) -> list[Blocker]:
    """Also asks who: the consent of somebody else would be no consent."""
    found = ask_validation_blockers(practice)
    if practice.author_id != by.pk:
        found.append(Blocker("not_author", _("Only who did it can confirm it."), _author()))
    return found


@transaction.atomic
def validate_practice(*, practice_id: UUID, by: User) -> Practice:
    """The practitioner says that it is so, and consents to its publication as it is written."""
    practice = lock(Practice, practice_id)
    refuse(validate_blockers(practice, by))
    _move(practice, PracticeState.VALIDATED)
    practice.consent_at, practice.consent_by = clock.now(), by
    practice.reviewed_at = practice.reviewed_by = None
    practice.review_reason = ""
    practice.save()
    record(practice, Verb.CONFIRM, by=by, data={"licence": practice.licence})
    PracticeValidated(practice, by=by).queue()
    return practice


def retract_blockers(practice: Practice) -> list[Blocker]:
    if practice.state in {PracticeState.VALIDATED, PracticeState.REVIEWED}:
        return []
    if practice.state == PracticeState.PUBLISHED:
        return [Blocker("public", _("It is published: withdraw it, and nobody reads it any more."))]
    return [Blocker("no_consent", _("No consent has been given."))]


@transaction.atomic
def retract_consent(*, practice_id: UUID, by: User) -> Practice:
    """Take the consent back before the publication: the practice is a draft again."""
    practice = lock(Practice, practice_id)
    refuse(retract_blockers(practice))
    _back_to_draft(practice)
    practice.reviewed_at = practice.reviewed_by = None
    practice.review_reason = ""
    practice.save()
    record(practice, Verb.REOPEN, by=by)
    return practice


def review_blockers(practice: Practice, by: User) -> list[Blocker]:
    """Why this person can't approve or return the practice now."""
    if practice.state != PracticeState.VALIDATED:
        text = _("Only a practice that its practitioner has confirmed is reviewed.")
        return [Blocker("not_validated", text, _author())]
    if by.pk in {practice.author_id, practice.drafted_by_id}:
        text = _("Whoever told or drafted a practice does not review it.")
        return [Blocker("same_person", text, pgettext("who", "another scientific editor"))]
    return []


@transaction.atomic
def approve_practice(*, practice_id: UUID, reason: str, by: User) -> Practice:
    """The scientific review, with what the editor says of it (R50)."""
    practice = lock(Practice, practice_id)
    refuse(review_blockers(practice, by) + _reason_blockers(reason))
    _move(practice, PracticeState.REVIEWED)
    _reviewed(practice, reason, by)
    record(practice, Verb.APPROVE, by=by)
    PracticeReviewed(practice, by=by).queue()
    return practice


@transaction.atomic
def return_practice(*, practice_id: UUID, reason: str, by: User) -> Practice:
    """Send it back with the reason. What will be changed needs the consent again."""
    practice = lock(Practice, practice_id)
    refuse(review_blockers(practice, by) + _reason_blockers(reason))
    _back_to_draft(practice)
    _reviewed(practice, reason, by)
    record(practice, Verb.RETURN, by=by)
    PracticeReturned(practice, by=by).queue()
    return practice


def publish_blockers(practice: Practice) -> list[Blocker]:
    if practice.state == PracticeState.PUBLISHED:
        return [Blocker("published", _("The practice is already published."))]
    if practice.state == PracticeState.WITHDRAWN:
        return [Blocker("withdrawn", _("The practice was withdrawn."))]
    found = []
    if practice.consent_at is None:
        found.append(Blocker("no_consent", _("The practitioner has not consented yet."), _author()))
    if practice.state != PracticeState.REVIEWED:
        text = _("The scientific review is missing.")
        found.append(Blocker("not_reviewed", text, hands.scientific_editor()))
    return found


@transaction.atomic
def publish_practice(*, practice_id: UUID, by: User) -> Practice:
    """Let it be read, as far as its visibility says, and found by its words."""
    practice = lock(Practice, practice_id)
    refuse(publish_blockers(practice))
    Practice.objects.filter(pk=practice.pk).update(searchable=_words_of(practice))
    practice.refresh_from_db(fields=["searchable"])
    _move(practice, PracticeState.PUBLISHED)
    practice.published_at, practice.published_by = clock.now(), by
    practice.save()
    record(practice, Verb.PUBLISH, by=by, data={"visibility": practice.visibility})
    PracticePublished(practice, by=by).queue()
    return practice


def withdraw_blockers(practice: Practice) -> list[Blocker]:
    if PracticeState.WITHDRAWN in PRACTICE_MOVES[PracticeState(practice.state)]:
        return []
    return [Blocker("withdrawn", _("The practice was withdrawn."))]


@transaction.atomic
def withdraw_practice(*, practice_id: UUID, reason: str, by: User) -> Practice:
    """Take it off every page. It stays in the record with its reason."""
    practice = lock(Practice, practice_id)
    refuse(withdraw_blockers(practice) + _reason_blockers(reason))
    was = practice.state
    _move(practice, PracticeState.WITHDRAWN)
    practice.withdrawn_at, practice.withdrawn_by = clock.now(), by
    practice.withdraw_reason = reason.strip()
    practice.save()
    record(practice, Verb.WITHDRAW, by=by, data={"from": was})
    PracticeWithdrawn(practice, by=by).queue()
    return practice


def _move(practice: Practice, state: PracticeState) -> None:
    assert state in PRACTICE_MOVES[PracticeState(practice.state)], (practice.state, state)
    practice.state = state


def _back_to_draft(practice: Practice) -> None:
    _move(practice, PracticeState.DRAFT)
    practice.consent_at = practice.consent_by = practice.asked_at = None


def _reviewed(practice: Practice, reason: str, by: User) -> None:
    practice.reviewed_at, practice.reviewed_by = clock.now(), by
    practice.review_reason = reason.strip()
    practice.save()


def _reason_blockers(reason: str) -> list[Blocker]:
    return [] if reason.strip() else [Blocker("no_reason", _("The reason is missing."))]


def _words_of(practice: Practice) -> Any:
    """Every word of the practice as Italian stems: those of the title weigh most."""
    body = [getattr(practice, name) for name in TEXTS]
    for factor in practice.factors.all():
        body += [factor.text, factor.mechanism, factor.workaround]
    for lesson in practice.lessons.all():
        body += [lesson.event, lesson.cause, lesson.advice, lesson.addressee]
    title = SearchVector(Value(practice.title), weight="A", config="italian")
    return title + SearchVector(Value("\n".join(body)), weight="B", config="italian")


def _set_factors(practice: Practice, rows: Iterable[Row]) -> None:
    practice.factors.all().delete()
    Factor.objects.bulk_create(
        Factor(practice=practice, position=position, **row) for position, row in enumerate(rows)
    )


def _set_lessons(practice: Practice, rows: Iterable[Row]) -> None:
    practice.lessons.all().delete()
    Lesson.objects.bulk_create(
        Lesson(practice=practice, position=position, **row) for position, row in enumerate(rows)
    )


def _author() -> str:
    return pgettext("who", "the practitioner who tells it")
