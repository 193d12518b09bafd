"""Translations without GNU gettext: Babel extracts, merges and compiles what Django's gettext would.

The message ids are English. Italian is complete; an English catalogue, if there is one, holds only
what English itself must say differently. Catalogues carry no line numbers and are sorted, so that two
branches that add messages merge quietly.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

from devkit.failure import Failure
from devkit.layout import CODE_FOLDERS, ROOT, app_folders

LOCALE = ROOT / "locale"
ITALIAN = LOCALE / "it" / "LC_MESSAGES" / "django.po"
TEMPLATE_SUFFIXES = {".html", ".txt"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: it\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def update() -> int:
    """`dev.py messages`: write the Italian catalogue anew from the code, keeping every translation."""
    found = extracted(ROOT)
    catalogue = read(ITALIAN)
    catalogue.update(found, no_fuzzy_matching=True)
    save(ITALIAN, catalogue)
    missing = untranslated(found, catalogue)
    print(f"{len(found)} messages, {len(missing)} without an Italian translation.")
    return 0


def problems() -> list[str]:
    """What `dev.py check` says of the translations: one line for each message that is not right."""
    catalogue = read(ITALIAN)
    missing = [
        f"no Italian for: {message_id(message)}"
        for message in untranslated(extracted(ROOT), catalogue)
    ]
    wrong = [
        f"{error}: {message_id(message)}"
        for message, errors in catalogue.check()
        for error in errors
    ]
    return missing + wrong


def extracted(root: Path) -> Catalog:
    """Every message of the code and of the templates below a folder."""
    catalogue = Catalog()
    for path, source in sources(root):
        for _, message, _, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            catalogue.add(message, context=context, locations=[(str(path), 1)])
    return catalogue


def sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file that may hold messages, as Python text."""
    for folder in CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text()
    for place in (root / "templates", *app_folders(root, "templates")):
        for path in sorted(place.rglob("*")):
            if path.suffix in TEMPLATE_SUFFIXES:
                yield path, template_as_python(path.read_text(), str(path))


def template_as_python(source: str, origin: str) -> str:
    """A template's messages as calls, one line each: what surrounds them would stop Python's tokenizer."""
    return "\n".join(line.lstrip() for line in templatize(source, origin).splitlines())


def untranslated(found: Catalog, catalogue: Catalog) -> list[Message]:
    """Messages of the code that the catalogue does not translate, or only guesses at."""
    return [message for message in found if message.id and not is_translated(catalogue, message)]


def is_translated(catalogue: Catalog, message: Message) -> bool:
    """Whether a message has its translation, in each plural form."""
    known = catalogue.get(message.id, message.context)
    if known is None or known.fuzzy or known.pluralizable != message.pluralizable:
        return False
    forms = known.string if isinstance(known.string, tuple | list) else [known.string]
    return all(forms)


def message_id(message: Message) -> str:
    """How a message is named to the person who must translate it."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{text!r} ({message.context})" if message.context else repr(text)


def read(path: Path) -> Catalog:
    """A catalogue from its file, or an empty one."""
    if not path.exists():
        return Catalog(locale="it")
    with path.open("rb") as handle:
        return read_po(handle, locale=path.parts[-3], ignore_obsolete=True)


def save(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue as it is kept: sorted, without places, dates or leftovers."""
    catalogue.obsolete.clear()
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        width=100,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body.getvalue().decode().lstrip("\n"))


def compile_catalogues() -> None:
    """Make each `.mo` that is older than its `.po`."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            compile_catalogue(path, compiled)


def compile_catalogue(path: Path, compiled: Path) -> None:
    """Compile one catalogue, or say which line of it cannot be read."""
    try:
        with path.open("rb") as handle:
            catalogue = read_po(handle, locale=path.parts[-3], abort_invalid=True)
    except PoFileError as error:
        raise Failure(f"{path.relative_to(ROOT)} cannot be read: {error}.") from error
    unfinished = compiled.with_suffix(".unfinished")
    with unfinished.open("wb") as handle:
        write_mo(handle, catalogue)
    unfinished.replace(compiled)
