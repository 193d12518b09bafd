"""What a page of a form knows of the sheet, in one hidden field: "12;idea=14;bisogno=0".

12 is the sheet's revision when the page was drawn. The questions after it have a revision of their own:
what this page has saved or been shown since, or 0 where a held text waits for a choice. Without them a
page that saves one question would seem to know what others did to the rest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.questionnaires.domain.sheets import Saved

_SHAPE = re.compile(r"\d{1,9}(;[a-z][a-z0-9_]{0,59}=\d{1,9})*")


@dataclass(frozen=True)
class PageToken:
    revision: int
    bases: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str | None) -> "PageToken":
        """The token of a page; one that can't be read knows nothing, so every difference is a conflict."""
        if not text or not _SHAPE.fullmatch(text):
            return cls(0)
        revision, *bases = text.split(";")
        pairs = (base.split("=") for base in bases)
        return cls(int(revision), {key: int(base) for key, base in pairs})

    def after(self, saved: "Saved") -> "PageToken":
        """The same page after a save: it knows what it wrote, and the texts it was shown beside its own."""
        known = {*saved.changed, *(each.key for each in saved.conflicts)}
        return PageToken(self.revision, {**self.bases, **dict.fromkeys(known, saved.revision)})

    def __str__(self) -> str:
        return ";".join(
            [str(self.revision), *(f"{key}={base}" for key, base in self.bases.items())]
        )
