"""The commission member's page and the ranking's page at 20, 200 and 2,000 applications.

    python3 dev.py bench tests/bench/test_examination.py

Prints queries and the median time of each page; fails if the queries grow with the applications.
"""

import os
import time
from datetime import timedelta
from decimal import Decimal
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from calls.domain.rankings import draw_ranking
from calls.enums import SCORING_SEATS, ScorecardState, SubmissionState
from calls.models import Criterion, Declaration, Score, Scorecard, Submission
from core.access import clock
from core.people.enums import OrganisationKind
from core.people.models import Network, Organisation
from core.questionnaires.models import AnswerSheet
from tests.factories import commission, programmes
from tests.factories.commission import AT_WORK, AtWork

SIZES = (20, 200, 2000)
TERRITORIES = 8
TIMES = 9


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


def measured(client: Client, path: str) -> tuple[int, float]:
    """Queries of one answer, and the median milliseconds of some."""
    client.get(path)
    connection.queries_log.clear()  # it holds a limited number, and filling has filled it
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    seconds = []
    for _time in range(TIMES):
        started = time.perf_counter()
        client.get(path)
        seconds.append(time.perf_counter() - started)
    return len(queries), median(seconds) * 1000


@pytest.mark.usefixtures("programme")
def test_pages_of_the_examination(sign_in: object) -> None:
    with clock.at(AT_WORK), translation.override("it"):
        work = commission.at_work()
        score(work, [work.first, work.second])
        keys = {"slug": "prova", "key": work.call.pk}
        pages = {
            "member": (work.cast.member, reverse("calls:commission_home", kwargs=keys)),
            "ranking": (work.cast.secretary, reverse("calls:ranking_detail", kwargs=keys)),
        }
        done, found = 0, {}
        for size in SIZES:
            fill(work, range(done, size - 2))
            done = size - 2
            with clock.at(AT_WORK + timedelta(hours=1)):
                draw_ranking(call_id=work.call.pk, by=work.cast.coordinator)
                for name, (person, path) in pages.items():
                    found[name, size] = measured(sign_in(person), path)  # type: ignore[operator]  # the fixture is a function
                    queries, took = found[name, size]
                    print(f"\n{name:8} {size:5} applications: {queries:3} queries, {took:7.1f} ms")
    print(f"\nload {os.getloadavg()[0]:.1f}")
    for name in pages:
        assert found[name, SIZES[-1]][0] == found[name, SIZES[0]][0], name
