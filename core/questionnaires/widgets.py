"""Inputs that Django lacks: several files with what is attached already, and a table of typed rows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.questionnaires.enums import ColumnType
from core.questionnaires.spec import ColumnSpec, QuestionSpec
from core.ui.forms import DateInput

BLANK_ROWS = 1
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class FilesWidget(forms.ClearableFileInput):
    """The files attached, each with a box to take it away, and an input for more."""

    template_name = "questionnaires/widgets/files.html"
    allow_multiple_selected = True
    use_fieldset = True

    def __init__(self, attached: list[dict[str, Any]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.attached = attached

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        return {**context, "attached": self.attached, "remove_name": f"{name}-remove"}


class TableWidget(forms.Widget):
    """Rows of typed cells, with a blank row at the end and a button for more; it needs no script.

    Names: `<question>-<row>-<column>`, `<question>-<row>-remove`, and `<question>-rows`, their number.
    """

    template_name = "questionnaires/widgets/table.html"
    use_fieldset = True

    def __init__(self, spec: QuestionSpec, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.spec = spec

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        filled = [row for row in value or [] if isinstance(row, Mapping)]
        most = self.spec.limits.max_rows
        blank = BLANK_ROWS if most is None or len(filled) < most else 0
        rows = [*filled, *({} for _blank in range(blank))]
        disabled = bool(context["widget"]["attrs"].get("disabled"))
        return {
            **context,
            "columns": self.spec.columns,
            "rows": [self._row(name, number, row, disabled) for number, row in enumerate(rows)],
            "count": len(rows),
            "may_add": (most is None or len(rows) < most) and not disabled,
            "most": most,
        }

    def _row(
        self, name: str, number: int, row: Mapping[str, Any], disabled: bool
    ) -> dict[str, Any]:
        cells = []
        for column in self.spec.columns:
            cell_name = f"{name}-{number}-{column.key}"
            widget = cell_widget(column)
            look = "form-select" if isinstance(widget, forms.Select) else "form-control"
            attrs = {"id": f"id_{cell_name}", "class": look}
            if disabled:
                attrs["disabled"] = "disabled"
            html = widget.render(cell_name, cell_text(column, row.get(column.key)), attrs)
            cells.append({"column": column, "id": attrs["id"], "html": html})
        return {
            "number": number + 1,
            "cells": cells,
            "is_filled": bool(row),
            "remove": f"{name}-{number}-remove",
        }

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[dict[str, Any]]:
        """The rows as typed, without those to be taken away."""
        try:
            count = min(int(data.get(f"{name}-rows") or 0), 500)
        except ValueError:
            count = 0
        return [
            {column.key: data.get(f"{name}-{number}-{column.key}") for column in self.spec.columns}
            for number in range(count)
            if not data.get(f"{name}-{number}-remove")
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-rows" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-{self.spec.columns[0].key}"


def cell_widget(column: ColumnSpec) -> forms.Widget:
    match column.type:
        case ColumnType.CHOICE:
            # As text: Django takes a mapping for a group of options.
            options = [(choice.key, str(choice.label)) for choice in column.choices]
            return forms.Select(choices=[("", "—"), *options])
        case ColumnType.YES_NO:
            return forms.Select(choices=[("", "—"), *YES_NO])
        case ColumnType.DATE:
            return DateInput()
        case ColumnType.MONEY | ColumnType.NUMBER:
            return forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        case _:
            return forms.TextInput({"dir": "auto"})


def cell_text(column: ColumnSpec, value: Any) -> str:
    """A stored cell as it is typed again; what could not be read comes back as it was."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.type in {ColumnType.MONEY, ColumnType.NUMBER}:
        return typed_number(value)
    return "" if value is None else str(value)


def typed_number(value: Any) -> str:
    """ "1234.50" as an Italian writes it: "1234,50"."""
    text = "" if value is None else str(value)
    return text.replace(".", ",") if text.replace(".", "", 1).lstrip("-").isdigit() else text
