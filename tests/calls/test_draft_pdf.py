"""The draft as PDF: what the worker prints, with the fingerprint of what would be sent."""

import pytest
from django.template.loader import get_template
from django.utils import translation

from calls.domain.draft_comments import write_comment
from calls.domain.submissions import save_section, submit_submission
from calls.draft_pdf import draft as draft_context
from core.documents.drawing import draw
from core.ui.pieces import Brand
from tests.factories import calls


@pytest.mark.rule("C15")
@pytest.mark.usefixtures("programme")
def test_the_draft_is_drawn_with_the_digest_of_what_would_be_sent() -> None:
    draft = calls.ready(calls.open_call())
    draft.sheet.refresh_from_db()
    save_section(
        submission_id=draft.pk,
        section_key="idea",
        answers={"need": f"\U0001f331 \u0645\u0631\u062d\u0628\u0627 {'a' * 3000}"},
        base_revision=draft.sheet.revision,
        by=draft.started_by,
    )
    write_comment(
        submission_id=draft.pk, section="idea", text="Non si invia mai", by=draft.started_by
    )
    with translation.override("it"):
        context = draft_context(draft.pk, "it")
        given = {"brand": Brand("Prova"), "verify_url": "", "number": ""}
        html = get_template("calls/pdf/draft.html").render({**context, **given})
    assert draft.title in html
    assert "Non si invia mai" not in html
    assert draw(html).startswith(b"%PDF")
    receipt = submit_submission(submission_id=draft.pk, by=draft.started_by)
    assert context["digest"] == receipt.sha256
    assert context["filename"].endswith(receipt.sha256[:32])
