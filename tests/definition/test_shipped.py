"""The definitions that ship: right, complete in both languages, and the same after a round trip."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calls.models import Call
from core.access.scope import open_programme
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.programmes.enums import DatePrecision, FunderRole, PayerKind, ProgrammeState
from core.programmes.models import DefinitionSection, Funder, Milestone, Phase, Territory
from core.programmes.queries import timeline
from evaluation.models import CommonGood, EvaluationQuestion
from labs.models import Event
from projects.models import SupportOffer
from topmetro.definition import SECTIONS, export_definition, load_definition
from tranches.models import TranchePlan

FOLDER = Path("topmetro/definitions")
FILES = sorted(FOLDER.glob("*.toml"))
TODAY = date(2026, 11, 22)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text in two languages, with its path."""
    if isinstance(value, dict):
        if "it" in value:
            yield path, value
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_written_in_both_languages(file: Path) -> None:
    lacking = [
        path
        for path, words in texts(tomllib.loads(file.read_text(encoding="utf-8")))
        if not words.get("en", "").strip()
    ]
    assert lacking == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("today", [None, TODAY], ids=["original", "moved"])
def test_what_is_exported_loads_again_and_is_the_same(
    db: None, file: Path, today: date | None
) -> None:
    first = load_definition(file.read_text(encoding="utf-8"), by=None, today=today)
    written = export_definition(first)
    again = load_definition(written.replace(f'slug = "{first.slug}"', 'slug = "copia"', 1), by=None)
    rewritten = export_definition(again)
    assert rewritten.replace('slug = "copia"', f'slug = "{first.slug}"', 1) == written


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_of_the_file_is_lost(db: None, file: Path) -> None:
    """The export says everything that the file says, in plain data."""
    text = file.read_text(encoding="utf-8")
    programme = load_definition(text, by=None)
    exported = tomllib.loads(export_definition(programme), parse_float=Decimal)
    given = tomllib.loads(text, parse_float=Decimal)
    del given["demo"]
    for section in SECTIONS:
        if section.name in given:
            data = section.adapter.validate_python(given[section.name])
            again = section.adapter.validate_python(exported[section.name])
            assert again == data, section.name
    assert set(exported) == set(given)


def test_the_facts_of_the_programme(db: None) -> None:
    programme = load_definition(text_of("top-metro-fa-bene"), by=None)
    assert programme.state == ProgrammeState.DRAFT
    assert programme.contact_email == "info@topmetrofabene.it"
    with open_programme(programme.pk):
        territories = list(
            Territory.objects.order_by("position").values_list("name", "code", "cadastral_code")
        )
        assert territories == [
            ("Collegno", "001090", "C860"),
            ("Grugliasco", "001120", "E216"),
            ("Moncalieri", "001156", "F335"),
            ("Rivoli", "001219", "H355"),
            ("Venaria Reale", "001292", "L727"),
        ]
        promoter = Funder.objects.get(role=FunderRole.PROMOTER)
        assert (promoter.key, promoter.payer_kind) == ("citta-metropolitana", PayerKind.PUBLIC)
        assert Funder.objects.filter(role=FunderRole.MUNICIPALITY).count() == 5
        assert Phase.objects.count() == 2
        days = Milestone.objects.filter(precision=DatePrecision.DAY).order_by("starts_on")
        assert list(days.values_list("starts_on", flat=True)) == [
            date(2021, 3, 25),
            date(2021, 6, 27),
            date(2021, 9, 23),
            date(2021, 12, 16),
        ]
        calls = list(Call.objects.order_by("opens_at").values_list("kind", "state"))
        assert calls == [("ideas", "draft"), ("proposals", "draft")]


def test_the_plan_of_the_tranches(db: None) -> None:
    programme = load_definition(text_of("top-metro-fa-bene"), by=None)
    with open_programme(programme.pk):
        plan = TranchePlan.objects.get()
        shares = [
            (int(share.percent), share.starts_on, DatePrecision(share.precision))
            for share in plan.shares.order_by("position")
        ]
    assert plan.contribution == Decimal(30000)
    assert shares == [
        (30, date(2020, 12, 1), DatePrecision.MONTH),
        (25, date(2021, 3, 1), DatePrecision.MONTH),
        (25, date(2021, 6, 1), DatePrecision.MONTH),
        (20, date(2021, 9, 1), DatePrecision.MONTH),
    ]


def test_every_part_reads_its_own_section(db: None) -> None:
    """What is kept as it was is prose and settings; everything else has rows of its own."""
    programme = load_definition(text_of("top-metro-fa-bene"), by=None)
    with open_programme(programme.pk):
        kept = set(DefinitionSection.objects.values_list("name", flat=True))
        counted = (
            EvaluationQuestion.objects.count(),
            CommonGood.objects.count(),
            SupportOffer.objects.count(),
            Event.objects.count(),
        )
    assert kept == {"about", "team", "steps", "education", "transparency"}
    assert counted == (4, 5, 4, 14)


def test_today_stands_in_mid_february_of_the_programme(db: None) -> None:
    programme = load_definition(text_of("top-metro-fa-bene"), by=None, today=TODAY)
    assert programme.shift_weeks == 300
    with open_programme(programme.pk):
        phases = timeline(TODAY)
        now = [
            str(stage.milestone.title)
            for phase in phases
            for stage in phase.stages
            if stage.place == "now"
        ]
        call = Call.objects.get(kind="ideas")
    assert now == ["Partono le sperimentazioni"]
    assert [phase.is_now for phase in phases] == [False, True]
    assert call.closes_at is not None
    assert call.closes_at.weekday() == 4


def test_loading_is_recorded(db: None) -> None:
    programme = load_definition(text_of("vicinato-in-comune"), by=None, today=TODAY)
    with open_programme(programme.pk):
        verbs = {entry.verb for entry in history_of(programme)}
    assert verbs == {Verb.CREATE, Verb.LOAD}


def test_two_programmes_do_not_see_each_other(db: None) -> None:
    one = load_definition(text_of("top-metro-fa-bene"), by=None)
    two = load_definition(text_of("vicinato-in-comune"), by=None)
    for programme, count in ((one, 5), (two, 3)):
        with open_programme(programme.pk):
            assert Territory.objects.count() == count
