"""Calls in a programme's definition: their windows, their form, and how proposals are chosen.

A call is loaded as a draft: publishing it is an act of the coordinator, not of a file.
"""

from decimal import Decimal
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from calls.domain.calls import create_call, set_windows
from calls.domain.selections import CriterionRow, set_selection
from calls.enums import BarringTie, CallKind, LatePolicy, NoProposal
from calls.examination_definition import (
    ExaminationSection,
    exported_examination,
    load_examination,
)
from calls.models import Call, Selection
from core.access.models import User
from core.people.enums import OrganisationKind
from core.programmes import queries as programmes
from core.programmes.definition import (
    Instant,
    Key,
    Misplaced,
    Section,
    Strict,
    TerritoryCode,
    Words,
    each_once,
    refers_to,
    said,
    wall_clock,
    written,
)
from core.programmes.sections import Email
from core.programmes.writing import plain_number
from core.questionnaires.domain.versions import create_questionnaire, to_spec
from core.questionnaires.spec import Key as QuestionKey
from core.questionnaires.spec import QuestionnaireSpec
from core.ui.bilingual import Bilingual

WHOLE = Decimal(100)
QUESTIONS_DAYS = 5
"""How many days before the close questions end, where a definition says nothing."""


class WindowSection(Strict):
    """A territory's own window, where it differs from the call's."""

    territory: TerritoryCode
    opens_at: Instant
    closes_at: Instant

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes_at <= self.opens_at:
            raise Misplaced(_("the call closes before it opens"), "closes_at")
        return self


class CallSection(Strict):
    """`key` becomes the call's address; `requires_answer_to` names a call above it in the file."""

    key: Key
    kind: CallKind
    title: Words
    summary: Words | None = None
    body: Words | None = None
    opens_at: Instant | None = None
    closes_at: Instant | None = None
    windows: Annotated[tuple[WindowSection, ...], each_once("territory")] = ()
    late_policy: LatePolicy = LatePolicy.REFUSE
    admitted_kinds: tuple[OrganisationKind, ...] = ()
    requires_answer_to: Key | None = None
    contact_name: Annotated[str, Field(max_length=150)] = ""
    contact_email: Email | None = None
    contact_phone: Annotated[str, Field(max_length=40)] = ""
    responsible_officer: Annotated[str, Field(max_length=150)] = ""
    aims: Words | None = None
    budget: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)] | None = None
    duration: Words | None = None
    requirements: Words | None = None
    partners: Words | None = None
    questions_days_before: Annotated[int, Field(ge=0, le=60)] = QUESTIONS_DAYS
    form: QuestionnaireSpec | None = None
    examination: ExaminationSection | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise Misplaced(_("the call closes before it opens"), "closes_at")
        return self

    @model_validator(mode="after")
    def _examines_what_it_asks(self) -> Self:
        if self.examination is None:
            return self
        if self.kind != CallKind.PROPOSALS:
            raise Misplaced(_("ideas are not examined"), "examination")
        asked = {row.key for row in self.form.questions} if self.form else set()
        for index, key in enumerate(self.examination.untouchable or ()):
            if key not in asked:
                message = _("%(key)s is not a question of this form") % {"key": key}
                raise Misplaced(message, "examination", "untouchable", index)
        return self


def _only_calls_above(rows: tuple[CallSection, ...]) -> tuple[CallSection, ...]:
    above: set[str] = set()
    for index, row in enumerate(rows):
        if row.requires_answer_to and row.requires_answer_to not in above:
            message = _("%(key)s is not a call that stands above this one")
            raise Misplaced(message % {"key": row.requires_answer_to}, index, "requires_answer_to")
        above.add(row.key)
    return rows


def load_calls(data: tuple[CallSection, ...], *, by: User | None) -> None:
    made: dict[str, Call] = {}
    for row in data:
        made[row.key] = _load_call(row, made, by)


def _load_call(row: CallSection, above: dict[str, Call], by: User | None) -> Call:
    call = create_call(
        kind=row.kind,
        slug=row.key,
        title=row.title.bilingual,
        by=by,
        summary=_said(row.summary),
        body=_said(row.body),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        late_policy=row.late_policy,
        admitted_kinds=[kind.value for kind in row.admitted_kinds],
        requires_answer_to=above.get(row.requires_answer_to or ""),
        contact_name=row.contact_name,
        contact_email=row.contact_email or "",
        contact_phone=row.contact_phone,
        responsible_officer=row.responsible_officer,
        aims=_said(row.aims),
        budget=row.budget,
        duration=_said(row.duration),
        requirements=_said(row.requirements),
        partners=_said(row.partners),
        questions_days_before=row.questions_days_before,
        version=create_questionnaire(row.form, by=by) if row.form else None,
    )
    if row.windows:
        windows = {
            programmes.territory_by_code(window.territory).pk: (window.opens_at, window.closes_at)
            for window in row.windows
        }
        set_windows(call_id=call.pk, windows=windows, by=by)
    if row.examination:
        load_examination(call, row.examination, by)
    return call


def _said(words: Words | None) -> Bilingual:
    return words.bilingual if words else Bilingual()


def export_calls() -> list[dict[str, Any]]:
    calls = Call.objects.select_related("version__questionnaire", "requires_answer_to")
    return [_exported(call) for call in calls.order_by("created_at", "pk")]


def _exported(call: Call) -> dict[str, Any]:
    above = call.requires_answer_to
    windows = call.windows.select_related("territory").order_by("territory__position")
    return said(
        key=call.slug,
        kind=call.kind,
        opens_at=wall_clock(call.opens_at),
        closes_at=wall_clock(call.closes_at),
        late_policy="" if call.late_policy == LatePolicy.REFUSE else call.late_policy,
        admitted_kinds=call.admitted_kinds,
        requires_answer_to=above.slug if above else None,
        contact_name=call.contact_name,
        contact_email=call.contact_email,
        contact_phone=call.contact_phone,
        responsible_officer=call.responsible_officer,
        budget=plain_number(call.budget),
        questions_days_before=None
        if call.questions_days_before == QUESTIONS_DAYS
        else call.questions_days_before,
        title=written(call.title),
        summary=written(call.summary),
        body=written(call.body),
        aims=written(call.aims),
        duration=written(call.duration),
        requirements=written(call.requirements),
        partners=written(call.partners),
        windows=[
            said(
                territory=window.territory.code,
                opens_at=wall_clock(window.opens_at),
                closes_at=wall_clock(window.closes_at),
            )
            for window in windows
        ],
        form=to_spec(call.version).model_dump(mode="json", exclude_defaults=True)
        if call.version
        else None,
        examination=exported_examination(call),
    )


class AnchorSection(Strict):
    """What a score means."""

    score: Annotated[int, Field(ge=0, le=100)]
    text: Words


class CriterionSection(Strict):
    key: Key
    title: Words
    description: Words | None = None
    weight: Annotated[Decimal, Field(gt=0, le=100)]
    anchors: tuple[AnchorSection, ...] = ()
    questions: tuple[QuestionKey, ...] = ()


class SelectionSection(Strict):
    """How the proposals of a call are compared. Weights make 100."""

    call: Annotated[str, refers_to("calls")]
    places_per_territory: Annotated[int, Field(ge=1)] = 1
    highest_score: Annotated[int, Field(ge=1, le=100)] = 10
    threshold: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    commission: tuple[Words, ...] = ()
    barring_ties: tuple[BarringTie, ...] = ()
    without_proposal: NoProposal = NoProposal.LEAVE_EMPTY
    equal_scores: Words | None = None
    tie_break: tuple[Key, ...] = ()
    blind: bool = False
    masked_questions: tuple[QuestionKey, ...] = ()
    scorers_each: Annotated[int, Field(ge=2)] | None = None
    collegial: bool = False
    criteria: Annotated[tuple[CriterionSection, ...], Field(min_length=1), each_once("key")]

    @model_validator(mode="after")
    def _weights_make_a_whole(self) -> Self:
        total = sum((row.weight for row in self.criteria), Decimal(0))
        if total != WHOLE:
            raise Misplaced(_("the weights make %(total)s, not 100") % {"total": total}, "criteria")
        return self

    @model_validator(mode="after")
    def _ties_are_broken_by_criteria(self) -> Self:
        known = {row.key for row in self.criteria}
        for index, key in enumerate(self.tie_break):
            if key not in known:
                message = _("%(key)s is not a criterion of this selection") % {"key": key}
                raise Misplaced(message, "tie_break", index)
            if key in self.tie_break[:index]:
                raise Misplaced(_("%(value)s stands twice") % {"value": key}, "tie_break", index)
        return self


def load_selections(data: tuple[SelectionSection, ...], *, by: User | None) -> None:
    for row in data:
        set_selection(
            call_id=Call.objects.get(slug=row.call).pk,
            by=by,
            criteria=[
                CriterionRow(
                    key=criterion.key,
                    title=criterion.title.bilingual,
                    weight=criterion.weight,
                    description=_said(criterion.description),
                    anchors=tuple((one.score, one.text.bilingual) for one in criterion.anchors),
                    questions=criterion.questions,
                )
                for criterion in row.criteria
            ],
            places_per_territory=row.places_per_territory,
            highest_score=row.highest_score,
            threshold=row.threshold,
            composition=[words.bilingual for words in row.commission],
            barring_ties=[tie.value for tie in row.barring_ties],
            without_proposal=row.without_proposal,
            equal_scores=_said(row.equal_scores),
            tie_break=list(row.tie_break),
            blind=row.blind,
            masked_questions=list(row.masked_questions),
            scorers_each=row.scorers_each,
            collegial=row.collegial,
        )


def export_selections() -> list[dict[str, Any]]:
    rows = Selection.objects.select_related("call").prefetch_related("criteria")
    return [_exported_selection(row) for row in rows.order_by("call__created_at", "pk")]


def _exported_selection(row: Selection) -> dict[str, Any]:
    empty = row.without_proposal == NoProposal.LEAVE_EMPTY
    return said(
        call=row.call.slug,
        places_per_territory=row.places_per_territory,
        highest_score=row.highest_score,
        threshold=plain_number(row.threshold),
        barring_ties=row.barring_ties,
        without_proposal="" if empty else row.without_proposal,
        tie_break=row.tie_break,
        blind=row.blind or None,
        masked_questions=row.masked_questions,
        scorers_each=row.scorers_each,
        collegial=row.collegial or None,
        equal_scores=written(row.equal_scores),
        commission=[written(body) for body in row.bodies],
        criteria=[
            said(
                key=criterion.key,
                weight=plain_number(criterion.weight),
                title=written(criterion.title),
                description=written(criterion.description),
                anchors=[
                    said(score=score, text=written(text)) for score, text in criterion.anchor_lines
                ],
                questions=criterion.questions,
            )
            for criterion in row.criteria.all()
        ],
    )


SECTIONS = [
    Section(
        "calls",
        Annotated[tuple[CallSection, ...], each_once("key"), AfterValidator(_only_calls_above)],
        load_calls,
        export_calls,
        required=False,
        keys=("key",),
    ),
    Section(
        "selection",
        Annotated[tuple[SelectionSection, ...], each_once("call")],
        load_selections,
        export_selections,
        required=False,
    ),
]
