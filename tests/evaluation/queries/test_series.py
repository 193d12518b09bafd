"""What the approved values say together, and who sees the others."""

from decimal import Decimal

import pytest

from core.people.enums import MemberLevel
from core.programmes.models import Programme
from evaluation import queries, wording
from evaluation.progress import Undefined
from projects.models import Project
from tests.factories import evaluation, people, programmes, projects
from tests.factories.evaluation import counted


def two_projects() -> tuple[Project, Project]:
    rivoli = programmes.territory("Rivoli")
    return evaluation.project(), evaluation.project("Rete Mercato", territory=rivoli)


@pytest.mark.rule("R24")
def test_a_total_says_how_many_of_how_many_and_never_mixes_subjects(programme: Programme) -> None:
    indicator, (orti, _market) = evaluation.indicator(), two_projects()
    awaited = queries.expected_keys()
    [nothing] = queries.totals_of(indicator, [], awaited)
    assert (nothing.total.value, nothing.total.reported, nothing.total.expected) == (None, 0, 2)
    evaluation.approved(indicator, counted(4), project=orti)
    evaluation.approved(indicator, counted(9), territory=programmes.territory("Rivoli"))
    evaluation.approved(indicator, counted(20))
    made = queries.totals_of(indicator, queries.approved(), awaited)
    assert [(one.total.value, one.total.reported, one.total.expected) for one in made] == [
        (Decimal(4), 1, 2),
        (Decimal(9), 1, len(awaited.territories)),
        (Decimal(20), 1, 1),
    ]


@pytest.mark.rule("R26")
def test_a_target_and_how_far_it_is(programme: Programme) -> None:
    indicator, (orti, market) = evaluation.indicator(), two_projects()
    evaluation.target(indicator)
    awaited = queries.expected_keys()
    [empty] = queries.standings_of(indicator, [], awaited)
    assert empty.progress.undefined == Undefined.NO_VALUE
    evaluation.approved(indicator, counted(4), project=orti)
    evaluation.approved(indicator, counted(8), project=market)
    [standing] = queries.standings_of(indicator, queries.approved(), awaited)
    assert (standing.actual.value, standing.actual.reported) == (Decimal(12), 2)
    assert (standing.progress.share, standing.progress.met) == (Decimal("1.2"), True)
    assert wording.progress_text(standing.progress).startswith("120")


@pytest.mark.rule("R31")
def test_only_what_was_approved_is_public(programme: Programme) -> None:
    indicator, (orti, market) = evaluation.indicator(), two_projects()
    draft = evaluation.draft(indicator, project=orti)
    sent = evaluation.submitted(indicator, project=market)
    public = evaluation.approved(indicator)
    assert set(queries.approved()) == {public}
    assert set(queries.visible_to(evaluation.evaluator())) == {draft, sent, public}
    assert set(queries.visible_to(projects.writer(orti))) == {draft, public}
    assert set(queries.visible_to(projects.official())) == {sent, public}
    assert set(queries.visible_to(people.municipal_official(market.territory))) == {sent, public}
    viewer = people.member(market.lead, MemberLevel.VIEWER).user
    assert set(queries.visible_to(viewer)) == {sent, public}


def test_figures_in_words(programme: Programme) -> None:
    assert wording.figure_text(None, "ore") == "\N{EN DASH}"
    assert wording.figure_text(Decimal("1250.0000"), "ore").replace("\xa0", " ") == "1.250 ore"
    assert wording.figure_text(Decimal("37.5000"), "%").replace("\xa0", " ") == "37,5 %"
    assert wording.figure_text(Decimal("0.0000")) == "0"
