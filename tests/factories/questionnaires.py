"""Forms and sheets for tests, made by the real verbs."""

from typing import Any

from core.access.models import User
from core.questionnaires.domain.sheets import save_answers, start_sheet
from core.questionnaires.domain.versions import create_questionnaire, publish_version
from core.questionnaires.models import AnswerSheet, Version
from core.questionnaires.spec import QuestionnaireSpec

IDEA: dict[str, Any] = {
    "key": "idea",
    "title": {"it": "Raccolta di idee", "en": "Call for ideas"},
    "sections": [
        {
            "key": "network",
            "title": {"it": "Chi siete", "en": "Who you are"},
            "minutes": 5,
            "questions": [
                {
                    "key": "tax_code",
                    "type": "text",
                    "label": {"it": "Codice fiscale", "en": "Tax code"},
                    "ask_once": "organisation.codice_fiscale",
                    "limits": {"max_chars": 16},
                },
                {
                    "key": "with_partners",
                    "type": "yes_no",
                    "label": {"it": "Avete partner?", "en": "Do you have partners?"},
                },
                {
                    "key": "partners",
                    "type": "table",
                    "preset": "partners",
                    "label": {"it": "Partner", "en": "Partners"},
                    "condition": {"question": "with_partners", "value": True},
                    "limits": {"max_rows": 5},
                },
            ],
        },
        {
            "key": "idea",
            "title": {"it": "L'idea", "en": "The idea"},
            "intro": {"it": "Racconta l'idea.", "en": "Tell the idea."},
            "minutes": 20,
            "questions": [
                {
                    "key": "need",
                    "type": "long_text",
                    "label": {"it": "Bisogno", "en": "Need"},
                    "help": {"it": "A chi serve?", "en": "Whom does it serve?"},
                    "limits": {"max_words": 400},
                    "scoring_hint": {"it": "Guarda la chiarezza", "en": "Look at clarity"},
                },
                {
                    "key": "themes",
                    "type": "multiple_choice",
                    "label": {"it": "Temi", "en": "Themes"},
                    "choices": [
                        {"key": "food", "label": {"it": "Cibo", "en": "Food"}},
                        {"key": "school", "label": {"it": "Scuola", "en": "School"}},
                        {"key": "other", "label": {"it": "Altro", "en": "Other"}},
                    ],
                },
                {
                    "key": "other_theme",
                    "type": "text",
                    "label": {"it": "Quale altro tema?", "en": "Which other theme?"},
                    "condition": {
                        "question": "themes",
                        "comparison": "contains",
                        "value": "other",
                    },
                },
                {
                    "key": "people",
                    "type": "number",
                    "label": {"it": "Persone coinvolte", "en": "People involved"},
                    "limits": {"min_value": 1, "decimals": 0},
                    "unit": "persone",
                },
                {"key": "starts_on", "type": "date", "label": "Inizio", "required": False},
                {
                    "key": "place",
                    "type": "choice",
                    "label": {"it": "Dove", "en": "Where"},
                    "required": False,
                    "choices": [
                        {"key": "indoors", "label": {"it": "Al chiuso", "en": "Indoors"}},
                        {"key": "outdoors", "label": {"it": "All'aperto", "en": "Outdoors"}},
                    ],
                },
            ],
        },
        {
            "key": "budget",
            "title": {"it": "Le risorse", "en": "Resources"},
            "questions": [
                {"key": "cost", "type": "money", "label": "Costo", "required": False},
                {
                    "key": "lines",
                    "type": "table",
                    "preset": "budget",
                    "label": {"it": "Voci di spesa", "en": "Budget lines"},
                    "required": False,
                    "limits": {"max_total": 30000},
                },
                {
                    "key": "letter",
                    "type": "file",
                    "label": {"it": "Lettera", "en": "Letter"},
                    "required": False,
                    "limits": {"max_files": 2, "kinds": ["pdf"]},
                },
            ],
        },
    ],
}
COMPLETE: dict[str, Any] = {
    "tax_code": "97500000015",
    "with_partners": "no",
    "need": "Spazi dove incontrarsi",
    "themes": ["food"],
    "people": "40",
}


def idea_spec() -> QuestionnaireSpec:
    return QuestionnaireSpec.model_validate(IDEA)


def published_version(by: User, spec: QuestionnaireSpec | None = None) -> Version:
    version = create_questionnaire(spec or idea_spec(), by=by)
    return publish_version(version_id=version.pk, by=by)


def sheet(by: User, *, answers: dict[str, Any] | None = None) -> AnswerSheet:
    """A sheet of the call for ideas on a published version; with `answers`, saved by `by`."""
    made = start_sheet(published_version(by))
    if answers:
        save_answers(made.pk, answers, 0, by=by)
        made.refresh_from_db()
    return made
