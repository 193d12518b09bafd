"""The commission member's page and the ranking's page at 20, 200 and 2,000 applications.

    python3 dev.py bench tests/bench/test_examination.py

Prints queries and the median time of each page; fails if the queries grow with the applications.
"""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from calls.domain.rankings import draw_ranking
from calls.enums import SCORING_SEATS, ScorecardState, SubmissionState
from calls.models import Criterion, Declaration, Score, Scorecard, Submission
from core.access import clock
from core.access.models import User
from core.access.scope import open_programme
from core.people.enums import OrganisationKind
from core.people.models import Network, Organisation
from core.programmes.models import Programme
from core.questionnaires.models import AnswerSheet
from tests.bench.pages import queries_of, seconds_of
from tests.databases import owner_cursor
from tests.factories import commission, programmes
from tests.factories.commission import AT_WORK, AtWork

SIZES = (20, 200, 2000)
TERRITORIES = 8
QUERIES_AT_MOST = 12
"""What each page asks, whatever the applications."""


def fill(work: AtWork, numbers: range) -> None:
    """Admitted applications of new networks, declared on and completely scored."""
    now, by = clock.now(), work.cast.coordinator
    places = [
        programmes.territory(f"Comune {place}", code=f"0019{place:02}")
        for place in range(TERRITORIES)
    ]
    leads = Organisation.objects.bulk_create(
        Organisation(
            name=f"Ente {number}", kind=OrganisationKind.ETS, created_at=now, created_by=by
        )
        for number in numbers
    )
    networks = Network.objects.bulk_create(
        Network(
            name=f"Rete {lead.name}", territory=places[place % TERRITORIES], lead=lead,
            created_at=now, created_by=by,
        )
        for place, lead in enumerate(leads)
    )  # fmt: skip
    sheets = AnswerSheet.objects.bulk_create(
        AnswerSheet(version=work.call.version, started_at=now) for _network in networks
    )
    made = Submission.objects.bulk_create(
        Submission(
            call=work.call, network=network, lead=network.lead, territory=network.territory,
            sheet=sheet, title=f"Proposta di {network.name}", number=f"2021-{number + 10:05}",
            state=SubmissionState.ADMISSIBLE, started_at=now, started_by=by, changed_at=now,
            submitted_at=now, submitted_by=by, checked_at=now, checked_by=by,
        )
        for network, sheet, number in zip(networks, sheets, numbers, strict=True)
    )  # fmt: skip
    seats = list(work.commission.seats.order_by("pk"))
    Declaration.objects.bulk_create(
        Declaration(seat=seat, network=network, ties=[], bars=False, declared_at=now)
        for seat in seats
        for network in networks
    )
    score(work, made)


def score(work: AtWork, submissions: list[Submission]) -> None:
    now = clock.now()
    criteria = list(Criterion.objects.filter(selection__call=work.call).order_by("position"))
    cards = Scorecard.objects.bulk_create(
        Scorecard(submission=one, seat=seat, started_at=now, changed_at=now)
        for one in submissions
        for seat in work.commission.seats.filter(kind__in=SCORING_SEATS).order_by("pk")
    )
    Score.objects.bulk_create(
        Score(scorecard=card, criterion=row, value=Decimal(place % 21) / 2, out_of=10)
        for place, card in enumerate(cards)
        for row in criteria
    )
    Scorecard.objects.filter(pk__in=[card.pk for card in cards]).update(
        state=ScorecardState.SUBMITTED, submitted_at=now
    )


@pytest.fixture
def programme(committed_db: None) -> Programme:
    """Committed, so that the database knows its own tables as it does in the office."""
    return programmes.programme(slug="prova", name="Prova")


def test_pages_of_the_examination(programme: Programme, test_database_name: str) -> None:
    with clock.at(AT_WORK), translation.override("it"):
        with open_programme(programme.pk):
            work = commission.at_work()
            score(work, [work.first, work.second])
        done, found = 0, {}
        for size in SIZES:
            with open_programme(programme.pk):
                fill(work, range(done, size - 2))
                done = size - 2
                with clock.at(AT_WORK + timedelta(hours=1)):
                    draw_ranking(call_id=work.call.pk, by=work.cast.coordinator)
            with owner_cursor(test_database_name) as cursor:
                cursor.execute("ANALYZE")
            for name, person in (
                ("commission_home", work.cast.member),
                ("ranking_detail", work.cast.secretary),
            ):
                found[name, size] = _measured(name, size, person, work)
    print(f"\nload {os.getloadavg()[0]:.1f}")
    for (name, size), queries in found.items():
        assert queries == found[name, SIZES[0]], (name, size)
        assert queries <= QUERIES_AT_MOST, (name, size)


def _measured(name: str, size: int, person: User, work: AtWork) -> int:
    """Print what a page costs, answer with its queries."""
    address = reverse(f"calls:{name}", kwargs={"slug": "prova", "key": work.call.pk})
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    queries, took = queries_of(client, address), seconds_of(client, address) * 1000
    print(f"\n{name:16} {size:5} applications: {queries:3} queries, {took:7.1f} ms")
    return queries
