"""States of what the body asks, announces and is asked while it examines applications."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone


class IntegrationState(models.TextChoices):
    """A request to complete (*soccorso istruttorio*): it ends once, by an answer or without one."""

    OPEN = "open", pgettext_lazy("request to complete", "waits for the network")
    ANSWERED = "answered", pgettext_lazy("request to complete", "answered")
    EXPIRED = "expired", pgettext_lazy("request to complete", "not answered in time")
    CANCELLED = "cancelled", pgettext_lazy("request to complete", "taken back")


class ExclusionState(models.TextChoices):
    """A notice before exclusion (*preavviso*): it waits for observations, then for a decision."""

    OPEN = "open", pgettext_lazy("notice before exclusion", "waits for observations")
    ANSWERED = "answered", pgettext_lazy("notice before exclusion", "observations received")
    EXPIRED = "expired", pgettext_lazy("notice before exclusion", "no observations in time")
    CONCLUDED = "concluded", pgettext_lazy("notice before exclusion", "decided")


class ReviewState(models.TextChoices):
    """A request for review (*istanza di riesame*) of what a final ranking says."""

    SUBMITTED = "submitted", pgettext_lazy("request for review", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("request for review", "accepted")
    REJECTED = "rejected", pgettext_lazy("request for review", "rejected")


INTEGRATION_MOVES: dict[IntegrationState, frozenset[IntegrationState]] = {
    IntegrationState.OPEN: frozenset(
        {IntegrationState.ANSWERED, IntegrationState.EXPIRED, IntegrationState.CANCELLED}
    ),
    IntegrationState.ANSWERED: frozenset(),
    IntegrationState.EXPIRED: frozenset(),
    IntegrationState.CANCELLED: frozenset(),
}

EXCLUSION_MOVES: dict[ExclusionState, frozenset[ExclusionState]] = {
    ExclusionState.OPEN: frozenset(
        {ExclusionState.ANSWERED, ExclusionState.EXPIRED, ExclusionState.CONCLUDED}
    ),
    ExclusionState.ANSWERED: frozenset({ExclusionState.CONCLUDED}),
    ExclusionState.EXPIRED: frozenset({ExclusionState.CONCLUDED}),
    ExclusionState.CONCLUDED: frozenset(),
}

REVIEW_MOVES: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.SUBMITTED: frozenset({ReviewState.ACCEPTED, ReviewState.REJECTED}),
    ReviewState.ACCEPTED: frozenset(),
    ReviewState.REJECTED: frozenset(),
}

INTEGRATION_TONES: dict[IntegrationState, Tone] = {
    IntegrationState.OPEN: Tone.WAITING,
    IntegrationState.ANSWERED: Tone.SUCCESS,
    IntegrationState.EXPIRED: Tone.DANGER,
    IntegrationState.CANCELLED: Tone.NEUTRAL,
}

EXCLUSION_TONES: dict[ExclusionState, Tone] = {
    ExclusionState.OPEN: Tone.WAITING,
    ExclusionState.ANSWERED: Tone.WARNING,
    ExclusionState.EXPIRED: Tone.WARNING,
    ExclusionState.CONCLUDED: Tone.NEUTRAL,
}

REVIEW_TONES: dict[ReviewState, Tone] = {
    ReviewState.SUBMITTED: Tone.WAITING,
    ReviewState.ACCEPTED: Tone.SUCCESS,
    ReviewState.REJECTED: Tone.DANGER,
}

INTEGRATION_DAYS_MOST = 30
"""Once, and for no longer than thirty days, may what is missing suspend a procedure (L. 241/1990 art. 2 c. 7)."""

OBSERVATION_DAYS_LEAST = 10
"""Whoever is told of a coming refusal has ten days to answer (L. 241/1990 art. 10-bis)."""

REVIEW_ANSWER_DAYS = 30
"""A procedure begun by an application ends within thirty days, where nothing else is said (art. 2 c. 2)."""
