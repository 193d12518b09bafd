"""Columns of the tables that come ready. The words are written in both languages here because they
become data of a questionnaire, which its programme may then change."""

from typing import Any

from core.questionnaires.enums import ColumnType, TablePreset

Column = dict[str, Any]


def _column(key: str, kind: ColumnType, it: str, en: str, **more: Any) -> Column:
    return {"key": key, "type": kind.value, "label": {"it": it, "en": en}, **more}


def _choice(key: str, it: str, en: str) -> dict[str, Any]:
    return {"key": key, "label": {"it": it, "en": en}}


PRESETS: dict[TablePreset, list[Column]] = {
    TablePreset.PARTNERS: [
        _column("name", ColumnType.TEXT, "Ente o gruppo", "Organisation or group"),
        _column(
            "role",
            ColumnType.TEXT,
            "Che cosa fa nella rete",
            "What it does in the network",
        ),
        _column(
            "contact", ColumnType.TEXT, "Persona di riferimento", "Contact person", required=False
        ),
    ],
    TablePreset.BUDGET: [
        _column("item", ColumnType.TEXT, "Voce di spesa", "Budget line"),
        _column(
            "requested", ColumnType.MONEY, "Contributo richiesto", "Grant requested", total=True
        ),
        _column(
            "cofinancing",
            ColumnType.MONEY,
            "Cofinanziamento",
            "Co-financing",
            total=True,
            required=False,
        ),
    ],
    TablePreset.ACTIVITIES: [
        _column("what", ColumnType.TEXT, "Attività", "Activity"),
        _column("who", ColumnType.TEXT, "Chi la svolge", "Who does it"),
        _column("starts_on", ColumnType.DATE, "Inizio", "Start"),
        _column("ends_on", ColumnType.DATE, "Fine", "End", required=False),
        _column("result", ColumnType.TEXT, "Risultato atteso", "Expected result", required=False),
    ],
    TablePreset.RESOURCES: [
        _column(
            "kind",
            ColumnType.CHOICE,
            "Natura",
            "Kind",
            choices=[
                _choice("economic", "Economica", "Economic"),
                _choice("logistic", "Logistica", "Logistic"),
                _choice("equipment", "Strumentale", "Equipment"),
                _choice("organisational", "Organizzativa", "Organisational"),
                _choice("professional", "Professionale", "Professional"),
            ],
        ),
        _column("what", ColumnType.TEXT, "Risorsa", "Resource"),
        _column("giver", ColumnType.TEXT, "Chi la mette a disposizione", "Who offers it"),
        _column("quantity", ColumnType.TEXT, "Quantità", "Quantity", required=False),
        _column(
            "value",
            ColumnType.MONEY,
            "Controvalore, se si può stimare",
            "Value in money, if it can be estimated",
            required=False,
            total=True,
        ),
    ],
}
