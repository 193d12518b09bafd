"""Where each key of a TOML file stands."""

import pytest

from core.programmes.places import Path, Places

TEXT = '''\
# a comment = "not a key"
title = "x # not a comment"

[a]
b.c = 1
"quoted key" = [1, 2]
text = """
one = 1
[not.a.table]
"""
raw = \'\'\'[[no]]\'\'\'

[[rows]]
key = "first"   # why
when = 2020-05-18 09:00:00
list = [
    {x = 1, y = "],"},
    # between
    {x = 2},
]

[[rows.inner]]
z = 1

[[rows]]
key = "second"

[[rows.inner]]
z = 1
[[rows.inner]]
z = {deep = {er = true}}

[rows.table]
t = 'it''s'
'''.replace("'it''s'", '"it\'s"')


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a",), 4),
        (("a", "b"), 5),
        (("a", "b", "c"), 5),
        (("a", "quoted key", 1), 6),
        (("a", "text"), 7),
        (("a", "raw"), 11),
        (("rows", 0), 13),
        (("rows", 0, "when"), 15),
        (("rows", 0, "list", 0, "y"), 17),
        (("rows", 0, "list", 1, "x"), 19),
        (("rows", 0, "inner", 0, "z"), 23),
        (("rows", 1, "key"), 26),
        (("rows", 1, "inner", 0, "z"), 29),
        (("rows", 1, "inner", 1, "z", "deep", "er"), 31),
        (("rows", 1, "table", "t"), 34),
        (("rows", 1, "table", "missing"), 33),
        (("nothing", "like", "it"), None),
    ],
)
def test_the_line_of_a_path(path: Path, line: int | None) -> None:
    assert Places(TEXT).line(path) == line
