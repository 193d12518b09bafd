"""The receipt as PDF: what the worker prints, in both languages."""

import pytest
from django.template.loader import get_template
from django.utils import translation

from calls.pdf import receipt as receipt_context
from core.documents.drawing import draw
from core.ui.pieces import Brand
from tests.factories import calls


@pytest.mark.rule("C4")
@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.usefixtures("programme")
def test_the_receipt_is_drawn_with_number_and_digest(language: str) -> None:
    _submission, receipt = calls.sent(calls.open_call())
    with translation.override(language):
        context = receipt_context(receipt.pk, language)
        given = {"brand": Brand("Prova"), "verify_url": context["footer"].verify_url}
        html = get_template("calls/pdf/receipt.html").render({**context, **given})
    assert receipt.number in html
    assert receipt.sha256 in html
    assert draw(html).startswith(b"%PDF")
