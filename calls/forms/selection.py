"""The rule by which a call's answers are compared, as facilitators write it while the call is a draft."""

from __future__ import annotations  # form fields are not generic at run time

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from calls.domain.selections import CriterionRow
from calls.enums import BarringTie
from calls.models import Call, Criterion, Selection
from core.questionnaires import readable
from core.ui.bilingual import LANGUAGES, Bilingual, BilingualFormField
from core.ui.forms import PortalForm

SPARE = 6
"""Empty criteria offered, all but the first folded."""
KEY_LENGTH = 40


class SelectionForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    barring_ties = forms.MultipleChoiceField(
        label=_("Ties that keep a member from scoring"),
        choices=BarringTie.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Belonging to the network, kin and mentorship always do."),
    )
    masked_questions = forms.MultipleChoiceField(
        label=_("Questions that tell who answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where names are hidden these answers are too, and every file."),
    )
    field_order = (
        "highest_score", "threshold", "places_per_territory", "without_proposal", "scorers_each",
        "collegial", "blind", "masked_questions", "barring_ties", "equal_scores",
    )  # fmt: skip
    units: ClassVar = {"threshold": "/100"}

    class Meta:
        model = Selection
        fields: ClassVar = [
            "highest_score", "threshold", "places_per_territory", "without_proposal",
            "equal_scores", "barring_ties", "blind", "masked_questions", "scorers_each", "collegial",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "blind": _("Until a member's own card is in, a code stands for number and network."),
            "scorers_each": _(
                "Empty: the chair and every member. With a number the chair draws who scores what."
            ),
            "collegial": _("The commission agrees on one card, which the chair hands in."),
            "equal_scores": _("In words, as the call says it: everybody reads it."),
        }

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["masked_questions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = _questions_of(call)
        if not field.choices:
            del self.fields["masked_questions"]

    def validate_constraints(self) -> None:
        """The fields say it in people's words."""


def _questions_of(call: Call) -> list[tuple[str, str]]:
    if call.version is None:
        return []
    return readable.columns(call.version, get_language() or "it")


class CriterionForm(PortalForm, forms.Form):
    """One criterion; an empty form is none."""

    title = BilingualFormField(label=_("Criterion"), max_length=200, required=False)
    description = BilingualFormField(
        label=_("What is looked at"),
        multiline=True,
        required=False,
        help_text=_("Members read it beside the score, applicants on the call's page."),
    )
    anchors = BilingualFormField(
        label=_("What the scores mean"),
        multiline=True,
        required=False,
        help_text=_(
            "One line for each score that you explain, such as “4: the need is described”."
        ),
    )
    weight = forms.DecimalField(
        label=_("Weight"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        help_text=_("The weights together make 100."),
    )
    decides = forms.IntegerField(
        label=_("With equal totals it decides"),
        required=False,
        min_value=1,
        help_text=_("1 for the first criterion to look at, 2 for the next; empty for none."),
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions that it judges"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They can't be taken out of the form unnoticed."),
    )
    key = forms.SlugField(required=False, max_length=KEY_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["questions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(offered)
        if not offered:
            del self.fields["questions"]

    @property
    def is_blank(self) -> bool:
        """Nothing kept and nothing typed: it may stay folded."""
        return not self.initial and not self.errors and not self.has_changed()

    def clean_anchors(self) -> tuple[tuple[int, Bilingual], ...]:
        return read_anchors(self.cleaned_data["anchors"] or Bilingual())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        title, weight = data.get("title"), data.get("weight")
        if title and weight is None and "weight" not in self.errors:
            self.add_error("weight", _("How much does this criterion weigh?"))
        if not title and weight is not None and "title" not in self.errors:
            self.add_error("title", _("What does this weight belong to?"))
        return data


def read_anchors(text: Bilingual) -> tuple[tuple[int, Bilingual], ...]:
    """“4: the need is described”, line by line. Raises ValidationError for a line without its score."""
    found: dict[int, dict[str, str]] = {}
    for language, lines in text.items():
        for line in filter(str.strip, lines.splitlines()):
            points, colon, words = line.partition(":")
            if not colon or not points.strip().isdecimal() or not words.strip():
                message = _("Begin each line with its score and a colon: “%(line)s”.")
                raise ValidationError(message, params={"line": line.strip()[:60]}, code="anchor")
            found.setdefault(int(points), {})[language] = words.strip()
    return tuple((points, Bilingual(words)) for points, words in sorted(found.items()))


def write_anchors(row: Criterion) -> Bilingual:
    """The same as it was typed."""
    return Bilingual(
        {
            language: "\n".join(
                f"{points}: {text[language]}"
                for points, text in row.anchor_lines
                if text.get(language)
            )
            for language in LANGUAGES
        }
    )


def criterion_forms(
    selection: Selection | None, data: Mapping[str, Any] | None = None, *, call: Call
) -> list[CriterionForm]:
    """One form for each criterion, and a few empty ones."""
    offered = _questions_of(call)
    held = list(selection.criteria.all()) if selection else []
    order = list(selection.tie_break) if selection else []
    initial = [_initial(row, order) for row in held] + [{} for _spare in range(SPARE)]
    count = max(len(initial), _posted(data))
    initial += [{} for _more in range(count - len(initial))]
    return [
        CriterionForm(data, prefix=f"criterion-{index}", initial=values, offered=offered)
        for index, values in enumerate(initial)
    ]


def _initial(row: Criterion, order: list[str]) -> dict[str, Any]:
    decides = order.index(row.key) + 1 if row.key in order else None
    return {
        "title": row.title,
        "description": row.description,
        "weight": row.weight,
        "key": row.key,
        "decides": decides,
        "anchors": write_anchors(row),
        "questions": row.questions,
    }


def _posted(data: Mapping[str, Any] | None) -> int:
    return sum(name.endswith("-weight") for name in data or {})


def read_criteria(forms_: list[CriterionForm]) -> tuple[list[CriterionRow], list[str]] | None:
    """The criteria that were typed and the keys that break ties; None if some form is not valid."""
    # Every form is asked, so that each shows its own errors.
    if not all([form.is_valid() for form in forms_]):  # noqa: C419 - see above
        return None
    rows: list[CriterionRow] = []
    decides: list[tuple[int, int, str]] = []
    for form in forms_:
        said = form.cleaned_data
        if not said.get("title"):
            continue
        key = said["key"] or _new_key(said["title"], {row.key for row in rows})
        rows.append(
            CriterionRow(
                key,
                said["title"],
                said["weight"],
                said["description"],
                said["anchors"],
                tuple(said.get("questions", ())),
            )
        )
        if said["decides"]:
            decides.append((said["decides"], len(rows), key))
    return rows, [key for _order, _place, key in sorted(decides)]


def _new_key(title: Bilingual, taken: set[str]) -> str:
    """An address-like word of the Italian title: "inclusione", or "inclusione-2" if there is one."""
    base = slugify(title["it"])[: KEY_LENGTH - 4].strip("-") or "criterio"
    tries = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in tries if key not in taken)
