"""Questions on a call for tests."""

from calls.domain.questions import ask_question
from calls.models import Call, PublicQuestion
from core.access import clock
from core.access.models import User
from tests.factories import calls
from tests.factories.calls import DURING


def asked(
    call: Call | None = None, text: str = "Posso rispondere?", *, by: User | None = None,
    email: str = "marta@example.org",
) -> PublicQuestion:  # fmt: skip
    with clock.at(DURING):
        return ask_question(call_id=(call or calls.open_call()).pk, text=text, by=by, email=email)
