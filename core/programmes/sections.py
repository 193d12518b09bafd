"""The sections of a definition that describe the programme itself, its territories, bodies and times."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from core.access.models import User
from core.access.scope import current_programme_id
from core.programmes import queries
from core.programmes.definition import (
    FunderKey,
    Key,
    Period,
    Section,
    Strict,
    Text,
    When,
    Words,
    each_once,
    kept,
    said,
    written,
)
from core.programmes.domain.programmes import ProgrammeDetails
from core.programmes.enums import (
    PAYING_ROLES,
    RESERVED_SLUGS,
    Accent,
    DatePrecision,
    FunderRole,
    PayerKind,
)
from core.programmes.models import SLUG_SHAPE, Funder, Milestone, Phase, Programme, Territory
from core.ui.bilingual import Bilingual

Url = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=300)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
TEXTS = (
    "name",
    "tagline",
    "summary",
    "source_note",
    "pilot_word",
    "pilots_word",
    "privacy",
    "legal_notes",
)


def _not_reserved(slug: str) -> str:
    if slug in RESERVED_SLUGS:
        raise ValueError(_("'%(slug)s' is an address of the portal itself") % {"slug": slug})
    return slug


def _whole_period(period: Period) -> Period:
    if period.ends_on is None:
        raise ValueError(_("both ends are needed, as in 2020-05/2021-12"))
    return period


class ProgrammeSection(Strict):
    slug: Annotated[str, Field(pattern=SLUG_SHAPE, max_length=60), AfterValidator(_not_reserved)]
    name: Words
    tagline: Words | None = None
    summary: Words | None = None
    source_note: Words | None = None
    pilot_word: Words | None = None
    pilots_word: Words | None = None
    when: Annotated[When, AfterValidator(_whole_period)]
    accent: Accent = Accent.BLUE
    letterhead: Annotated[
        tuple[Annotated[str, Field(max_length=120)], ...], Field(max_length=6)
    ] = ()
    contact_email: Email
    website_url: Url | None = None
    transparency_url: Url | None = None
    accessibility_url: Url | None = None
    privacy: Words | None = None
    legal_notes: Words | None = None

    def details(self, shift_weeks: int) -> ProgrammeDetails:
        """What `create_programme` takes; what the file doesn't say keeps the model's own default."""
        texts = {name: getattr(self, name) for name in TEXTS}
        urls = {
            name: getattr(self, name) or ""
            for name in ("website_url", "transparency_url", "accessibility_url")
        }
        return {
            **{name: text.bilingual for name, text in texts.items() if text},  # type: ignore[typeddict-item]  # the model's full_clean checks names
            **urls,
            "starts_on": self.when.starts_on,
            "ends_on": self.when.ends_on,
            "precision": self.when.precision,
            "accent": self.accent,
            "letterhead": list(self.letterhead),
            "contact_email": self.contact_email,
            "shift_weeks": shift_weeks,
        }


def load_programme_section(data: ProgrammeSection, *, by: User | None) -> None:
    """Nothing is left to do: the programme was made from it before its door could be opened."""


def export_programme_section() -> dict[str, Any]:
    programme = Programme.objects.get(pk=current_programme_id())
    fields = ("contact_email", "website_url", "transparency_url", "accessibility_url", "letterhead")
    assert programme.starts_on is not None
    period = Period(programme.starts_on, programme.ends_on, DatePrecision(programme.precision))
    return said(
        slug=programme.slug,
        when=period.written(),
        accent="" if programme.accent == Accent.BLUE else programme.accent,
        **{name: getattr(programme, name) for name in fields},
        **{name: _said_text(programme, name) for name in TEXTS},
    )


def _said_text(programme: Programme, name: str) -> dict[str, str] | None:
    text: Bilingual = getattr(programme, name)
    return written(text)


class TerritorySection(Strict):
    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    cadastral_code: Annotated[str, Field(pattern=r"^[A-Z]\d{3}$")] | None = None
    name: Annotated[str, Field(min_length=1, max_length=80)]


def load_territories(data: list[TerritorySection], *, by: User | None) -> None:
    for position, row in enumerate(data):
        Territory.objects.create(
            code=row.code, cadastral_code=row.cadastral_code or "", name=row.name, position=position
        )


def export_territories() -> list[dict[str, Any]]:
    return [
        said(code=row.code, cadastral_code=row.cadastral_code, name=row.name)
        for row in queries.territories()
    ]


class FunderSection(Strict):
    key: Key
    role: FunderRole
    payer_kind: PayerKind | None = None
    name: Words
    short_name: Annotated[str, Field(min_length=1, max_length=60)]
    description: Words | None = None
    url: Url | None = None


def _only_payers_pay(rows: list[FunderSection]) -> list[FunderSection]:
    for row in rows:
        if row.payer_kind and row.role not in PAYING_ROLES:
            raise ValueError(
                _("%(key)s has a payer_kind, but only promoters and co-funders pay")
                % {"key": row.key}
            )
    return rows


def load_funders(data: list[FunderSection], *, by: User | None) -> None:
    for position, row in enumerate(data):
        Funder.objects.create(
            key=row.key,
            role=row.role,
            payer_kind=row.payer_kind or "",
            name=row.name.bilingual,
            short_name=row.short_name,
            description=_or_nothing(row.description),
            url=row.url or "",
            position=position,
        )


def export_funders() -> list[dict[str, Any]]:
    return [
        said(
            key=row.key,
            role=row.role,
            payer_kind=row.payer_kind,
            short_name=row.short_name,
            url=row.url,
            name=written(row.name),
            description=written(row.description),
        )
        for row in queries.funders()
    ]


class MilestoneSection(Strict):
    when: When
    title: Words
    description: Words | None = None


class PhaseSection(Strict):
    key: Key
    name: Words
    summary: Words | None = None
    when: When
    milestones: tuple[MilestoneSection, ...] = ()


def load_phases(data: list[PhaseSection], *, by: User | None) -> None:
    for position, row in enumerate(data):
        phase = Phase.objects.create(
            key=row.key,
            name=row.name.bilingual,
            summary=_or_nothing(row.summary),
            position=position,
            **_dates(row.when),
        )
        for place, each in enumerate(row.milestones):
            Milestone.objects.create(
                phase=phase,
                title=each.title.bilingual,
                description=_or_nothing(each.description),
                position=place,
                **_dates(each.when),
            )


def export_phases() -> list[dict[str, Any]]:
    return [
        said(
            key=phase.key,
            when=Period.of(phase).written(),
            name=written(phase.name),
            summary=written(phase.summary),
            milestones=[
                said(
                    when=Period.of(row).written(),
                    title=written(row.title),
                    description=written(row.description),
                )
                for row in Milestone.objects.filter(phase=phase).order_by("position")
            ],
        )
        for phase in Phase.objects.order_by("position")
    ]


def _dates(when: Period) -> dict[str, Any]:
    return {"starts_on": when.starts_on, "ends_on": when.ends_on, "precision": when.precision}


def _or_nothing(text: Text | None) -> Bilingual:
    return text.bilingual if text else Bilingual()


class TeamSection(Strict):
    """The method team: what each person brings, and from which body; names are left to the programme."""

    skill: Words
    body: FunderKey | None = None
    affiliation: Words | None = None
    name: str = ""


class AboutSection(Strict):
    """How the programme explains its method: the parts of its infrastructure and what it wants to make possible."""

    title: Words
    intro: Words
    parts: Annotated[tuple["AboutPart", ...], each_once("key")] = ()


class AboutPart(Strict):
    key: Key
    title: Words
    text: Words
    points: tuple[Words, ...] = ()


AboutSection.model_rebuild()

SECTIONS = [
    Section("programme", ProgrammeSection, load_programme_section, export_programme_section),
    Section(
        "territories",
        Annotated[
            list[TerritorySection], Field(min_length=1), each_once("code"), each_once("name")
        ],
        load_territories,
        export_territories,
        keys=("code",),
    ),
    Section(
        "funders",
        Annotated[
            list[FunderSection],
            Field(min_length=1),
            each_once("key"),
            AfterValidator(_only_payers_pay),
        ],
        load_funders,
        export_funders,
        keys=("key",),
    ),
    Section(
        "phases",
        Annotated[list[PhaseSection], Field(min_length=1), each_once("key")],
        load_phases,
        export_phases,
        keys=("key",),
    ),
    kept("about", AboutSection, required=False),
    kept("team", list[TeamSection], required=False),
]
