"""The text on which the digest of a sending is computed (C4, C14; docs/adr/0071).

JSON in UTF-8, keys sorted, no blanks between tokens, nothing escaped that UTF-8 can write. `answers` is
what `core.questionnaires` gives for the sheet, with the SHA-256 of each attached file inside it; the rest
says who sent what to which call.
"""

import hashlib
import json
from typing import Any

from calls.models import Submission
from core.questionnaires import queries as questionnaires


def canonical_text(submission: Submission) -> str:
    """The application as it stands, with one spelling only."""
    further = submission.further_territories.values_list("territory__code", flat=True)
    application = {
        "call": submission.call.slug,
        "title": submission.title,
        "network": {"id": str(submission.network_id), "name": submission.network.name},
        "lead": {"id": str(submission.lead_id), "name": submission.lead.name},
        "territory": submission.territory.code,
        "further_territories": sorted(further),
        "channel": submission.channel,
        "form": str(submission.sheet.version_id),
    }
    answers = json.loads(questionnaires.canonical(submission.sheet))
    return dumps({"application": application, "answers": answers})


def dumps(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
