"""An invented proposal to the call for proposals, grown from the idea of the same network."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from calls.domain.draft_signing import sign_by_declaration, signatories_of
from calls.domain.submissions import save_section, start_submission, submit_submission
from calls.models import Call, Submission
from core.people.models import Network
from core.programmes.shift import Shift, shifted
from core.questionnaires import queries as questionnaires
from core.questionnaires.domain.versions import to_spec
from topmetro.demo.people import signer_of
from topmetro.demo.stories import as_typed

FILE = Path(__file__).with_name("proposals.toml")
CARRIED = ("titolo", "in_breve", "novita", "risorse", "partner")
"""What a proposal of this file says as its idea said it."""


class Proposal(BaseModel):
    """`learned` follows the need told in the idea; `scores` are in the order of the criteria, by seat, and
    `comments` what a seat wrote beside them. Without scores the proposal is not admitted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    network: str
    sent: datetime
    learned: str
    scores: dict[str, tuple[int, ...]] = {}
    comments: dict[str, str] = {}
    answers: dict[str, Any]


def proposals() -> list[Proposal]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Proposal.model_validate(row) for row in raw["proposals"]]


def proposal_scenes(
    proposal: Proposal, call: Call, shift: Shift
) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Begun the day before it is sent, one section an hour."""
    answer = _Answer(proposal, call, shift)
    begun = proposal.sent - timedelta(days=1, hours=2)
    yield begun, answer.begin
    for place, section in enumerate(to_spec(call.version).sections if call.version else ()):
        yield begun + timedelta(hours=1 + place), answer.writes(section.key)
    yield proposal.sent, answer.send


class _Answer:
    def __init__(self, proposal: Proposal, call: Call, shift: Shift) -> None:
        self.proposal, self.call, self.shift = proposal, call, shift
        self.submission: Submission

    def begin(self) -> None:
        self.network = Network.objects.get(name=self.proposal.network)
        self.author = signer_of(self.network)
        assert self.call.requires_answer_to is not None
        idea = Submission.objects.get(call=self.call.requires_answer_to, network=self.network)
        told = questionnaires.answers_of(idea.sheet)
        carried = {key: told[key] for key in CARRIED if key in told}
        own = shifted(
            {key: as_typed(value) for key, value in self.proposal.answers.items()}, self.shift
        )
        need = {"bisogno": f"{told['bisogno']} {self.proposal.learned}"}
        self.answers = carried | need | own
        self.submission = start_submission(
            call_id=self.call.pk,
            network_id=self.network.pk,
            territory_id=self.network.territory_id,
            title=idea.title,
            by=self.author,
            idea_id=idea.pk,
        )

    def writes(self, section: str) -> Callable[[], object]:
        return lambda: self._write(section)

    def _write(self, section_key: str) -> None:
        assert self.call.version is not None
        section = next(
            each for each in to_spec(self.call.version).sections if each.key == section_key
        )
        self.submission.sheet.refresh_from_db()
        save_section(
            submission_id=self.submission.pk,
            section_key=section_key,
            answers={
                question.key: self.answers[question.key]
                for question in section.questions
                if question.key in self.answers
            },
            base_revision=self.submission.sheet.revision,
            by=self.author,
        )

    def send(self) -> None:
        """Declared true by the lead's representative, who is also the one who sends."""
        [signatory] = signatories_of(self.submission)
        sign_by_declaration(
            submission_id=self.submission.pk, signatory_id=signatory.pk, by=self.author
        )
        submit_submission(submission_id=self.submission.pk, by=self.author)
