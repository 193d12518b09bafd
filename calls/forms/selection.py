"""The rule by which a call's answers are compared, as facilitators write it while the call is a draft."""

from __future__ import annotations  # form fields are not generic at run time

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.template.defaultfilters import slugify
from django.utils.translation import gettext_lazy as _

from calls.domain.selections import CriterionRow
from calls.enums import BarringTie
from calls.models import Criterion, Selection
from core.ui.bilingual import Bilingual, BilingualFormField
from core.ui.forms import PortalForm

SPARE = 3
KEY_LENGTH = 40


class SelectionForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    barring_ties = forms.MultipleChoiceField(
        label=_("Ties that keep a member from scoring"),
        choices=BarringTie.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Belonging to the network, kin and mentorship always do."),
    )
    field_order = (
        "highest_score", "threshold", "places_per_territory", "without_proposal", "barring_ties",
        "equal_scores",
    )  # fmt: skip
    units: ClassVar = {"threshold": "/100"}

    class Meta:
        model = Selection
        fields: ClassVar = [
            "highest_score", "threshold", "places_per_territory", "without_proposal",
            "equal_scores", "barring_ties",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "equal_scores": _("In words, as the call says it: everybody reads it."),
        }

    def validate_constraints(self) -> None:
        """The fields say it in people's words."""


class CriterionForm(PortalForm, forms.Form):
    """One criterion; an empty form is none."""

    title = BilingualFormField(label=_("Criterion"), max_length=200, required=False)
    description = BilingualFormField(
        label=_("What is looked at"),
        multiline=True,
        required=False,
        help_text=_("Members read it beside the score, applicants on the call's page."),
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
    key = forms.SlugField(required=False, max_length=KEY_LENGTH, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        title, weight = data.get("title"), data.get("weight")
        if title and weight is None and "weight" not in self.errors:
            self.add_error("weight", _("How much does this criterion weigh?"))
        if not title and weight is not None and "title" not in self.errors:
            self.add_error("title", _("What does this weight belong to?"))
        return data


def criterion_forms(
    selection: Selection | None, data: Mapping[str, Any] | None = None
) -> list[CriterionForm]:
    """One form for each criterion, and a few empty ones."""
    held = list(selection.criteria.all()) if selection else []
    order = list(selection.tie_break) if selection else []
    initial = [_initial(row, order) for row in held] + [{} for _spare in range(SPARE)]
    count = max(len(initial), _posted(data))
    initial += [{} for _more in range(count - len(initial))]
    return [
        CriterionForm(data, prefix=f"criterion-{index}", initial=values)
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
        rows.append(CriterionRow(key, said["title"], said["weight"], said["description"]))
        if said["decides"]:
            decides.append((said["decides"], len(rows), key))
    return rows, [key for _order, _place, key in sorted(decides)]


def _new_key(title: Bilingual, taken: set[str]) -> str:
    """An address-like word of the Italian title: "inclusione", or "inclusione-2" if there is one."""
    base = slugify(title["it"])[: KEY_LENGTH - 4].strip("-") or "criterio"
    tries = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in tries if key not in taken)
