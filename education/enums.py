"""States of a practice and the moves that are allowed between them; words of its factors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone


class PracticeState(models.TextChoices):
    """From the practitioner's draft to the library; what was returned is a draft again."""

    DRAFT = "draft", pgettext_lazy("practice", "draft")
    VALIDATED = "validated", pgettext_lazy("practice", "confirmed by the practitioner")
    REVIEWED = "reviewed", pgettext_lazy("practice", "reviewed")
    PUBLISHED = "published", pgettext_lazy("practice", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("practice", "withdrawn")


class PracticeVisibility(models.TextChoices):
    """Who reads a published practice. Only one for everybody is on the public pages."""

    NETWORK = "network", _("the network that tells it")
    PROGRAMME = "programme", _("everybody who takes part in the programme")
    ALL = "all", _("everybody")


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC0 = "cc0-1.0", "CC0 1.0"


class Valence(models.TextChoices):
    """Whether a factor helped (*fattore critico di successo o insuccesso*)."""

    SUCCESS = "success", _("it helped")
    FAILURE = "failure", _("it hindered")
    AMBIVALENT = "ambivalent", _("it did both")


class Controllable(models.TextChoices):
    """Whether whoever tries again can do something about a factor."""

    YES = "yes", pgettext_lazy("factor", "yes")
    PARTLY = "partly", pgettext_lazy("factor", "in part")
    NO = "no", pgettext_lazy("factor", "no")


PRACTICE_MOVES: dict[PracticeState, frozenset[PracticeState]] = {
    PracticeState.DRAFT: frozenset({PracticeState.VALIDATED, PracticeState.WITHDRAWN}),
    PracticeState.VALIDATED: frozenset(
        {PracticeState.REVIEWED, PracticeState.DRAFT, PracticeState.WITHDRAWN}
    ),
    PracticeState.REVIEWED: frozenset(
        {PracticeState.PUBLISHED, PracticeState.DRAFT, PracticeState.WITHDRAWN}
    ),
    PracticeState.PUBLISHED: frozenset({PracticeState.WITHDRAWN}),
    PracticeState.WITHDRAWN: frozenset(),
}

NEED_CONSENT = frozenset({PracticeState.VALIDATED, PracticeState.REVIEWED, PracticeState.PUBLISHED})
"""None of these can be without the practitioner's consent to this very text (R46)."""

PRACTICE_TONES: dict[PracticeState, Tone] = {
    PracticeState.DRAFT: Tone.DRAFT,
    PracticeState.VALIDATED: Tone.WAITING,
    PracticeState.REVIEWED: Tone.WAITING,
    PracticeState.PUBLISHED: Tone.SUCCESS,
    PracticeState.WITHDRAWN: Tone.NEUTRAL,
}

VALENCE_TONES: dict[Valence, Tone] = {
    Valence.SUCCESS: Tone.SUCCESS,
    Valence.FAILURE: Tone.DANGER,
    Valence.AMBIVALENT: Tone.WARNING,
}

LICENCE_URLS: dict[Licence, str] = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.it",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.it",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/deed.it",
}
