"""By mid-February: who comes to the first Policy Lab, a first value, a first practice.

That the Policy Labs begin on 25 March, that the indicators are agreed upon in June and what a practice
tells are in the report; people, values and the practice are invented.
"""

from decimal import Decimal

from core.access import clock
from core.people.models import Network
from education.domain.practices import (
    approve_practice,
    ask_validation,
    draft_practice,
    publish_practice,
    validate_practice,
)
from education.enums import Controllable, Valence
from evaluation.domain.measurements import (
    Given,
    Subject,
    approve_measurement,
    record_measurement,
    submit_measurement,
)
from evaluation.enums import ValueStatus
from evaluation.models import Indicator
from labs.domain.registrations import register
from projects.models import Project
from topmetro.demo.accompaniment import event
from topmetro.demo.people import played_by, signer_of
from topmetro.demo.pilots import official_of, pilots
from topmetro.demo.stage import Stage

LAB = "policy-lab-1"
TOLD_BY = "Rete Portierato Sociale"
WAITING = "Rete Orti di Rivoli"
"""Whose value waits for the evaluator, and whose practice waits for the scientific editor."""
PRACTICE = {
    "problem": "Nei palazzi senza portiere nessuno legge una lettera a chi non ci vede bene, e nessuno"
    " da solo può pagare una persona.",
    "context": "Una borgata di palazzi degli anni Sessanta, con molti anziani soli e amministratori di"
    " condominio che si conoscono.",
    "building_blocks": "Un negozio sfitto in comodato, una persona assunta, sette volontari, un registro"
    " tenuto a vista, una quota di palazzo votata in assemblea.",
    "innovation": "La quota si vota palazzo per palazzo: chi non può pagarla restituisce ore, e decide"
    " quali. Il servizio nasce già con chi lo manterrà.",
    "resources": "Il negozio del condominio di via Lesna 14 e le quote dei primi sei palazzi.",
    "results": "Prima dell'avvio sei palazzi su dieci hanno votato la quota.",
    "story": "La prima assemblea è durata tre ore. Alla fine una signora ha chiesto chi le avrebbe letto"
    " la bolletta, e da lì è nato lo sportello. (Racconto inventato.)",
}
FACTORS = (
    {
        "valence": Valence.SUCCESS,
        "text": "Gli amministratori propongono la quota nelle loro assemblee.",
        "mechanism": "La proposta arriva da chi tiene i conti del palazzo, e quindi è creduta.",
        "controllable": Controllable.PARTLY,
        "workaround": "Cominciare da un amministratore solo e portare i suoi numeri agli altri.",
    },
    {
        "valence": Valence.FAILURE,
        "text": "Due palazzi hanno detto di no perché l'assemblea era online.",
        "mechanism": "Chi è anziano non si è collegato e ha votato chi non aveva bisogno del servizio.",
        "controllable": Controllable.YES,
        "workaround": "Raccogliere le deleghe porta a porta prima dell'assemblea.",
    },
)
LESSONS = (
    {
        "event": "La prima richiesta non è stata la spesa ma una lettera da leggere.",
        "cause": "Chiedere aiuto per leggere è più facile quando non si deve prendere appuntamento.",
        "advice": "Aprite lo sportello prima di comprare qualunque cosa: saranno le domande a dirvi che"
        " cosa serve.",
        "addressee": "chi avvia un servizio di vicinato",
    },
)
PACT = {
    "problem": "La mensa compra lontano ciò che la collina potrebbe coltivare, e chi coltiva non sa se"
    " qualcuno comprerà.",
    "context": "Una collina con terreni incolti, una cucina centrale e persone seguite dai servizi.",
    "innovation": "Prima della semina coltivatori e cuochi scrivono insieme che cosa serve, quando e a"
    " quale prezzo.",
    "results": "Il calendario di semina è scritto con la cucina; undici proprietari danno il terreno.",
}
PACT_FACTORS = (
    {
        "valence": Valence.AMBIVALENT,
        "text": "La mensa decide per anni scolastici, i campi per stagioni.",
        "mechanism": "Chi compra e chi coltiva hanno calendari diversi e si trovano solo a febbraio.",
        "controllable": Controllable.PARTLY,
        "workaround": "Fissare il tavolo della semina nel calendario della scuola.",
    },
)
PACT_LESSONS = (
    {
        "event": "Il laboratorio di trasformazione è stato rinviato.",
        "cause": "Senza un acquirente certo sarebbe stato solo un costo.",
        "advice": "Cercate prima chi compra, poi chi trasforma.",
        "addressee": "reti che avviano una filiera",
    },
)


def learning_scenes(stage: Stage) -> None:
    """January and the first half of February."""
    stage.add("2021-01-25T10:00", _invite_to_lab)
    stage.add("2021-02-03T17:00", _tell_practice)
    stage.add("2021-02-08T11:00", _record_values)
    stage.add("2021-02-10T16:00", _hand_another_practice_in)


def _invite_to_lab() -> None:
    """One person for each pilot, the municipal officials, and a citizen."""
    lab = event(LAB)
    for pilot in pilots():
        network = Network.objects.select_related("territory").get(name=pilot.network)
        register(event_id=lab.pk, by=signer_of(network), network=network)
        register(event_id=lab.pk, by=official_of(network.territory.code))
    register(event_id=lab.pk, by=played_by("Sofia Mancini"))


def _tell_practice() -> None:
    network = Network.objects.get(name=TOLD_BY)
    author = signer_of(network)
    practice = draft_practice(
        title="La quota votata in assemblea",
        author=author,
        network=network,
        project=Project.objects.get(network=network),
        by=played_by("Marco Bonino"),
        factors=FACTORS,
        lessons=LESSONS,
        **PRACTICE,
    )
    ask_validation(practice_id=practice.pk, by=played_by("Marco Bonino"))
    validate_practice(practice_id=practice.pk, by=author)
    approve_practice(
        practice_id=practice.pk,
        reason="Caso descritto con i suoi insuccessi; il meccanismo della delega va osservato altrove.",
        by=played_by("Giorgio Valle"),
    )
    publish_practice(practice_id=practice.pk, by=played_by("Giulia Ferrero"))


def _record_values() -> None:
    """A measured zero is a value; what cannot be said yet says so."""
    first, today = clock.today().replace(day=1), clock.today()
    matured = Indicator.objects.get(key="reti-maturate")
    counted = record_measurement(
        indicator_id=matured.pk,
        subject=Subject(),
        starts_on=first,
        ends_on=today,
        given=Given(ValueStatus.RECORDED, value=Decimal(0), note="Nessun accordo firmato finora."),
        by=played_by("Marco Bonino"),
    )
    submit_measurement(measurement_id=counted.pk, by=played_by("Marco Bonino"))
    approve_measurement(measurement_id=counted.pk, by=played_by("Elena Barbero"))
    project = Project.objects.select_related("network").get(network__name=WAITING)
    offered = record_measurement(
        indicator_id=Indicator.objects.get(key="risorse-messe-in-comune").pk,
        subject=Subject(project_id=project.pk),
        starts_on=first,
        ends_on=today,
        given=Given(
            ValueStatus.RECORDED, value=Decimal(3), note="Terreni, trattore, serra mobile."
        ),
        by=signer_of(project.network),
    )
    submit_measurement(measurement_id=offered.pk, by=signer_of(project.network))


def _hand_another_practice_in() -> None:
    """Told by its author, who consents; the scientific editor has not read it yet."""
    network = Network.objects.get(name=WAITING)
    author = signer_of(network)
    practice = draft_practice(
        title="Il patto prima della semina",
        author=author,
        network=network,
        by=author,
        factors=PACT_FACTORS,
        lessons=PACT_LESSONS,
        **PACT,
    )
    ask_validation(practice_id=practice.pk, by=author)
    validate_practice(practice_id=practice.pk, by=author)
