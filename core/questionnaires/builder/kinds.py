"""The kinds of question that a person chooses among, with what each is good for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.questionnaires.enums import QuestionType, TablePreset


@dataclass(frozen=True)
class KindOfQuestion:
    """`name` is what the address carries: "text", "table-budget"."""

    type: QuestionType
    hint: Promise
    preset: str = ""

    @property
    def name(self) -> str:
        return f"{self.type.value}-{self.preset}" if self.preset else self.type.value

    @property
    def label(self) -> str:
        return str(TablePreset(self.preset).label if self.preset else self.type.label)


KINDS = (
    KindOfQuestion(QuestionType.TEXT, _("One line: a name, an address, a title.")),
    KindOfQuestion(
        QuestionType.LONG_TEXT, _("Paragraphs, with bold and lists; give it a limit of words.")
    ),
    KindOfQuestion(QuestionType.YES_NO, _("The simplest question; others can depend on it.")),
    KindOfQuestion(QuestionType.CHOICE, _("One answer of a short list.")),
    KindOfQuestion(QuestionType.MULTIPLE_CHOICE, _("Any number of answers of a list.")),
    KindOfQuestion(QuestionType.NUMBER, _("How many, with a unit and bounds.")),
    KindOfQuestion(QuestionType.MONEY, _("Euro, with two figures for the cents.")),
    KindOfQuestion(QuestionType.DATE, _("A day of the calendar.")),
    KindOfQuestion(QuestionType.FILE, _("Attachments, of the kinds and size that you say.")),
    KindOfQuestion(QuestionType.TABLE, _("Who takes part, one a row."), TablePreset.PARTNERS.value),
    KindOfQuestion(
        QuestionType.TABLE, _("What is spent, with its sums."), TablePreset.BUDGET.value
    ),
    KindOfQuestion(
        QuestionType.TABLE, _("What is done, by whom and when."), TablePreset.ACTIVITIES.value
    ),
    KindOfQuestion(
        QuestionType.TABLE,
        _("Economic, logistic, equipment, organisational, professional."),
        TablePreset.RESOURCES.value,
    ),
    KindOfQuestion(QuestionType.TABLE, _("Rows with columns of your own.")),
)


def kind_named(name: str) -> KindOfQuestion | None:
    return next((kind for kind in KINDS if kind.name == name), None)
