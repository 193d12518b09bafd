"""Who answered which call: what the parts above start from."""

from django.db.models import Exists, OuterRef, QuerySet

from calls.enums import CallKind, SubmissionState
from calls.models import Call, Submission
from core.people.models import Network


def answered_calls() -> QuerySet[Call]:
    """Calls to which at least one network sent an application and did not withdraw it, newest first."""
    sent = _answers().filter(call=OuterRef("pk"))
    return Call.objects.filter(Exists(sent)).order_by("-last_closes_at", "-pk")


def latest_answered(kind: CallKind) -> Call | None:
    """The call of this kind, with answers, that closed or closes last."""
    return answered_calls().filter(kind=kind).first()


def networks_that_answered(call: Call) -> QuerySet[Network]:
    """Networks with an application to this call that was sent and not withdrawn."""
    answers = _answers().filter(call=call, network=OuterRef("pk"))
    return Network.objects.filter(Exists(answers)).order_by("name", "pk")


def _answers() -> QuerySet[Submission]:
    return Submission.objects.filter(submitted_at__isnull=False).exclude(
        state=SubmissionState.WITHDRAWN
    )
