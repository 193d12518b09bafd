"""Programmes and their territories for tests."""

from core.access.clock import now
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme, Territory
from core.ui.bilingual import Bilingual

TERRITORIES = (
    ("001090", "C860", "Collegno"),
    ("001120", "E216", "Grugliasco"),
    ("001219", "H355", "Rivoli"),
)


def programme(*, slug: str, name: str, state: ProgrammeState = ProgrammeState.PUBLIC) -> Programme:
    """A programme in the given state, with no territories."""
    instant = now()
    return Programme.objects.create(
        slug=slug,
        name=Bilingual(it=name, en=name),
        state=state,
        contact_email=f"info@{slug}.example.org",
        published_at=None if state == ProgrammeState.DRAFT else instant,
        archived_at=instant if state == ProgrammeState.ARCHIVED else None,
    )


def territory(name: str = "Collegno", *, code: str = "") -> Territory:
    """One of the three known territories (or another, with its own code) of the open programme."""
    known = {known_name: (istat, cadastral) for istat, cadastral, known_name in TERRITORIES}
    istat, cadastral = known.get(name, (code, ""))
    made, _ = Territory.objects.get_or_create(
        code=code or istat, defaults={"name": name, "cadastral_code": cadastral}
    )
    return made


def territories() -> list[Territory]:
    """Collegno, Grugliasco and Rivoli in the open programme."""
    return [territory(name) for _, _, name in TERRITORIES]
