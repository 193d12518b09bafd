"""What the database itself refuses, by the name of the constraint."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access.clock import ROME
from core.access.scope import open_programme
from core.programmes.enums import Accent, DatePrecision, FunderRole, PayerKind, ProgrammeState
from core.programmes.models import Funder, Milestone, Phase, Programme, Territory
from tests.factories import programmes

INSTANT = datetime(2021, 2, 15, 12, tzinfo=ROME)


def refused(name: str, write: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("programme_state_known", {"state": "lost", "published_at": INSTANT}),
        ("programme_slug_shape", {"slug": "Con Spazi"}),
        ("programme_slug_free", {"slug": "accounts"}),
        ("programme_public_since", {"state": ProgrammeState.PUBLIC}),
        ("programme_public_since", {"state": ProgrammeState.DRAFT, "published_at": INSTANT}),
        ("programme_archived_since", {"state": ProgrammeState.ARCHIVED, "published_at": INSTANT}),
        (
            "programme_archived_since",
            {"state": ProgrammeState.PUBLIC, "published_at": INSTANT, "archived_at": INSTANT},
        ),
        ("programme_accent_known", {"accent": "fuchsia"}),
        (
            "programme_ends_after_start",
            {"starts_on": date(2021, 2, 1), "ends_on": date(2021, 1, 1)},
        ),
        ("programme_precision_known", {"precision": DatePrecision.FROM_MONTH}),
    ],
)
def test_of_a_programme(db: None, name: str, fields: dict[str, Any]) -> None:
    refused(name, lambda: Programme.objects.create(**{"slug": "uno", "name": "Uno"} | fields))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("territory_code_once", {"code": "001090", "name": "Altro"}),
        ("territory_name_once", {"code": "001120", "name": "Collegno"}),
        ("territory_code_shape", {"code": "1090", "name": "Altro"}),
        (
            "territory_cadastral_code_shape",
            {"code": "001120", "name": "Altro", "cadastral_code": "1234"},
        ),
    ],
)
def test_of_a_territory(programme: Programme, name: str, fields: dict[str, Any]) -> None:
    Territory.objects.create(code="001090", name="Collegno")
    refused(name, lambda: Territory.objects.create(**fields))


def test_the_same_code_may_stand_in_two_programmes(db: None) -> None:
    made = [programmes.programme(slug=slug, name=slug) for slug in ("uno", "due")]
    for each in made:
        with open_programme(each.pk):
            programmes.territory("Rivoli")
            assert Territory.objects.count() == 1


DATED = [
    ("precision_known", {"precision": "year", "starts_on": date(2021, 1, 1)}),
    ("month_has_no_day", {"precision": DatePrecision.MONTH, "starts_on": date(2021, 4, 2)}),
    (
        "month_has_no_day",
        {
            "precision": DatePrecision.MONTH,
            "starts_on": date(2021, 4, 1),
            "ends_on": date(2021, 5, 31),
        },
    ),
    ("month_has_no_day", {"precision": DatePrecision.FROM_MONTH, "starts_on": date(2021, 4, 9)}),
    ("ends_after_start", {"starts_on": date(2021, 4, 9), "ends_on": date(2021, 4, 8)}),
]


@pytest.mark.parametrize(("name", "fields"), DATED)
def test_of_a_phase(programme: Programme, name: str, fields: dict[str, Any]) -> None:
    refused(f"phase_{name}", lambda: Phase.objects.create(key="una", name="Una", **fields))


@pytest.mark.parametrize(("name", "fields"), DATED)
def test_of_a_milestone(programme: Programme, name: str, fields: dict[str, Any]) -> None:
    phase = Phase.objects.create(key="una", name="Una", starts_on=date(2021, 1, 1))
    refused(
        f"milestone_{name}", lambda: Milestone.objects.create(phase=phase, title="Tappa", **fields)
    )


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("funder_key_once", {"key": "ente"}),
        ("funder_role_known", {"role": "sponsor"}),
        (
            "funder_payer_kind_of_payers",
            {"role": FunderRole.EVALUATOR, "payer_kind": PayerKind.PUBLIC},
        ),
        ("funder_payer_kind_of_payers", {"role": FunderRole.PROMOTER, "payer_kind": "barter"}),
    ],
)
def test_of_a_body(programme: Programme, name: str, fields: dict[str, Any]) -> None:
    Funder.objects.create(key="ente", role=FunderRole.PROMOTER, name="Ente", short_name="Ente")
    row = {"key": "altro", "role": FunderRole.PROMOTER, "name": "Altro", "short_name": "Altro"}
    refused(name, lambda: Funder.objects.create(**row | fields))


def test_every_accent_has_its_class_in_the_style_sheet() -> None:
    css = Path("static/css/topmetro.css").read_text(encoding="utf-8")
    assert [accent for accent in Accent.values if f".accent-{accent} {{" not in css] == []
