"""Around a draft: who takes part in it, what they remark, who was asked to help. Officials read none of it."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from calls.models import DraftComment, DraftHelper, FillingTogether, Submission
from core.access.models import User
from core.people import queries as people
from core.people.enums import RoleName
from core.questionnaires.models import Question, Section
from core.questionnaires.queries import questions_of

HELPING_ROLES = (RoleName.COORDINATOR, RoleName.FACILITATOR)


@dataclass(frozen=True)
class Thread:
    """A remark with its answers; `about` is the question it speaks of, as it is asked, or empty."""

    root: DraftComment
    replies: tuple[DraftComment, ...]
    about: str


@dataclass(frozen=True)
class SectionTalk:
    """A section of the form with what is said about it."""

    key: str
    title: str
    questions: tuple[tuple[str, str], ...]
    threads: tuple[Thread, ...]

    @property
    def open_count(self) -> int:
        return sum(not thread.root.is_resolved for thread in self.threads)


def helped_by(user: User) -> QuerySet[DraftHelper]:
    """The drafts that a network opened to this person, until it closes them again."""
    return DraftHelper.objects.filter(person=user, ended_at__isnull=True)


def helpers_of(submission: Submission) -> QuerySet[DraftHelper]:
    """Who was asked to help and still does."""
    rows = DraftHelper.objects.filter(submission=submission, ended_at__isnull=True)
    return rows.select_related("person", "submission__network").order_by("asked_at", "pk")


def may_be_asked(submission: Submission) -> QuerySet[User]:
    """Mentors of the network and facilitators, except those who help already or belong to it."""
    known = helpers_of(submission).values("person")
    mentors = people.people_with_role(RoleName.MENTOR, network=submission.network_id)
    found = Q(pk__in=mentors.values("pk")) | Q(
        pk__in=people.people_with_role(*HELPING_ROLES).values("pk")
    )
    own = people.people_of_network(submission.network).values("pk")
    return User.objects.filter(found).exclude(Q(pk__in=known) | Q(pk__in=own)).order_by("full_name")


def people_in_draft(submission: Submission) -> QuerySet[User]:
    """Everybody who reads the comments: the network, who was asked to help, who entered it."""
    inside = Q(pk__in=people.people_of_network(submission.network).values("pk")) | Q(
        pk__in=helpers_of(submission).values("person")
    )
    if submission.entered_by_id:
        inside |= Q(pk=submission.entered_by_id)
    return User.objects.filter(inside, is_active=True).order_by("full_name", "pk")


def talk_of(submission: Submission, *, section: str = "") -> list[SectionTalk]:
    """Section by section what is said, open threads first; `section` keeps that one only. Four queries."""
    version = submission.sheet.version
    questions: dict[UUID, list[Question]] = defaultdict(list)
    for row in questions_of(version):
        questions[row.section_id].append(row)
    sections = version.sections.order_by("position")
    threads = _threads(submission, {row.key: row for found in questions.values() for row in found})
    return [
        _talk(row, questions[row.pk], threads.get(row.key, []))
        for row in (sections.filter(key=section) if section else sections)
    ]


def open_threads(submission: Submission) -> int:
    """How many remarks nobody has resolved."""
    return submission.draft_comments.filter(reply_to__isnull=True, resolved_at__isnull=True).count()


def people_of_thread(root: DraftComment) -> QuerySet[User]:
    """Who has written in the thread, or was named in it."""
    said = DraftComment.objects.filter(Q(pk=root.pk) | Q(reply_to=root))
    named = said.exclude(mentions=None).values("mentions__person")
    return User.objects.filter(
        Q(pk__in=said.values("written_by")) | Q(pk__in=named), is_active=True
    ).order_by("full_name", "pk")


def sittings_of(submission: Submission) -> QuerySet[FillingTogether]:
    """The times when a facilitator wrote with somebody beside, oldest first."""
    rows = FillingTogether.objects.filter(submission=submission).select_related("facilitator")
    return rows.order_by("held_on", "recorded_at", "pk")


def _threads(submission: Submission, asked: dict[str, Question]) -> dict[str, list[Thread]]:
    rows = submission.draft_comments.select_related("written_by", "resolved_by").order_by(
        "written_at", "pk"
    )
    replies: dict[UUID | None, list[DraftComment]] = defaultdict(list)
    for row in rows:
        replies[row.reply_to_id].append(row)
    found: dict[str, list[Thread]] = defaultdict(list)
    for root in sorted(replies[None], key=lambda row: row.is_resolved):
        question = asked.get(root.question)
        about = str(question.label) if question else ""
        found[root.section].append(Thread(root, tuple(replies[root.pk]), about))
    return found


def _talk(section: Section, questions: list[Question], threads: list[Thread]) -> SectionTalk:
    labels = tuple((row.key, str(row.label)) for row in questions)
    return SectionTalk(section.key, str(section.title), labels, tuple(threads))
