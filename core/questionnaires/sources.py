"""Ask once: what the portal knows already of whoever answers, and the questions that ask for it again.

A question bound to a source is filled in when a sheet is started, and stays free to be corrected. What
is known but must not travel with an application (an IBAN is read by few) is named and never bound.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.people.models import Network
from core.people.models.periods import current
from core.questionnaires.enums import QuestionType
from core.questionnaires.spec import QuestionSpec


@dataclass(frozen=True)
class Source:
    """`words` finds the questions that ask for it; without `read` it is known and never filled in."""

    key: str
    label: Promise
    words: str
    read: Callable[[Network], str] | None = None


def _of(name: str) -> Callable[[Network], str]:
    def read(network: Network) -> str:
        return str(getattr(network.lead, name) or "")

    return read


def _representative(network: Network) -> str:
    held = network.lead.signatories.filter(current(), by_office=True).order_by("pk").first()
    return held.full_name if held else ""


SOURCES = (
    Source(
        "organisation.codice_fiscale",
        _("codice fiscale of the lead organisation"),
        r"codice fiscale|tax code|\bc\.?f\.?\b",
        _of("tax_code"),
    ),
    Source(
        "organisation.vat_number",
        _("partita IVA of the lead organisation"),
        r"partita iva|vat number|p\. ?iva",
        _of("vat_number"),
    ),
    Source(
        "organisation.legal_representative",
        _("legal representative of the lead organisation"),
        r"legale rappresentante|rappresentante legale|legal representative",
        _representative,
    ),
    Source(
        "organisation.pec",
        _("certified e-mail of the lead organisation"),
        r"\bpec\b|posta (elettronica )?certificata|certified e-?mail",
        _of("pec"),
    ),
    Source(
        "organisation.iban",
        _("IBAN of the lead organisation"),
        r"\biban\b|coordinate bancarie|conto corrente|bank (account|details)",
    ),
    Source(
        "organisation.address",
        _("address of the lead organisation"),
        r"indirizzo|sede legale|(street|postal) address|registered office",
        _of("address"),
    ),
    Source(
        "organisation.phone",
        _("telephone of the lead organisation"),
        r"telefono|recapito telefonico|telephone|phone number",
        _of("phone"),
    ),
    Source(
        "organisation.website",
        _("website of the lead organisation"),
        r"sito (web|internet)|website",
        _of("website"),
    ),
    Source(
        "organisation.legal_form",
        _("legal form of the lead organisation"),
        r"forma giuridica|natura giuridica|legal form",
        lambda network: str(network.lead.get_legal_form_display()),
    ),
    Source(
        "network.name",
        _("name of the network"),
        r"nome della rete|denominazione della rete|name of the network",
        lambda network: network.name,
    ),
    Source(
        "network.territory",
        pgettext_lazy("ask-once source", "territory of the network"),
        r"in quale territorio|territorio della rete|which territory|territory of the network",
        lambda network: network.territory.name,
    ),
    Source(
        "organisation.name",
        _("name of the lead organisation"),
        r"(nome|denominazione|ragione sociale) (dell['’ ]|del )?"
        r"(ente|associazione|organizzazione|capofila|soggetto)|ragione sociale"
        r"|name of (the|your) (lead )?organi[sz]ation",
        _of("name"),
    ),
)
BY_KEY = {source.key: source for source in SOURCES}


def bindable(kind: QuestionType) -> list[Source]:
    """The sources that can fill in a question of this type: they are all short texts."""
    return [source for source in SOURCES if source.read] if kind == QuestionType.TEXT else []


def known_already(question: QuestionSpec) -> Source | None:
    """The source that a question asks for again, by the words of its label; None if it is bound."""
    if question.ask_once or question.type not in {QuestionType.TEXT, QuestionType.LONG_TEXT}:
        return None
    asked = f"{question.label.bilingual['it']} {question.label.bilingual['en']}".lower()
    return next((source for source in SOURCES if re.search(source.words, asked)), None)


def known_of(network: Network) -> dict[str, str]:
    """What is known of a network and of its lead, by source: for `sheets.start_sheet(known=…)`."""
    found = {source.key: source.read(network) for source in SOURCES if source.read}
    return {key: value for key, value in found.items() if value}
