"""The documented table of roles is the code's."""

from pathlib import Path

from django.conf import settings

from core.people.enums import RoleName
from core.people.management.commands.roles_table import table
from core.people.roles import NEED_SECOND_FACTOR, ROLES, described


def test_the_page_in_the_docs_is_what_the_command_writes() -> None:
    path = Path(settings.BASE_DIR) / "docs" / "roles.md"
    assert path.read_text(encoding="utf-8") == table(), "run manage.py roles_table"


def test_every_role_is_described_once() -> None:
    names = [name for role in ROLES for name in role.names]
    assert sorted(names) == sorted(RoleName)
    for name in RoleName:
        assert described(name).in_short


def test_whoever_decides_or_pays_needs_a_second_factor() -> None:
    assert {
        RoleName.COORDINATOR,
        RoleName.VERIFIER,
        RoleName.COMMISSION_CHAIR,
        RoleName.COMMISSION_MEMBER,
        RoleName.METROPOLITAN_OFFICIAL,
        RoleName.FINANCE_OFFICER,
    } <= NEED_SECOND_FACTOR
    assert RoleName.PARTICIPANT not in NEED_SECOND_FACTOR
