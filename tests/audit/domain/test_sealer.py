"""Numbers without gaps, whoever seals and however often."""

import threading

import pytest

from core.access.scope import open_programme
from core.audit.domain import sealer
from core.audit.domain.register import record
from core.audit.domain.sealer import seal_programme
from core.audit.domain.verifier import verify
from core.audit.enums import Verb
from core.audit.models import Entry, Seal, Unsealed
from core.audit.queries import programmes_to_seal, public_digest
from core.audit.tasks import seal, sweep_seals
from core.programmes.models import Programme
from tests.factories import programmes
from tests.factories.people import user
from tests.races import together


def test_chains_from_one(programme: Programme) -> None:
    entries = [record(programme, Verb.CHANGE, by=None, data={"n": n}) for n in range(3)]
    assert seal_programme(programme.pk) == 3
    seals = list(Seal.objects.order_by("number"))
    assert [seal.number for seal in seals] == [1, 2, 3]
    assert [seal.entry_id for seal in seals] == [entry.pk for entry in entries]
    assert [seal.previous for seal in seals] == ["", seals[0].hash, seals[1].hash]
    assert public_digest().hash == seals[2].hash
    assert verify().flaws == []


def test_goes_on_from_the_last_seal(programme: Programme) -> None:
    record(programme, Verb.CREATE, by=None)
    seal_programme(programme.pk)
    record(programme, Verb.CHANGE, by=None)
    assert seal_programme(programme.pk) == 1
    assert seal_programme(programme.pk) == 0
    assert [seal.number for seal in Seal.objects.order_by("number")] == [1, 2]


def test_before_the_first_seal_the_digest_is_empty(programme: Programme) -> None:
    digest = public_digest()
    assert (digest.number, digest.hash, digest.at) == (0, "", None)


def test_seals_more_than_a_batch(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "BATCH", 2)
    for _ in range(5):
        record(programme, Verb.CHANGE, by=None)
    assert seal_programme(programme.pk) == 5
    assert verify().flaws == []


def test_each_programme_counts_for_itself(db: None) -> None:
    first, second = (programmes.programme(slug=slug, name=slug) for slug in ("uno", "due"))
    for made in (first, second):
        with open_programme(made.pk):
            record(made, Verb.CREATE, by=None)
    assert set(programmes_to_seal()) == {first.pk, second.pk}
    sweep_seals()
    assert programmes_to_seal() == []
    for made in (first, second):
        with open_programme(made.pk):
            assert public_digest().number == 1


def test_concurrent_acts_of_one_person_never_wait_for_each_other(
    committed_programme: Programme,
) -> None:
    """Each act records, then waits for the other to have recorded before it commits."""
    ada, both_recorded = user(), threading.Barrier(2)

    def act() -> None:
        with open_programme(committed_programme.pk):
            record(committed_programme, Verb.CHANGE, by=ada)
            both_recorded.wait(10)

    assert together(act, act) == []
    with open_programme(committed_programme.pk):
        assert Entry.objects.count() == 2


def test_two_sealers_give_each_entry_one_number(committed_programme: Programme) -> None:
    key = committed_programme.pk

    def act() -> None:
        for _ in range(10):
            with open_programme(key):
                record(committed_programme, Verb.CHANGE, by=None)
            seal(str(key))

    assert together(act, act, act, lambda: seal(str(key)), lambda: seal(str(key))) == []
    seal(str(key))
    with open_programme(key):
        numbers = list(Seal.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, 31))
        assert not Unsealed.objects.exists()
        assert verify().flaws == []


def test_an_entry_committed_late_takes_a_later_number(committed_programme: Programme) -> None:
    """The order of the chain is that of the seals: nobody holds up the others by committing late."""
    key, written, go_on = committed_programme.pk, threading.Event(), threading.Event()

    def slow() -> None:
        with open_programme(key):
            record(committed_programme, Verb.CHANGE, by=None, data={"who": "slow"})
            written.set()
            go_on.wait(10)

    def quick() -> None:
        written.wait(10)
        with open_programme(key):
            record(committed_programme, Verb.CHANGE, by=None, data={"who": "quick"})
        seal(str(key))
        go_on.set()

    assert together(slow, quick) == []
    seal(str(key))
    with open_programme(key):
        order = Seal.objects.order_by("number").values_list("entry__data__who", flat=True)
        assert list(order) == ["quick", "slow"]
        assert verify().flaws == []
