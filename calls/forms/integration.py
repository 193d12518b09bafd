"""Forms of what is asked, announced, observed and reviewed while applications are examined."""

from __future__ import annotations  # form fields are not generic at run time

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.domain.procedure import RequirementRow, Tick
from calls.enums import Outcome
from calls.forms.rankings import ExcludeForm
from calls.models import ExaminationRule, OutcomeLetter, Requirement, RequirementCheck
from core.questionnaires.models import Question, Section
from core.ui.bilingual import Bilingual, BilingualFormField
from core.ui.forms import DateTimeInput, PortalForm

TEXT_LENGTH = 8000
SPARE = 3
PREFIX = "questions-"
Offered = list[tuple[Section, list[Question]]]


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _SectionField(forms.MultipleChoiceField):
    """One section's questions: none of them need be chosen, and none of the sections is left out."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class IntegrationForm(PortalForm, forms.Form):
    """Which questions reopen, section by section; what is missing; until when."""

    words = forms.CharField(
        label=_("What is missing"),
        max_length=4000,
        widget=_text(6),
        help_text=_(
            "The network reads it: say for each question what you need, and in which form."
        ),
    )
    due_at = forms.DateTimeField(label=_("Answer by"), widget=DateTimeInput)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {
            f"{PREFIX}{section.key}": _SectionField(
                label=str(section.title),
                choices=[(row.key, str(row.label)) for row in rows],
                widget=forms.CheckboxSelectMultiple,
            )
            for section, rows in offered
        }
        self.fields = {**own, **self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["questions"] = [
            key for name, keys in data.items() if name.startswith(PREFIX) for key in keys
        ]
        if not data["questions"] and not self.errors.keys() - {"words", "due_at"}:
            self.add_error(None, _("Choose at least one question to reopen."))
        return data


class IntegrationAnswerForm(PortalForm, forms.Form):
    words = forms.CharField(
        label=_("Note for those who examine it"),
        required=False,
        max_length=4000,
        widget=_text(4),
        help_text=_("Not needed where the answers say it all."),
    )


class IntegrationCancelForm(PortalForm, forms.Form):
    reason = forms.CharField(
        label=_("Why the request is taken back"),
        max_length=2000,
        widget=_text(3),
        help_text=_("The network reads it."),
    )


class FinalExcludeForm(ExcludeForm):
    """The exclusion after its notice; with an answer where the network sent observations."""

    answer = forms.CharField(
        label=_("Why the observations are not enough"),
        max_length=TEXT_LENGTH,
        widget=_text(5),
        help_text=_("The network reads it beside the reasons."),
    )

    def __init__(self, *args: Any, must_answer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not must_answer:
            del self.fields["answer"]


class _StatementForm(PortalForm, forms.Form):
    """A text and the document that proves it: what a network writes to the body."""

    text = forms.CharField(max_length=TEXT_LENGTH, widget=_text(8))
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A document that proves it, if there is one.")
    )

    def send(self, act: Callable[..., object], **said: Any) -> bool:
        """Carry out the verb with what was typed, if it is valid; a refused file is said beside its field."""
        if not self.is_valid():
            return False
        try:
            act(text=self.cleaned_data["text"], upload=self.cleaned_data["file"], **said)
        except ValidationError as error:
            self.add_error("file", error)
            return False
        return True


class ObserveForm(_StatementForm):
    text = forms.CharField(
        label=_("Your observations"),
        max_length=TEXT_LENGTH,
        widget=_text(8),
        help_text=_(
            "Why the application should not be excluded. They are read before the decision."
        ),
    )


class ReviewForm(_StatementForm):
    text = forms.CharField(
        label=_("What you ask, and why"),
        max_length=TEXT_LENGTH,
        widget=_text(8),
        help_text=_("Name the score, the point or the decision that you think is wrong."),
    )


class ReviewAnswerForm(PortalForm, forms.Form):
    accepted = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Accept: a correction of the ranking is due")),
            ("no", _("Reject: the ranking stays as it is")),
        ],
    )
    answer = forms.CharField(
        label=_("Reasons"),
        max_length=TEXT_LENGTH,
        widget=_text(6),
        help_text=_("The network reads them."),
    )


class RequirementsForm(PortalForm, forms.Form):
    """For each requirement whether it holds, and a note; what does not hold needs its note."""

    CHOICES: ClassVar = [
        ("yes", pgettext_lazy("requirement", "holds")),
        ("no", pgettext_lazy("requirement", "does not hold")),
        ("", pgettext_lazy("requirement", "not read yet")),
    ]

    def __init__(
        self,
        *args: Any,
        requirements: list[Requirement],
        found: Mapping[Any, RequirementCheck],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = requirements
        for row in requirements:
            held = found.get(row.pk)
            self.fields[f"{row.key}-holds"] = forms.ChoiceField(
                label=str(row.label),
                choices=self.CHOICES,
                widget=forms.RadioSelect,
                required=False,
                initial="" if held is None else "yes" if held.holds else "no",
            )
            self.fields[f"{row.key}-note"] = forms.CharField(
                label=_("Note: %(requirement)s") % {"requirement": row.label},
                required=False,
                max_length=1000,
                initial=held.note if held else "",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in self.requirements:
            if data.get(f"{row.key}-holds") == "no" and not data.get(f"{row.key}-note"):
                self.add_error(f"{row.key}-note", _("Write what is missing."))
        return data

    def ticks(self) -> dict[str, Tick]:
        said = {"yes": True, "no": False}
        return {
            row.key: Tick(
                said.get(self.cleaned_data[f"{row.key}-holds"]),
                self.cleaned_data[f"{row.key}-note"],
            )
            for row in self.requirements
        }


class ExaminationForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    untouchable = forms.MultipleChoiceField(
        label=_("Questions that are judged on their merit"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No request to complete reopens them: nobody improves what is compared."),
    )
    field_order = (
        "integration_days", "untouchable", "offers_observations", "observation_days",
        "review_days", "shows_comments", "talk",
    )  # fmt: skip

    class Meta:
        model = ExaminationRule
        fields: ClassVar = [
            "integration_days", "offers_observations", "observation_days", "review_days",
            "shows_comments", "talk",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "integration_days": _("At least so long; thirty days at most."),
            "offers_observations": _(
                "The network then has its days to answer before it is excluded."
            ),
            "observation_days": _("Ten at least, from the day on which it is announced."),
            "review_days": _("From the day on which the ranking is approved."),
            "shows_comments": _("Members are told beside the field, before they write."),
            "talk": _("For those not selected: how a talk on the result is agreed, and with whom."),
        }

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["untouchable"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(row.key, str(row.label)) for row in questions]
        self.initial["untouchable"] = self.instance.untouchable
        if not field.choices:
            del self.fields["untouchable"]

    def validate_constraints(self) -> None:
        """The fields say it in people's words."""


class RequirementForm(PortalForm, forms.Form):
    """One requirement; an empty form is none."""

    label = BilingualFormField(label=_("Requirement"), max_length=300, required=False)
    key = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)


def requirement_forms(
    held: list[Requirement], data: Mapping[str, Any] | None = None
) -> list[RequirementForm]:
    """One form for each requirement, and a few empty ones."""
    initial: list[dict[str, Any]] = [{"label": row.label, "key": row.key} for row in held]
    posted = sum(name.startswith("requirement-") and name.endswith("-key") for name in data or {})
    initial += [{} for _spare in range(max(SPARE, posted - len(initial)))]
    return [
        RequirementForm(data, prefix=f"requirement-{index}", initial=values)
        for index, values in enumerate(initial)
    ]


def read_requirements(forms_: list[RequirementForm]) -> list[RequirementRow] | None:
    """What was typed; None if some form is not valid."""
    # Every form is asked, so that each shows its own errors.
    if not all([form.is_valid() for form in forms_]):  # noqa: C419 - see above
        return None
    rows: list[RequirementRow] = []
    for form in forms_:
        label = form.cleaned_data.get("label")
        if not label:
            continue
        taken = {row.key for row in rows}
        spare = (f"requisito-{number}" for number in range(1, len(forms_) + 2))
        own = {form.initial.get("key") for form in forms_}
        key = form.cleaned_data["key"] or next(
            key for key in spare if key not in taken and key not in own
        )
        rows.append(RequirementRow(key, label))
    return rows


class LettersForm(PortalForm, forms.Form):
    """The call's own paragraph in the letter of each outcome."""

    def __init__(self, *args: Any, held: Mapping[str, OutcomeLetter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for outcome in Outcome:
            row = held.get(outcome.value)
            self.fields[outcome.value] = BilingualFormField(
                label=_("To the proposals: %(outcome)s") % {"outcome": outcome.label},
                multiline=True,
                required=False,
                initial=row.words if row else None,
            )

    def words(self) -> dict[Outcome, Bilingual]:
        return {outcome: self.cleaned_data.get(outcome.value) or Bilingual() for outcome in Outcome}
