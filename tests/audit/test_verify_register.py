"""`verify_register` tells when somebody with every right has touched the register."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.access.scope import open_programme
from core.audit.models import Seal
from core.audit.queries import public_digest
from core.programmes.models import Programme
from tests.audit.conftest import Tamper

WITHOUT_REFERENCES = """
DO $$ DECLARE found record; BEGIN
    FOR found IN SELECT conname, conrelid::regclass AS held_by FROM pg_constraint
        WHERE contype = 'f' AND confrelid = 'audit_entry'::regclass
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.held_by, found.conname); END LOOP;
END $$
"""
ENTRY_2 = "(SELECT entry_id FROM audit_seal WHERE number = 2)"
ENTRY_3 = "(SELECT entry_id FROM audit_seal WHERE number = 3)"


def verified(*args: str) -> str:
    out = StringIO()
    try:
        call_command("verify_register", *args, stdout=out, no_color=True)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def test_a_whole_register_passes(sealed_programme: Programme) -> None:
    said = verified("prova")
    assert "prova: 5 sealed, 0 waiting" in said
    assert "The register is whole." in said


def test_without_a_name_it_reads_every_programme(sealed_programme: Programme) -> None:
    from tests.factories.programmes import programme

    programme(slug="altro", name="Altro")
    said = verified()
    assert "altro: 0 sealed" in said
    assert "prova: 5 sealed" in said


@pytest.mark.parametrize(
    ("statements", "complaint"),
    [
        ([f"UPDATE audit_entry SET verb = 'approve' WHERE id = {ENTRY_3}"], "3: its entry"),
        ([f"UPDATE audit_entry SET data = '{{}}' WHERE id = {ENTRY_3}"], "3: its entry"),
        (
            [f"UPDATE audit_entry SET at = at - interval '1 day' WHERE id = {ENTRY_3}"],
            "3: its entry",
        ),
        (
            [f"UPDATE audit_entry SET actor = gen_random_uuid() WHERE id = {ENTRY_3}"],
            "3: its entry",
        ),
        (
            [f"UPDATE audit_entry SET object_id = gen_random_uuid() WHERE id = {ENTRY_3}"],
            "3: its entry",
        ),
        (["UPDATE audit_seal SET hash = repeat('a', 64) WHERE number = 5"], "5: its entry"),
        (
            ["UPDATE audit_seal SET hash = repeat('a', 64) WHERE number = 2"],
            "3: does not follow the seal before it",
        ),
        (["DELETE FROM audit_seal WHERE number = 3"], "3: missing: the next seal is number 4"),
        (["DELETE FROM audit_seal WHERE number = 5"], "has lost its seal"),
        (["DELETE FROM audit_seal WHERE number = 1"], "1: missing: the next seal is number 2"),
        (
            [WITHOUT_REFERENCES, f"DELETE FROM audit_entry WHERE id = {ENTRY_3}"],
            "is missing",
        ),
        (
            [
                "ALTER TABLE audit_seal DROP CONSTRAINT seal_one_per_entry",
                f"UPDATE audit_seal SET entry_id = {ENTRY_2} WHERE number = 3",
            ],
            "3: its entry",
        ),
        (
            [
                "ALTER TABLE audit_seal DROP CONSTRAINT seal_number_once",
                "UPDATE audit_seal SET number = 5 - number + 1 WHERE number IN (2, 4)",
            ],
            "2: does not follow the seal before it",
        ),
    ],
    ids=[
        "verb",
        "data",
        "instant",
        "actor",
        "object",
        "last hash",
        "hash",
        "seal removed",
        "last seal removed",
        "first seal removed",
        "entry removed",
        "entry swapped",
        "reordered",
    ],
)
def test_a_touched_register_is_told(
    sealed_programme: Programme, tamper: Tamper, statements: list[str], complaint: str
) -> None:
    tamper(*statements)
    said = verified("prova")
    assert complaint in said
    assert "The register is not whole" in said


def test_a_chain_cut_at_its_end_is_told_by_a_digest_noted_earlier(
    sealed_programme: Programme, tamper: Tamper
) -> None:
    with open_programme(sealed_programme.pk):
        noted = public_digest()
        last = Seal.objects.get(number=5).entry_id
    tamper(
        WITHOUT_REFERENCES,
        "DELETE FROM audit_seal WHERE number = 5",
        f"DELETE FROM audit_entry WHERE id = '{last}'",
    )
    assert "The register is whole." in verified("prova")
    said = verified("prova", "--expect", f"{noted.number}:{noted.hash}")
    assert "cut or written anew" in said


def test_the_digest_that_still_stands_is_found(sealed_programme: Programme) -> None:
    with open_programme(sealed_programme.pk):
        noted = public_digest()
    assert "whole" in verified("prova", "--expect", f"{noted.number}:{noted.hash}")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nessuno"], "There is no programme"),
        (["--expect", "5:abc"], "name it"),
        (["prova", "--expect", "cinque"], "is not a digest"),
    ],
)
def test_bad_questions_are_refused(
    sealed_programme: Programme, args: list[str], words: str
) -> None:
    assert words in verified(*args)
