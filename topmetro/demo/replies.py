"""An answer to a call by a network that the portal knows already, as the acts of who signs for it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from calls.domain.submissions import save_section, start_submission, submit_submission
from calls.models import Call, Submission
from core.access.models import User
from core.people.models import Network
from core.programmes.shift import Shift, shifted
from core.questionnaires.domain.versions import to_spec
from topmetro.demo.people import signer_of


class Reply:
    """Begun, written section by section, sent: `title()` says under which name, `answers` with what."""

    def __init__(self, call: Call, network: str, answers: Mapping[str, Any], shift: Shift) -> None:
        self.call, self.name, self.shift = call, network, shift
        self.answers = shifted({key: as_typed(value) for key, value in answers.items()}, shift)
        self.author: User
        self.network: Network
        self.submission: Submission

    def title(self) -> str:
        return str(self.answers["titolo"])

    def idea(self) -> Submission | None:
        """From which it grew, if from one; asked before the title, since it may add to the answers."""
        return None

    def begin(self) -> None:
        self.network = Network.objects.get(name=self.name)
        self.author = signer_of(self.network)
        idea = self.idea()
        self.submission = start_submission(
            call_id=self.call.pk,
            network_id=self.network.pk,
            territory_id=self.network.territory_id,
            title=self.title(),
            by=self.author,
            idea_id=idea.pk if idea else None,
        )

    def writes(self, section: str) -> Callable[[], object]:
        return lambda: write_section(
            self.submission, self.call, section, self.answers, by=self.author
        )

    def send(self) -> None:
        submit_submission(submission_id=self.submission.pk, by=self.author)


def reply_scenes(reply: Reply, sent: datetime) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Begun the day before it is sent, one section an hour."""
    begun = sent - timedelta(days=1, hours=2)
    yield begun, reply.begin
    for place, section in enumerate(sections_of(reply.call)):
        yield begun + timedelta(hours=1 + place), reply.writes(section)
    yield sent, reply.send


def sections_of(call: Call) -> tuple[str, ...]:
    return tuple(section.key for section in to_spec(call.version).sections) if call.version else ()


def write_section(
    submission: Submission, call: Call, key: str, answers: Mapping[str, Any], *, by: User
) -> None:
    """What there is to say in this section, if anything."""
    assert call.version is not None
    section = next(each for each in to_spec(call.version).sections if each.key == key)
    given = {
        question.key: answers[question.key]
        for question in section.questions
        if question.key in answers
    }
    if not given:
        return
    submission.sheet.refresh_from_db()
    save_section(
        submission_id=submission.pk,
        section_key=key,
        answers=given,
        base_revision=submission.sheet.revision,
        by=by,
    )


def as_typed(value: Any) -> Any:
    """A date as the form receives it."""
    return value.isoformat() if isinstance(value, date) else value
