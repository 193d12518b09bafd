"""Between the ideas and the proposals people talk: feedback, actors to invite, mediation, questions, drafts."""

import tomllib
from datetime import datetime
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from calls.domain.draft_comments import resolve_comment, write_comment
from calls.domain.draft_help import ask_help
from calls.domain.idea_feedback import give_feedback, read_feedback
from calls.domain.idea_mediation import Mediation, record_mediation
from calls.domain.idea_merging import merge_networks
from calls.domain.idea_outreach import add_contact, record_answer
from calls.domain.questions import answer_question, ask_question
from calls.enums import CallKind
from calls.models import Call, DraftComment, OutreachContact, PublicQuestion, Submission
from core.access import clock
from core.people.domain.networks import change_form
from core.people.enums import NetworkForm
from core.people.models import Network
from core.ui.bilingual import Bilingual
from topmetro.demo.people import played_by, signer_of
from topmetro.demo.stage import Stage

HERE = Path(__file__).parent
FACILITATOR = "Marco Bonino"


class _Act(BaseModel):
    """Something that somebody does at an instant of the programme's own time."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Feedback(_Act):
    network: str
    at: datetime
    by: str
    text: str
    read: datetime | None = None


class Contact(_Act):
    """`answered` left out: the actor is still to be asked."""

    network: str
    added: datetime
    by: str
    name: str
    why: str
    answered: datetime | None = None
    said_yes: bool = False
    note: str = ""


class Mediated(_Act):
    network: str
    at: datetime
    topic: str
    positions: str
    agreements: str = ""
    dissent: str = ""


class Step(_Act):
    network: str
    at: datetime
    by: str
    form: NetworkForm
    reference: str


class Merge(_Act):
    into: str
    merged: str
    at: datetime
    agreement: str


class Question(_Act):
    """Asked by an account (`person`) or from an address; `answered` left out: it waits."""

    call: str
    at: datetime
    text: str
    person: str = ""
    email: str = ""
    answered: datetime | None = None
    wording: dict[str, str] = {}
    answer: dict[str, str] = {}


class Remark(_Act):
    at: datetime
    by: str
    text: str


class Talk(_Act):
    """A thread in a draft; `resolved` left out: it is open."""

    network: str
    section: str
    question: str
    remarks: tuple[Remark, ...]
    resolved: datetime | None = None


class Helper(_Act):
    network: str
    at: datetime
    by: str
    person: str
    may_write: bool = False


class Growth(_Act):
    feedback: tuple[Feedback, ...] = ()
    contacts: tuple[Contact, ...] = ()
    mediations: tuple[Mediated, ...] = ()
    steps: tuple[Step, ...] = ()
    merges: tuple[Merge, ...] = ()
    questions: tuple[Question, ...] = ()
    talks: tuple[Talk, ...] = ()
    helpers: tuple[Helper, ...] = ()


def growth_scenes(stage: Stage, *, name: str = "growth", facilitator: str = FACILITATOR) -> None:
    """Everything that the file beside this one tells."""
    told = Growth.model_validate(tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")))
    for feedback in told.feedback:
        _feedback(stage, feedback)
    for contact in told.contacts:
        _contact(stage, contact)
    for mediated in told.mediations:
        stage.add(mediated.at, partial(_mediate, mediated, facilitator))
    for step in told.steps:
        stage.add(step.at, partial(_grow, step))
    for merge in told.merges:
        stage.add(merge.at, partial(_merge, merge, facilitator))
    for question in told.questions:
        _question(stage, question, facilitator)
    for helper in told.helpers:
        stage.add(helper.at, partial(_ask, helper))
    for talk in told.talks:
        _talk(stage, talk)


def network_of(name: str) -> Network:
    return Network.objects.get(name=name)


def _feedback(stage: Stage, told: Feedback) -> None:
    def idea() -> Submission:
        return Submission.objects.get(network__name=told.network, call__kind=CallKind.IDEAS)

    stage.add(
        told.at,
        lambda: give_feedback(submission_id=idea().pk, text=told.text, by=played_by(told.by)),
    )
    if told.read:
        stage.add(
            told.read,
            lambda: read_feedback(submission_id=idea().pk, by=signer_of(network_of(told.network))),
        )


def _contact(stage: Stage, told: Contact) -> None:
    stage.add(
        told.added,
        lambda: add_contact(
            network_id=network_of(told.network).pk,
            name=told.name,
            why=told.why,
            by=played_by(told.by),
        ),
    )
    if told.answered:
        stage.add(
            told.answered,
            lambda: record_answer(
                contact_id=OutreachContact.objects.get(name=told.name).pk,
                said_yes=told.said_yes,
                note=told.note,
                by=played_by(told.by),
            ),
        )


def _mediate(told: Mediated, facilitator: str) -> None:
    record_mediation(
        network_id=network_of(told.network).pk,
        said=Mediation(
            held_on=clock.today(),
            topic=told.topic,
            positions=told.positions,
            agreements=told.agreements,
            dissent=told.dissent,
        ),
        by=played_by(facilitator),
    )


def _grow(told: Step) -> None:
    change_form(
        network_id=network_of(told.network).pk,
        form=told.form,
        since=clock.today(),
        reference=told.reference,
        by=played_by(told.by),
    )


def _merge(told: Merge, facilitator: str) -> None:
    merge_networks(
        into_id=network_of(told.into).pk,
        merged_ids=[network_of(told.merged).pk],
        agreement=told.agreement,
        by=played_by(facilitator),
    )


def _question(stage: Stage, told: Question, facilitator: str) -> None:
    stage.add(
        told.at,
        lambda: ask_question(
            call_id=Call.objects.get(slug=told.call).pk,
            text=told.text,
            by=played_by(told.person) if told.person else None,
            email=told.email,
        ),
    )
    if told.answered:
        stage.add(
            told.answered,
            lambda: answer_question(
                question_id=PublicQuestion.objects.get(text=told.text).pk,
                wording=Bilingual(told.wording),
                answer=Bilingual(told.answer),
                by=played_by(facilitator),
            ),
        )


def _ask(told: Helper) -> None:
    ask_help(
        submission_id=_draft(told.network).pk,
        person=played_by(told.person),
        may_write=told.may_write,
        by=played_by(told.by),
    )


def _talk(stage: Stage, told: Talk) -> None:
    thread: list[DraftComment] = []

    def says(remark: Remark) -> None:
        root = thread[0].pk if thread else None
        thread.append(
            write_comment(
                submission_id=_draft(told.network).pk,
                section=told.section,
                question=told.question,
                text=remark.text,
                reply_to_id=root,
                by=played_by(remark.by),
            )
        )

    for remark in told.remarks:
        stage.add(remark.at, partial(says, remark))
    if told.resolved:
        first = told.remarks[0].by
        stage.add(
            told.resolved,
            lambda: resolve_comment(comment_id=thread[0].pk, by=played_by(first)),
        )


def _draft(network: str) -> Submission:
    """What the network is writing: the newest of its applications."""
    rows = Submission.objects.filter(network__name=network)
    return rows.latest("started_at")
