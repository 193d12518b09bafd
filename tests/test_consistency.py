"""Rules that hold over the whole repository: addresses, references, templates, sizes, tests."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rules
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import engines

from core.access.page import SAFE_METHODS
from core.access.tenancy import TenantModel
from core.programmes.enums import RESERVED_SLUGS
from tests.addresses import Address, addresses

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("calls", "core", "education", "evaluation", "labs", "projects", "topmetro", "tranches")
LANGUAGE_PREFIXES = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
SERVED_BESIDE = {"static", "media", "api"}
"""Reserved though no pattern begins with them: files, and the coming API."""

LONGEST_FUNCTION = 50
SHARE_OF_LONG_FUNCTIONS = 0.02
LINES = {"module": 400, "test": 600, "template": 150}


# ------------------------------------------------------------------ addresses
@pytest.mark.parametrize("address", addresses(), ids=str)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    assert address.page is not None, "Declare @page(...), or a line in core.access.third_party."


OURS = [address for address in addresses() if address.ours]


@pytest.mark.parametrize("address", OURS, ids=str)
def test_every_permission_exists(address: Address) -> None:
    assert address.page is not None
    assert rules.perm_exists(address.page.permission), address.page.permission


@pytest.mark.parametrize("address", OURS, ids=str)
def test_a_get_that_writes_has_its_reason(address: Address) -> None:
    assert address.page is not None
    assert not address.page.writes & SAFE_METHODS or len(address.page.reason) > 20


@pytest.mark.parametrize("address", OURS, ids=str)
def test_a_view_is_named_as_its_address(address: Address) -> None:
    """One verb, one name: `calls:call_publish` is `call_publish`, so one search finds everything."""
    assert address.name.rpartition(":")[2] == address.view.__name__


def test_names_of_addresses_are_unique() -> None:
    names = [address.name for address in OURS]
    assert len(names) == len(set(names))


def test_no_programme_may_take_the_first_part_of_an_address() -> None:
    first = {re.split(r"[/<]", address.route.lstrip("^"))[0].rstrip("$") for address in addresses()}
    assert (first - {""}) | LANGUAGE_PREFIXES | SERVED_BESIDE == RESERVED_SLUGS


# ------------------------------------------------------------------ references between apps
@cache
def layers() -> list[tuple[str, ...]]:
    """The order of import-linter's contract, from the roof down."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [
        contract
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    return [
        tuple(name.strip() for name in re.split(r"[|:]", layer)) for layer in contract["layers"]
    ]


def height(module: str) -> int | None:
    """How deep the app of a module lies: the roof is 0; None for an app that is not ours."""
    for depth, names in enumerate(layers()):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return depth
    return None


def references() -> Iterator[tuple[type[models.Model], Any]]:
    for model in apps.get_models():
        if height(model.__module__) is None:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                yield model, field


def test_foreign_keys_point_down() -> None:
    """As imports do; the programme and the person are known to every layer."""
    known_to_all = {"programmes.Programme", "access.User"}
    upward = []
    for model, field in references():
        target = field.related_model
        assert issubclass(target, models.Model)
        below = height(target.__module__)
        here = height(model.__module__)
        if target._meta.label in known_to_all or below is None or here is None:
            continue
        same_app = target._meta.app_label == model._meta.app_label
        if not same_app and below <= here:
            upward.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not upward


def test_every_app_is_a_layer() -> None:
    ours = [config.name for config in apps.get_app_configs() if config.path.startswith(str(ROOT))]
    outside = [name for name in ours if height(name) is None and ".venv" not in name]
    assert not [name for name in outside if name.partition(".")[0] in PARTS]


# ------------------------------------------------------------------ constraints
def test_every_state_has_a_check_constraint() -> None:
    """A `state` that PostgreSQL does not hold is a promise of Python's; dates and actors are tested
    by the constraints' names, part by part."""
    naked = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        and any(field.name == "state" and field.choices for field in model._meta.local_fields)
        and not any(
            isinstance(constraint, models.CheckConstraint) and "state" in str(constraint.condition)
            for constraint in model._meta.constraints
        )
    ]
    assert not naked


# ------------------------------------------------------------------ templates
TEMPLATES = sorted(
    str(path.relative_to(ROOT / "templates"))
    for path in (ROOT / "templates").rglob("*")
    if path.suffix in {".html", ".txt"}
)


MAIL_AND_PAPER = ("layouts/email", "layouts/_email", "layouts/pdf", "layouts/_pdf")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_inline_script_or_style(name: str) -> None:
    """The content security policy would drop it silently. E-mail and print have no such policy."""
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    if "/emails/" in name or "/pdf/" in name or name.startswith(MAIL_AND_PAPER):
        return
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/ld+json"' in script, script


@pytest.mark.parametrize("name", TEMPLATES)
def test_partials_are_given_what_they_need(name: str) -> None:
    """A partial that reads its includer's context breaks far from where it was changed."""
    if name.startswith(("layouts/", "allauth/", "bootstrap5/")):
        return  # layouts share the page's context; crispy's own protocol passes it whole
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    for tag, included in re.findall(r"({%-?\s*include\s+\"?([^\s\"]+)[^%]*%})", text):
        path = ROOT / "templates" / included
        if path.exists() and "csrf_token" in path.read_text(encoding="utf-8"):
            continue  # a form needs the page's token, which `only` would take away
        assert re.search(r"\bonly\s*-?%}", tag), tag


# ------------------------------------------------------------------ sizes
def python_files() -> Iterator[Path]:
    for part in (*PARTS, "devkit", "tests"):
        for path in sorted((ROOT / part).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_files_stay_readable() -> None:
    too_long = []
    for path in [*python_files(), *(ROOT / "templates").rglob("*.html")]:
        is_test = path.relative_to(ROOT).parts[0] == "tests"
        kind = "template" if path.suffix == ".html" else "test" if is_test else "module"
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LINES[kind]:
            too_long.append(f"{path.relative_to(ROOT)}: {lines} lines")
    assert not too_long


def test_few_functions_are_long() -> None:
    lengths = {}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                where = f"{path.relative_to(ROOT)}:{node.name}"
                lengths[where] = (node.end_lineno or node.lineno) - node.lineno + 1
    long = {where: lines for where, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert len(long) < SHARE_OF_LONG_FUNCTIONS * len(lengths), long


# ------------------------------------------------------------------ tests
def test_every_test_folder_is_a_package_and_names_are_found() -> None:
    for folder in {path.parent for path in (ROOT / "tests").rglob("test_*.py")}:
        assert (folder / "__init__.py").exists(), folder
    for path in (ROOT / "tests").rglob("*.py"):
        if path.name != "conftest.py" and re.search(
            r"^def test_", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert path.name.startswith("test_"), f"pytest does not collect {path}"


def test_nothing_was_left_for_later() -> None:
    marker = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    found = [
        str(path.relative_to(ROOT))
        for path in [*python_files(), *(ROOT / "templates").rglob("*.html")]
        if marker.search(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in folder.glob("0*.md") if f"({path.name})" not in index]
    assert not missing
