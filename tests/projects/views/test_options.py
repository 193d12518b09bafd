"""What a mentor and a municipal official can do unasked: the network not met for longest, the own project."""

from datetime import timedelta
from typing import Any

from django.test import RequestFactory

from core.access import clock
from core.access.portal import Often
from core.people.queries import forget
from core.programmes.models import Programme
from projects import mentorship_paths as paths
from projects import option_portal
from projects import paths as project_paths
from projects.enums import ProjectState
from tests.contributions import told
from tests.factories import mentorship as factory
from tests.factories import people, programmes
from tests.factories.projects import project_in


def test_the_network_not_met_for_longest_stands_first(programme: Programme) -> None:
    mentor = factory.known_mentor()
    made = [factory.accepted(people.network(f"Rete {name}"), mentor) for name in "abcd"]
    start = clock.now()
    for days, assignment in zip((30, 0, 10, 20), made, strict=True):
        with clock.at(start + timedelta(days=days)):
            factory.meeting(assignment)
    forget(mentor)
    request: Any = RequestFactory().get("/")
    request.user, request.programme = mentor, programme
    with clock.at(start + timedelta(days=150)):
        options = [one for one in told(option_portal.options(request)) if one.icon == "comment"]
    first, second, third, fourth = made
    assert [one.url for one in options[:3]] == [paths.log(row) for row in (second, third, fourth)]
    assert str(options[0].note)[:3] in {"1,5", "1.5"}
    assert len(options) == 4
    assert paths.log(first) not in [one.url for one in options]


def test_the_project_of_ones_municipality_stands_first(programme: Programme) -> None:
    own = project_in(ProjectState.ACTIVE)
    official = people.municipal_official(own.territory)
    elsewhere = people.municipal_official(programmes.territory("Rivoli"), "Rina Rivoli")
    for person, expected in ((official, [project_paths.detail(own)]), (elsewhere, [])):
        forget(person)
        request: Any = RequestFactory().get("/")
        request.user, request.programme = person, programme
        daily = [one for one in told(option_portal.options(request)) if one.often == Often.DAILY]
        assert [one.url for one in daily] == expected
