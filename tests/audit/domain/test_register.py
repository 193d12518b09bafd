"""An act and its entry are one."""

from core.audit.domain.register import record
from core.audit.domain.sealer import seal_programme
from core.audit.domain.verifier import verify
from core.audit.enums import Verb
from core.audit.queries import history_of, public_digest
from core.programmes.models import Programme
from tests.factories.people import user


def test_says_what_was_done_and_by_whom(programme: Programme) -> None:
    ada = user()
    record(programme, Verb.PUBLISH, by=ada, data={"state": "public", "number": 3})
    (event,) = history_of(programme)
    assert (event.verb, event.actor, event.data) == (
        Verb.PUBLISH,
        ada,
        {"state": "public", "number": 3},
    )


def test_seals_and_verifies(programme: Programme) -> None:
    for number in range(3):
        record(programme, Verb.CHANGE, by=None, data={"number": number})
    assert seal_programme(programme.pk) == 3
    assert public_digest().number == 3
    assert verify().flaws == []
