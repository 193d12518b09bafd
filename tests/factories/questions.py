"""Questions on a call for tests."""

from calls.domain.questions import ask_question
from calls.enums import QuestionState
from calls.models import Call, PublicQuestion
from core.access import clock
from core.access.models import User
from core.ui.bilingual import Bilingual
from tests.factories import calls
from tests.factories.calls import DURING


def asked(
    call: Call | None = None, text: str = "Posso rispondere?", *, by: User | None = None,
    email: str = "marta@example.org",
) -> PublicQuestion:  # fmt: skip
    with clock.at(DURING):
        return ask_question(call_id=(call or calls.open_call()).pk, text=text, by=by, email=email)


def many(call: Call, person: User, numbers: range) -> None:
    """Answered questions, made in bulk."""
    now = clock.now()
    PublicQuestion.objects.bulk_create(
        PublicQuestion(
            call=call, text=f"Quesito {number}", asker=person, asked_at=now,
            state=QuestionState.ANSWERED, answered_at=now, answered_by=person,
            wording=Bilingual(it=f"Quesito {number}"), answer=Bilingual(it="Sì."),
        )
        for number in numbers
    )  # fmt: skip
