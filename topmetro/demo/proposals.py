"""An invented proposal to the call for proposals, grown from the idea of the same network."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from calls.domain.draft_signing import sign_by_declaration, signatories_of
from calls.models import Call, Submission
from core.programmes.shift import Shift
from core.questionnaires import queries as questionnaires
from topmetro.demo.replies import Reply, reply_scenes

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
    grown = _Grown(call, proposal.network, proposal.answers, shift)
    grown.learned = proposal.learned
    return reply_scenes(grown, proposal.sent)


class _Grown(Reply):
    """It says what the idea said, what was learned since, and what only this call asks."""

    learned = ""

    def idea(self) -> Submission:
        assert self.call.requires_answer_to is not None
        idea = Submission.objects.get(call=self.call.requires_answer_to, network=self.network)
        told = questionnaires.answers_of(idea.sheet)
        carried = {key: told[key] for key in CARRIED if key in told}
        need = {"bisogno": f"{told['bisogno']} {self.learned}"}
        self.answers = carried | need | self.answers
        return idea

    def send(self) -> None:
        """Declared true by the lead's representative, who is also the one who sends."""
        [signatory] = signatories_of(self.submission)
        sign_by_declaration(
            submission_id=self.submission.pk, signatory_id=signatory.pk, by=self.author
        )
        super().send()
