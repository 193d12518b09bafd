"""On which line of a TOML file each key stands.

The standard reader checks the syntax and gives the values; this one walks the same text again, knowing
that it is well formed, and only keeps where things are.
"""

import re
from bisect import bisect_right

Path = tuple[str | int, ...]

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]}#\n]*")
STRINGS = {
    '"""': re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''.*?'{3,5}", re.DOTALL),
    '"': re.compile(r'"(?:\\.|[^"\\\n])*"'),
    "'": re.compile(r"'[^'\n]*'"),
}


class Places:
    """Lines, counted from 1, by path: `("calls", 0, "opens_at")`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._rows: dict[Path, int] = {}
        self._read()

    def line(self, path: Path) -> int | None:
        """The line of the key, or of the nearest thing around it; None for what the file does not have."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def _read(self) -> None:
        table: Path = ()
        while self._skip_blank() < len(self._text):
            if self._text.startswith("[[", self._at):
                table = self._header(2)
            elif self._text.startswith("[", self._at):
                table = self._header(1)
            else:
                self._pair(table)

    def _header(self, brackets: int) -> Path:
        """`[table]` or `[[row]]`: the path that the following keys belong to."""
        line = self._line_here()
        self._at += brackets
        names = self._key()
        self._skip_blank()
        self._at += brackets
        path: Path = ()
        for name in names[:-1]:
            path = self._last_row((*path, name))
        path = (*path, names[-1])
        if brackets == 1:
            path = self._last_row(path)
        else:
            self._lines.setdefault(path, line)
            self._rows[path] = self._rows.get(path, -1) + 1
            path = (*path, self._rows[path])
        self._lines.setdefault(path, line)
        return path

    def _last_row(self, path: Path) -> Path:
        return (*path, self._rows[path]) if path in self._rows else path

    def _pair(self, table: Path) -> None:
        line = self._line_here()
        path = table
        for name in self._key():
            path = (*path, name)
            self._lines.setdefault(path, line)
        self._skip_blank()
        self._at += 1  # the equals sign
        self._value(path)

    def _key(self) -> list[str]:
        names = [self._name()]
        while self._skip_blank() < len(self._text) and self._text[self._at] == ".":
            self._at += 1
            names.append(self._name())
        return names

    def _name(self) -> str:
        self._skip_blank()
        if self._text[self._at] in "\"'":
            return self._string()[1:-1]
        match = BARE_KEY.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        return match.group()

    def _value(self, path: Path) -> None:
        self._skip_blank()
        first = self._text[self._at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        else:
            match = SCALAR.match(self._text, self._at)
            assert match is not None
            self._at = match.end()

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._text[self._skip_blank()] != "]":
            self._lines[(*path, index)] = self._line_here()
            self._value((*path, index))
            index += 1
            self._skip_comma()
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._text[self._skip_blank()] != "}":
            self._pair(path)
            self._skip_comma()
        self._at += 1

    def _skip_comma(self) -> None:
        if self._text[self._skip_blank()] == ",":
            self._at += 1

    def _string(self) -> str:
        quote = self._text[self._at : self._at + 3]
        shape = STRINGS[quote] if quote in STRINGS else STRINGS[quote[0]]
        match = shape.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        return match.group()

    def _skip_blank(self) -> int:
        match = BLANK.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        return self._at

    def _line_here(self) -> int:
        return bisect_right(self._breaks, self._at - 1) + 1
