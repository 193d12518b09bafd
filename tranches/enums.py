"""States of a tranche, the moves between them, and the kinds of what its gate reads."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone

if TYPE_CHECKING:
    from core.access.blocked import Text


class TrancheKind(models.TextChoices):
    """A balance only follows the final report."""

    ADVANCE = "advance", _("advance")
    INTERIM = "interim", pgettext_lazy("tranche", "interim")
    BALANCE = "balance", pgettext_lazy("tranche", "balance")


class Condition(models.TextChoices):
    """What the gate of a tranche may ask for. The last four are asked of every payment (T6)."""

    AGREEMENT_IN_FORCE = "agreement_in_force", _("Agreement in force, with CUP")
    REPORT_ACCEPTED = "report_accepted", _("Report of the previous period accepted")
    ACT_PUBLISHED = "act_published", _("Act published")
    CLEARANCE_REGULAR = "clearance_regular", _("Social-security clearance (DURC)")
    IBAN_VERIFIED = "iban_verified", _("IBAN verified")
    WITHHOLDING_DECLARED = "withholding_declared", _("Withholding tax declared")


BEFORE_ORDER = (
    Condition.ACT_PUBLISHED,
    Condition.CLEARANCE_REGULAR,
    Condition.IBAN_VERIFIED,
    Condition.WITHHOLDING_DECLARED,
)
"""Asked of every payment order, whatever the plan says (T6)."""

RECORDED_BY_HAND = frozenset({Condition.REPORT_ACCEPTED})
"""Conditions that the portal can't read from its own rows: somebody records them with their proof."""

RULE_OF: dict[Condition, "Text"] = {
    Condition.AGREEMENT_IN_FORCE: _("L. 241/1990 art. 11; DL 76/2020 art. 41"),
    Condition.REPORT_ACCEPTED: _("Plan of the contribution"),
    Condition.ACT_PUBLISHED: _("D.Lgs. 33/2013 art. 26 c. 3"),
    Condition.CLEARANCE_REGULAR: _("DPR 445/2000 art. 44-bis"),
    Condition.IBAN_VERIFIED: _("L. 136/2010 art. 3"),
    Condition.WITHHOLDING_DECLARED: _("DPR 600/1973 art. 28 c. 2"),
}
"""The norm or the document on which each condition stands."""


class TrancheState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("tranche", "planned")
    REQUESTED = "requested", pgettext_lazy("tranche", "requested")
    VERIFIED = "verified", pgettext_lazy("tranche", "checked")
    OPINION_GIVEN = "opinion_given", pgettext_lazy("tranche", "opinion given")
    APPROVED = "approved", pgettext_lazy("tranche", "approved")
    ORDERED = "ordered", pgettext_lazy("tranche", "payment ordered")
    PAID = "paid", pgettext_lazy("tranche", "paid")
    RETURNED = "returned", pgettext_lazy("tranche", "returned")
    SUSPENDED = "suspended", pgettext_lazy("tranche", "suspended")


S = TrancheState

MOVES: dict[TrancheState, frozenset[TrancheState]] = {
    S.PLANNED: frozenset({S.REQUESTED}),
    S.REQUESTED: frozenset({S.VERIFIED, S.RETURNED, S.SUSPENDED}),
    S.VERIFIED: frozenset({S.OPINION_GIVEN, S.APPROVED, S.RETURNED, S.SUSPENDED}),
    S.OPINION_GIVEN: frozenset({S.APPROVED, S.RETURNED, S.SUSPENDED}),
    S.APPROVED: frozenset({S.ORDERED, S.SUSPENDED}),
    S.ORDERED: frozenset({S.PAID, S.APPROVED, S.SUSPENDED}),
    S.PAID: frozenset({S.APPROVED, S.SUSPENDED}),
    S.RETURNED: frozenset({S.REQUESTED}),
    S.SUSPENDED: frozenset({S.REQUESTED, S.VERIFIED, S.OPINION_GIVEN, S.APPROVED}),
}
"""Back from ordered or paid leads only the bank's return (T10): to approved, or to suspended while
another tranche of the project is moving."""

REQUESTABLE = frozenset({S.PLANNED, S.RETURNED})
RETURNABLE = frozenset({S.REQUESTED, S.VERIFIED, S.OPINION_GIVEN})
SUSPENDABLE = frozenset({S.REQUESTED, S.VERIFIED, S.OPINION_GIVEN, S.APPROVED})
BACK_FROM_BANK = frozenset({S.ORDERED, S.PAID})
MOVING = SUSPENDABLE | {S.ORDERED}
"""Some office has it in hand: one at a time for each project, in the database too (T2)."""

IN_FLIGHT = MOVING | {S.SUSPENDED}
"""Asked for and neither paid nor sent back: no other is asked for meanwhile (T2)."""

TONES: dict[TrancheState, Tone] = {
    S.PLANNED: Tone.DRAFT,
    S.REQUESTED: Tone.ACTIVE,
    S.VERIFIED: Tone.ACTIVE,
    S.OPINION_GIVEN: Tone.ACTIVE,
    S.APPROVED: Tone.WAITING,
    S.ORDERED: Tone.WAITING,
    S.PAID: Tone.SUCCESS,
    S.RETURNED: Tone.WARNING,
    S.SUSPENDED: Tone.DANGER,
}


class Step(models.TextChoices):
    """What is done to a tranche, in order; the gate is asked for the next one."""

    REQUEST = "request", _("request")
    VERIFY = "verify", _("check")
    OPINION = "opinion", _("municipality's opinion")
    APPROVE = "approve", _("settlement act")
    PUBLISH = "publish", _("publication of the act")
    ORDER = "order", _("payment order")
    PAY = "pay", _("treasury receipt")


class OpinionKind(models.TextChoices):
    """The municipality's opinion (*parere del Comune*); silence is deemed skipped after its term."""

    FAVOURABLE = "favourable", _("favourable")
    WITH_REMARKS = "with_remarks", _("favourable, with remarks")
    CONTRARY = "contrary", _("contrary")
    NOT_GIVEN = "not_given", _("not given in time")


GIVEN_OPINIONS = (OpinionKind.FAVOURABLE, OpinionKind.WITH_REMARKS, OpinionKind.CONTRARY)


class ActKind(models.TextChoices):
    """How the body calls the act by which it says that the sum is due."""

    DETERMINATION = "determination", _("executive determination")
    DECREE = "decree", _("decree")
    RESOLUTION = "resolution", _("resolution")


class EntryKind(models.TextChoices):
    """A mistake in the ledger, and money that the bank sent back, is a reversal (T8, T10)."""

    PAYMENT = "payment", _("payment")
    REVERSAL = "reversal", _("reversal")


class ClearanceState(models.TextChoices):
    """*DURC*: regular, pending, irregular; not subject by declaration (associations without staff)."""

    REGULAR = "regular", _("regular")
    PENDING = "pending", _("pending")
    IRREGULAR = "irregular", _("irregular")
    NOT_SUBJECT = "not_subject", _("not subject, by declaration")


class ReportAnswerKind(models.TextChoices):
    """What a verifier says of the report that the lead handed over."""

    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
    RETURNED = "returned", pgettext_lazy("report", "sent back")


class ReportState(models.TextChoices):
    """Where the report of a tranche stands, read from its rows. Accepted may also come on paper or by PEC."""

    MISSING = "missing", pgettext_lazy("report", "not handed over")
    AWAITED = "awaited", pgettext_lazy("report", "waits for the verifier")
    RETURNED = "returned", pgettext_lazy("report", "sent back")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
