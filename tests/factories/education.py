"""Practices for tests, made by the real verbs."""

from datetime import datetime
from typing import Any

from core.access import clock
from core.access.models import User
from core.people.enums import RoleName
from core.people.models import Network
from education.domain.practices import (
    approve_practice,
    ask_validation,
    draft_practice,
    publish_practice,
    validate_practice,
    withdraw_practice,
)
from education.enums import Controllable, Valence
from education.models import Factor, Lesson, Practice
from tests.factories import people

NOW = datetime(2021, 10, 5, 10, 0, tzinfo=clock.ROME)
TEXTS = {
    "problem": "Gli orti del quartiere erano abbandonati.",
    "context": "Un quartiere di periferia con molte famiglie sole.",
    "innovation": "Le chiavi dell'orto le tengono a turno gli abitanti.",
    "results": "Quaranta famiglie coltivano insieme.",
}
FACTOR = {
    "valence": Valence.SUCCESS,
    "text": "La scuola ha prestato l'acqua.",
    "mechanism": "Chi passa a prendere l'acqua si ferma a parlare.",
    "controllable": Controllable.PARTLY,
    "workaround": "Chiedere prima dell'estate.",
}
LESSON = {
    "event": "A luglio nessuno annaffiava.",
    "cause": "I turni erano decisi da pochi.",
    "advice": "Decidete i turni insieme, prima dell'estate.",
    "addressee": "associazioni",
}


def editor(name: str = "Edda Scienza") -> User:
    """A scientific editor, the same one for the same name."""
    found = User.objects.filter(full_name=name).first()
    return found or people.with_role(RoleName.SCIENTIFIC_EDITOR, people.user(name))


def coordinator(name: str = "Carla Pubblica") -> User:
    found = User.objects.filter(full_name=name).first()
    return found or people.coordinator(name)


def draft(
    title: str = "Orti con le chiavi", *, network: Network | None = None, **fields: Any
) -> Practice:
    """A whole draft, written by the manager of the network's lead, who also is its practitioner."""
    told_by = network or people.network(f"Rete di {title}")
    author = fields.pop("author", None) or told_by.lead.created_by
    values: dict[str, Any] = {"factors": [FACTOR], "lessons": [LESSON], **TEXTS, **fields}
    with clock.at(NOW):
        return draft_practice(
            title=title,
            author=author,
            network=told_by,
            by=values.pop("by", None) or author,
            **values,
        )


def asked(title: str = "Orti con le chiavi", **fields: Any) -> Practice:
    """Drafted by a facilitator, and in the hands of its practitioner."""
    found = User.objects.filter(full_name="Fabio Racconta").first()
    helper = found or people.facilitator("Fabio Racconta")
    made = draft(title, by=helper, **fields)
    with clock.at(NOW):
        return ask_validation(practice_id=made.pk, by=helper)


def validated(title: str = "Orti con le chiavi", **fields: Any) -> Practice:
    made = draft(title, **fields)
    with clock.at(NOW):
        return validate_practice(practice_id=made.pk, by=made.author)


def reviewed(title: str = "Orti con le chiavi", **fields: Any) -> Practice:
    made = validated(title, **fields)
    with clock.at(NOW):
        return approve_practice(practice_id=made.pk, reason="Chiara e utile.", by=editor())


def published(title: str = "Orti con le chiavi", **fields: Any) -> Practice:
    made = reviewed(title, **fields)
    with clock.at(NOW):
        return publish_practice(practice_id=made.pk, by=coordinator())


def withdrawn(title: str = "Orti con le chiavi", **fields: Any) -> Practice:
    made = published(title, **fields)
    with clock.at(NOW):
        return withdraw_practice(practice_id=made.pk, reason="L'autore lo chiede.", by=made.author)


def many(person: User, numbers: range) -> None:
    """A published practice for each number, with a factor and a lesson; in bulk."""
    base = Practice.objects.filter(slug="molte").first() or published("Molte")
    made = Practice.objects.bulk_create(
        Practice(
            **{
                field.attname: getattr(base, field.attname)
                for field in Practice._meta.concrete_fields
                if field.name not in {"id", "slug", "title"}
            },
            slug=f"pratica-{number}",
            title=f"Pratica {number:03}",
        )
        for number in numbers
    )
    Factor.objects.bulk_create(Factor(practice=one, **FACTOR) for one in made)
    Lesson.objects.bulk_create(Lesson(practice=one, **LESSON) for one in made)
