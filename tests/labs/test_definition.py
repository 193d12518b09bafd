"""The shipped definition's labs as rows: titles, periods, partners, outputs, canvases."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from core.access.scope import open_programme
from core.notices.models import Deadline
from labs.models import CanvasTemplate, Event, Series
from topmetro.definition import load_definition

TEXT = Path("topmetro/definitions/top-metro-fa-bene.toml").read_text(encoding="utf-8")


@pytest.mark.rule("R11")
def test_the_labs_of_the_programme(db: Any) -> None:
    programme = load_definition(TEXT, by=None)
    with open_programme(programme.pk):
        kinds = Event.objects.values_list("kind").annotate(total=Count("pk")).order_by()
        assert dict(kinds) == {"workshop": 7, "system_lab": 3, "policy_lab": 4}
        assert set(Event.objects.values_list("state", "from_definition")) == {("published", True)}
        lab = Event.objects.get(key="economia-di-prossimita")
        assert (lab.when, lab.series) == ("da aprile 2021", Series.objects.get(position=2))
        assert [str(row.funder) for row in lab.partners.all()] == ["Day Group"]
        assert len(lab.output_list) == 3
        assert all(text["en"] for text in lab.output_list)
        assert Event.objects.get(key="workshop-2020-1").when == "settembre–novembre 2020"
        assert CanvasTemplate.objects.filter(events__kind="policy_lab").count() == 4
        # The four Policy Labs have their day; nobody is reminded of the rest.
        assert Deadline.objects.filter(label="labs.Event").count() == 4
