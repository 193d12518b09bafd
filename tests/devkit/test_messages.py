"""Translations are found as Django finds them, kept through merges, and complete or named."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from devkit import messages
from devkit.failure import Failure

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

LABEL = _("Submit "
          "the idea")
COUNT = ngettext("%(n)s idea", "%(n)s ideas", 2)
STATE = pgettext("of a call", "Open")
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "Calls" %}</h1>
    <p title="{% translate 'Don’t' %}">
  {% blocktranslate count n=3 trimmed %}
    One answer by {{ who }}
  {% plural %}
    {{ n }} answers by {{ who }}
  {% endblocktranslate %} it's ( [ unbalanced {{ _("Inline") }}
   {# a note #} 100 % {% translate "Close" context "window" %}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one module and one template."""
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "forms.py").write_text(CODE)
    (tmp_path / "templates" / "calls").mkdir(parents=True)
    (tmp_path / "templates" / "calls" / "call_list.html").write_text(TEMPLATE)
    return tmp_path


def test_messages_of_code_and_templates(project: Path) -> None:
    found = {(message.id, message.context) for message in messages.extracted(project) if message.id}
    assert found == {
        ("Submit the idea", None),
        (("%(n)s idea", "%(n)s ideas"), None),
        ("Open", "of a call"),
        ("Calls", None),
        ("Don’t", None),
        (("One answer by %(who)s", "%(n)s answers by %(who)s"), None),
        ("Inline", None),
        ("Close", "window"),
    }


def test_what_is_missing_is_named(project: Path) -> None:
    italian = Catalog(locale="it")
    italian.add("Calls", "Bandi")
    italian.add("Inline", "In linea", flags=["fuzzy"])
    italian.add("Open", "Aperto", context="of something else")
    italian.add(("%(n)s idea", "%(n)s ideas"), ("%(n)s idea", ""))
    missing = messages.untranslated(messages.extracted(project), italian)
    named = {messages.message_id(message) for message in missing}
    assert "'Calls'" not in named
    assert {"'Inline'", "'Open' (of a call)", "'%(n)s idea'"} <= named


def test_a_merge_keeps_translations_and_drops_what_is_gone(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "locale" / "it" / "LC_MESSAGES" / "django.po"
    italian = Catalog(locale="it")
    italian.add("Calls", "Bandi")
    italian.add("Gone", "Sparito")
    italian.update(messages.extracted(project), no_fuzzy_matching=True)
    messages.save(path, italian)
    text = path.read_text()
    assert 'msgstr "Bandi"' in text
    assert "Gone" not in text
    assert "forms.py" not in text
    assert "POT-Creation-Date" not in text
    messages.save(path, messages.read(path))
    assert path.read_text() == text


def test_catalogues_are_compiled_when_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    path = tmp_path / "it" / "LC_MESSAGES" / "django.po"
    italian = Catalog(locale="it")
    italian.add("Calls", "Bandi")
    messages.save(path, italian)
    messages.compile_catalogues()
    compiled = path.with_suffix(".mo")
    assert b"Bandi" in compiled.read_bytes()
    made = compiled.stat().st_mtime_ns
    messages.compile_catalogues()
    assert compiled.stat().st_mtime_ns == made


def test_a_broken_catalogue_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    path = tmp_path / "it" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Calls"\nmsgstring "Bandi"\n')
    with pytest.raises(Failure, match=r"it/LC_MESSAGES/django\.po cannot be read"):
        messages.compile_catalogues()
