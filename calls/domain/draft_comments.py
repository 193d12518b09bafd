"""Comments inside a draft: what its people say to one another while they write (C2).

They are never part of what is sent: neither the canonical text nor an official's page reads them. Whoever
is named with an @ gets a message; so do the others of the thread, or of the draft when a thread begins.
One message a comment, and each person may choose a daily digest instead.
"""

import re
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calls import blockers
from calls.domain.draft_help import note_help
from calls.draft_notices import DraftCommented, DraftMentioned
from calls.models import DraftComment, DraftMention, Submission
from calls.queries.draft_work import people_in_draft
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb

AT = re.compile(r"(?<![\w.@+-])@(\w[\w'’-]*)")
"""An @ that begins a name; the one inside an e-mail address does not."""


@transaction.atomic
def write_comment(
    *,
    submission_id: UUID,
    section: str,
    text: str,
    by: User,
    question: str = "",
    reply_to_id: UUID | None = None,
) -> DraftComment:
    """A remark on a section or question, or an answer to one; an answer opens a resolved thread again.

    Raises ValidationError (field `text`) for an empty text or an @name that nobody in the draft has,
    DoesNotExist for a thread, section or question of another draft.
    """
    submission = lock(Submission, submission_id)
    refuse(blockers.write_blockers(submission))
    if not text.strip():
        raise ValidationError({"text": _("Write what you want to say.")})
    root = None
    if reply_to_id is not None:
        root = submission.draft_comments.get(pk=reply_to_id, reply_to__isnull=True)
        section, question = root.section, root.question
    found = submission.sheet.version.sections.get(key=section)
    if question:
        found.questions.get(key=question)
    named = people_named(text, list(people_in_draft(submission).exclude(pk=by.pk)))
    comment = DraftComment.objects.create(
        submission=submission, section=section, question=question, reply_to=root,
        text=text.strip(), written_at=clock.now(), written_by=by,
    )  # fmt: skip
    note_help(submission, by=by)
    DraftMention.objects.bulk_create(
        [DraftMention(comment=comment, person=person) for person in named]
    )
    if root is not None and root.is_resolved:
        _set_resolved(root, None)
    record(comment, Verb.ADD, by=by, data={"section": section, "named": len(named)})
    DraftMentioned(comment, named).queue()
    DraftCommented(comment, besides=named).queue()
    return comment


def resolve_blockers(comment: DraftComment) -> list[Blocker]:
    found = blockers.write_blockers(comment.submission)
    if comment.is_resolved:
        found.append(Blocker("resolved", _("This comment is already resolved.")))
    return found


@transaction.atomic
def resolve_comment(*, comment_id: UUID, by: User) -> DraftComment:
    """Say that what was asked is done; the thread stays readable. Only a thread's first remark."""
    comment = _lock_root(comment_id)
    refuse(resolve_blockers(comment))
    _set_resolved(comment, by)
    record(comment, Verb.CLOSE, by=by)
    return comment


def unresolve_blockers(comment: DraftComment) -> list[Blocker]:
    found = blockers.write_blockers(comment.submission)
    if not comment.is_resolved:
        found.append(Blocker("open", _("This comment is open.")))
    return found


@transaction.atomic
def unresolve_comment(*, comment_id: UUID, by: User) -> DraftComment:
    comment = _lock_root(comment_id)
    refuse(unresolve_blockers(comment))
    _set_resolved(comment, None)
    record(comment, Verb.REOPEN, by=by)
    return comment


def people_named(text: str, people: list[User]) -> list[User]:
    """Who of `people` is named with an @: by name and surname, or by the first name if one alone has it.

    Raises ValidationError (field `text`) for an @ that names none of them.
    """
    named: dict[UUID, User] = {}
    for match in AT.finditer(text):
        rest = text[match.start() + 1 :].casefold()
        whole = [one for one in people if _begins(rest, one.full_name)]
        first = [one for one in people if one.full_name.split(" ")[0].casefold() == _word(match)]
        found = whole[:1] or (first if len(first) == 1 else [])
        if not found:
            raise ValidationError({"text": _nobody(match.group(), people)})
        named |= {one.pk: one for one in found}
    return list(named.values())


def _begins(rest: str, name: str) -> bool:
    return bool(name) and re.match(re.escape(name.casefold()) + r"(?!\w)", rest) is not None


def _word(match: re.Match[str]) -> str:
    return match.group(1).casefold()


def _nobody(name: str, people: list[User]) -> str:
    if not people:
        return _("Nobody else is in this draft yet: %(name)s can't be told.") % {"name": name}
    return _("No single person here is called %(name)s. You can name: %(people)s.") % {
        "name": name,
        "people": ", ".join(one.full_name for one in people),
    }


def _lock_root(comment_id: UUID) -> DraftComment:
    """The thread's first remark, behind its draft's lock; DoesNotExist for an answer."""
    found = DraftComment.objects.get(pk=comment_id, reply_to__isnull=True)
    submission = lock(Submission, found.submission_id)
    comment = lock(DraftComment, comment_id)
    comment.submission = submission
    return comment


def _set_resolved(comment: DraftComment, by: User | None) -> None:
    comment.resolved_by = by
    comment.resolved_at = clock.now() if by else None
    comment.save(update_fields=["resolved_at", "resolved_by"])
