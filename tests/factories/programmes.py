"""Programmes and their territories for tests."""

from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual


def programme(*, slug: str, name: str, state: ProgrammeState = ProgrammeState.PUBLIC) -> Programme:
    return Programme.objects.create(slug=slug, name=Bilingual(it=name, en=name), state=state)
