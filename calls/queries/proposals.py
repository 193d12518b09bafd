"""From the idea to the proposal: which idea a network brings along, and what differs since (C13)."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from calls.enums import SubmissionState
from calls.models import Call, NetworkMerge, Submission
from calls.queries.commission import is_seated
from calls.queries.idea_growth import family_of
from calls.queries.submissions import last_sending, visible_to
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE
from core.people.models import Network
from core.questionnaires import queries as questionnaires
from core.questionnaires.differences import SectionDifference, differences
from core.questionnaires.domain.sheets import carried_answers
from core.questionnaires.models import AnswerSheet


def ideas_of(call: Call, network: Network) -> QuerySet[Submission]:
    """What the network, or one that joined it, sent to the call that this one requires; withdrawn ones
    are out. Its own come first, the newest first."""
    rows = Submission.objects.filter(
        call=call.requires_answer_to_id,
        network__in=family_of(network.pk),
        submitted_at__isnull=False,
    ).exclude(state=SubmissionState.WITHDRAWN)
    own = Case(When(network=network, then=0), default=1)
    return rows.select_related("call", "network", "territory", "sheet").order_by(
        own, "-submitted_at", "-pk"
    )


def idea_to_carry(call: Call, network: Network, idea_id: UUID | None = None) -> Submission | None:
    """The idea that a proposal of this network grows from: the one named, or its newest.

    Raises Submission.DoesNotExist for a name that is not one of the network's ideas.
    """
    if call.requires_answer_to_id is None:
        return None
    ideas = ideas_of(call, network)
    return ideas.first() if idea_id is None else ideas.get(pk=idea_id)


def ideas_to_grow(user: User, calls: Iterable[Call]) -> list[tuple[Call, Submission, UUID]]:
    """Of these open calls those that ask for an earlier answer, each with the idea that would come along and
    the key of the network which would answer, led by the person; what was begun is left out. Four queries
    at most."""
    led = people.networks_of(user, levels=LEVELS_THAT_WRITE, leading=True).order_by()
    networks = set(led.values_list("pk", flat=True))
    calls = [call for call in calls if call.requires_answer_to_id]
    if not networks or not calls:
        return []
    merges = NetworkMerge.objects.filter(Q(into__in=networks) | Q(merged__in=networks))
    into = dict(merges.order_by().values_list("merged", "into"))
    alive = Submission.objects.exclude(state=SubmissionState.WITHDRAWN)
    begun = set(alive.filter(network__in=networks).order_by().values_list("call", "network"))
    ideas = alive.filter(
        call__in=[call.requires_answer_to_id for call in calls],
        network__in=networks | set(into),
        submitted_at__isnull=False,
    )
    found: dict[tuple[UUID, UUID], tuple[Call, Submission, UUID]] = {}
    for idea in ideas.order_by("-submitted_at", "-pk"):
        network = into.get(idea.network_id, idea.network_id)
        for call in calls:
            key = (call.pk, network)
            if call.requires_answer_to_id == idea.call_id and key not in begun:
                found.setdefault(key, (call, idea, network))
    return [row for row in found.values() if row[2] in networks]


def carried_labels(idea: Submission, call: Call) -> list[str]:
    """The questions of `call` that the idea's answers already fill in, as they are asked."""
    assert call.version is not None
    given = carried_answers(questionnaires.load(sheet_of(idea)), call.version)
    asked = questionnaires.questions_of(call.version)
    return [str(question.label) for question in asked if question.key in given]


def changes_since_idea(
    submission: Submission, idea: Submission, language: str
) -> list[SectionDifference]:
    """Question by question, what the proposal says and the idea did not, and the other way round."""
    sheets = [sheet_of(idea), sheet_of(submission)]
    filled = questionnaires.load_many(sheets)
    return differences(filled[sheets[0].pk], filled[sheets[1].pk], language)


def sheet_of(submission: Submission) -> AnswerSheet:
    """The answers that count: those sent last, or the draft where nothing was sent."""
    sending = last_sending(submission)
    return sending.sheet if sending else submission.sheet


def may_compare(
    user: User,
    submission: Submission,
    idea_id: UUID | None,
    open_to: Collection[UUID] | None = None,
) -> bool:
    """Whether a reader of the proposal reads how it differs from this idea: whoever may open the idea,
    somebody's answer to another call, and the commission of the proposal's own. `open_to`: the ideas that
    they may open, where that is known already."""
    if is_seated(user, submission.call_id):
        return True
    if open_to is not None:
        return idea_id in open_to
    return idea_id is not None and visible_to(user).filter(pk=idea_id).exists()
