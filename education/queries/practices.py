"""Practices: who reads which, what waits for whom, and what is found when somebody searches.

A draft is read by its author, by its network and by the team that helps to write it; the scientific
editors read what the practitioner has confirmed; a published one is read as far as its visibility says.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, NetworkMemberState, RoleName
from core.people.models import Network, NetworkMember, OrganisationMember
from core.people.models.periods import current
from core.programmes import queries as programmes
from core.ui.bilingual import Bilingual, as_bilingual
from education.enums import PracticeState, PracticeVisibility
from education.models import Lesson, Practice

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

HELPS_TO_WRITE = (RoleName.COORDINATOR, RoleName.FACILITATOR)
PUBLISHED = Q(state=PracticeState.PUBLISHED)
ITALIAN = "italian"


@dataclass(frozen=True)
class NewestLesson:
    """The lesson that the programme's home shows; texts are in Italian."""

    advice: str
    event: str
    practice: str
    url: str


@dataclass(frozen=True)
class Library:
    """What the programme's definition says of its repository."""

    name: Bilingual
    purpose: Bilingual
    url: str


def public_practices() -> QuerySet[Practice]:
    """What anybody may read: published, and meant for everybody."""
    return Practice.objects.filter(PUBLISHED, visibility=PracticeVisibility.ALL).order_by(
        "-published_at", "-pk"
    )


def published_to(user: "User | AnonymousUser") -> QuerySet[Practice]:
    """Published ones that this person may read: everybody's, the programme's, those of the own networks."""
    seen = Q(visibility=PracticeVisibility.ALL)
    if isinstance(user, User) and people.roles_in(user):
        seen |= Q(visibility=PracticeVisibility.PROGRAMME)
        seen |= Q(network__in=people.networks_of(user).order_by().values("pk"))
    return Practice.objects.filter(PUBLISHED).filter(seen).order_by("-published_at", "-pk")


def visible_to(user: User) -> QuerySet[Practice]:
    """The practices whose existence this person may know of in the work area."""
    rows = Practice.objects.all()
    if people.has_role(user, *HELPS_TO_WRITE):
        return rows
    seen = Q(author=user) | Q(network__in=people.networks_of(user).order_by().values("pk"))
    seen |= Q(pk__in=published_to(user).order_by().values("pk"))
    if people.has_role(user, RoleName.SCIENTIFIC_EDITOR):
        seen |= ~Q(state=PracticeState.DRAFT) | Q(reviewed_at__isnull=False)
    return rows.filter(seen)


def written_by(user: User) -> QuerySet[Practice]:
    """Those in whose draft this person may write: the own, and the networks'."""
    networks = people.networks_of(user, levels=LEVELS_THAT_WRITE).order_by().values("pk")
    return Practice.objects.filter(Q(author=user) | Q(drafted_by=user) | Q(network__in=networks))


def mine(user: User) -> QuerySet[Practice]:
    """The own and the networks', the last changed first."""
    own = people.networks_of(user).order_by().values("pk")
    return Practice.objects.filter(
        Q(author=user) | Q(drafted_by=user) | Q(network__in=own)
    ).order_by("-changed_at", "-pk")


def unfinished(user: User) -> QuerySet[Practice]:
    """Drafts that this person began and has not handed to the practitioner. Oldest first."""
    return Practice.objects.filter(
        state=PracticeState.DRAFT, drafted_by=user, asked_at=None, reviewed_at=None
    ).order_by("drafted_at", "pk")


def awaiting_author(user: User) -> QuerySet[Practice]:
    """Drafts that this person was asked to read, and to put a name to."""
    return Practice.objects.filter(
        state=PracticeState.DRAFT, author=user, asked_at__isnull=False
    ).order_by("asked_at", "pk")


def awaiting_review(user: User) -> QuerySet[Practice]:
    """Confirmed by their practitioner, and neither told nor drafted by this person. Oldest first."""
    return (
        Practice.objects.filter(state=PracticeState.VALIDATED)
        .exclude(Q(author=user) | Q(drafted_by=user))
        .order_by("consent_at", "pk")
    )


def awaiting_publication() -> QuerySet[Practice]:
    return Practice.objects.filter(state=PracticeState.REVIEWED).order_by("reviewed_at", "pk")


def with_parties(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    return rows.select_related(
        "programme", "network__territory", "project__territory", "author", "scientific_partner"
    )


def matching(rows: QuerySet[Practice], words: str) -> QuerySet[Practice]:
    """Published practices in which these Italian words stand, whatever their ending."""
    query = SearchQuery(words, config=ITALIAN, search_type="websearch")
    return rows.filter(searchable=query)


def newest_lesson() -> NewestLesson | None:
    """The first lesson of the practice published last, for everybody to read."""
    newest = public_practices().filter(lessons__isnull=False).select_related("programme").first()
    if newest is None:
        return None
    lesson = Lesson.objects.filter(practice=newest).order_by("position", "pk")[0]
    url = newest.public_path(newest.programme.slug)
    return NewestLesson(lesson.advice, lesson.event, newest.title, url)


def library() -> Library | None:
    content = programmes.section_content("education")
    if not isinstance(content, dict):
        return None
    name, purpose = as_bilingual(content.get("name")), as_bilingual(content.get("purpose"))
    return Library(name or Bilingual(), purpose or Bilingual(), str(content.get("url") or ""))


def offered_networks(user: User) -> QuerySet[Network]:
    """Whose practice this person may draft."""
    if people.has_role(user, *HELPS_TO_WRITE):
        return people.visible_networks(user)
    return people.networks_of(user, levels=LEVELS_THAT_WRITE)


def possible_authors(user: User) -> QuerySet[User]:
    """The people of those networks, and the person itself: who can have done what is told."""
    networks = offered_networks(user).order_by().values("pk")
    organisations = NetworkMember.objects.filter(
        network__in=networks, state=NetworkMemberState.ACTIVE
    ).values("organisation")
    members = OrganisationMember.objects.filter(current(), organisation__in=organisations)
    return User.objects.filter(
        Q(pk__in=members.values("user")) | Q(pk=user.pk), is_active=True
    ).order_by("full_name", "pk")
