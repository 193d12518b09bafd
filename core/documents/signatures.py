"""A digital signature as the portal keeps it: who signed, with whose certificate, until when it holds.

`core.documents.signature_reading` takes them out of a file; a row keeps them as JSON.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from core.documents.enums import SignedFormat


@dataclass(frozen=True)
class Signature:
    """One signature whose value was verified; `stated_at` is what the signature program says.

    A name alone, without an end of its term, comes from before signatures were verified.
    """

    holder: str
    issuer: str
    is_qualified: bool
    stated_at: datetime | None
    valid_until: datetime | None

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it; instants as in ISO 8601."""
        kept = asdict(self)
        for name in ("stated_at", "valid_until"):
            kept[name] = kept[name] and kept[name].isoformat()
        return kept

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Signature":
        """Back from the row."""
        instants = {
            name: kept[name] and datetime.fromisoformat(kept[name])
            for name in ("stated_at", "valid_until")
        }
        return cls(**{**kept, **instants})


@dataclass(frozen=True)
class SignedFile:
    """`text` is what was signed: of a PAdES the whole PDF, of a p7m the document inside."""

    format: SignedFormat
    text: bytes
    signatures: tuple[Signature, ...]
