"""States and kinds of projects and of their papers, and the moves that are allowed between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone


class ProjectState(models.TextChoices):
    """Designing lasts until the approval: a plan that was sent and not yet decided is still designing.

    A design lapses when its proposal leaves the place; what was approved is revoked by an act.
    """

    DESIGNING = "designing", pgettext_lazy("project", "in design")
    APPROVED = "approved", pgettext_lazy("project", "approved")
    ACTIVE = "active", pgettext_lazy("project", "under way")
    COMPLETED = "completed", pgettext_lazy("project", "completed")
    CLOSED = "closed", pgettext_lazy("project", "closed")
    SUSPENDED = "suspended", pgettext_lazy("project", "suspended")
    REVOKED = "revoked", pgettext_lazy("project", "revoked")
    LAPSED = "lapsed", pgettext_lazy("project", "lapsed")


PROJECT_MOVES: dict[ProjectState, frozenset[ProjectState]] = {
    ProjectState.DESIGNING: frozenset({ProjectState.APPROVED, ProjectState.LAPSED}),
    ProjectState.APPROVED: frozenset(
        {ProjectState.ACTIVE, ProjectState.SUSPENDED, ProjectState.REVOKED}
    ),
    ProjectState.ACTIVE: frozenset(
        {ProjectState.COMPLETED, ProjectState.SUSPENDED, ProjectState.REVOKED}
    ),
    ProjectState.COMPLETED: frozenset({ProjectState.CLOSED, ProjectState.REVOKED}),
    ProjectState.CLOSED: frozenset(),
    ProjectState.SUSPENDED: frozenset({ProjectState.ACTIVE, ProjectState.REVOKED}),
    ProjectState.REVOKED: frozenset(),
    ProjectState.LAPSED: frozenset({ProjectState.DESIGNING}),
}
"""A lapsed project is designed again if a correction of the ranking gives its proposal the place back."""

UNAPPROVED_STATES = frozenset({ProjectState.DESIGNING, ProjectState.LAPSED})

APPROVED_STATES = frozenset(ProjectState) - UNAPPROVED_STATES
"""The approval is behind: the plan stands, the budget adds up."""

PUBLIC_STATES = APPROVED_STATES
"""What anybody may read about: also a suspended or revoked project, whose grant was published."""

ENDED_EARLY = frozenset({ProjectState.LAPSED, ProjectState.REVOKED})
"""Over before its time, each with its reason; a revocation also with its act."""

STARTED_STATES = frozenset({ProjectState.ACTIVE, ProjectState.COMPLETED, ProjectState.CLOSED})

PAYABLE_STATES = frozenset({ProjectState.APPROVED, ProjectState.ACTIVE})

PROJECT_TONES: dict[ProjectState, Tone] = {
    ProjectState.DESIGNING: Tone.DRAFT,
    ProjectState.APPROVED: Tone.SUCCESS,
    ProjectState.ACTIVE: Tone.ACTIVE,
    ProjectState.COMPLETED: Tone.SUCCESS,
    ProjectState.CLOSED: Tone.NEUTRAL,
    ProjectState.SUSPENDED: Tone.WARNING,
    ProjectState.REVOKED: Tone.DANGER,
    ProjectState.LAPSED: Tone.NEUTRAL,
}


class BudgetCategory(models.TextChoices):
    """What a budget line (*voce di spesa*) pays for."""

    STAFF = "staff", _("staff")
    SERVICES = "services", _("services and advice")
    EQUIPMENT = "equipment", _("equipment")
    MATERIALS = "materials", _("materials and supplies")
    SPACES = "spaces", _("spaces and rents")
    COMMUNICATION = "communication", _("communication")
    TRAVEL = "travel", _("travel")
    VOLUNTEERS = "volunteers", _("volunteers' expenses")
    OVERHEADS = "overheads", _("general costs")
    OTHER = "other", pgettext_lazy("budget", "other")


class PaperKind(models.TextChoices):
    """What a supporting document (*giustificativo di spesa*) is."""

    PAYSLIP = "payslip", _("payslip")
    INVOICE = "invoice", _("invoice")
    RECEIPT = "receipt", _("receipt")
    OTHER = "other", pgettext_lazy("supporting document", "other")


class OpinionKind(models.TextChoices):
    """What the municipality says of a plan (*parere del Comune*)."""

    FAVOURABLE = "favourable", _("favourable")
    WITH_REMARKS = "with_remarks", _("favourable, with remarks")
    CONTRARY = "contrary", _("contrary")

    @property
    def tone(self) -> Tone:
        return {
            OpinionKind.FAVOURABLE: Tone.SUCCESS,
            OpinionKind.WITH_REMARKS: Tone.WARNING,
            OpinionKind.CONTRARY: Tone.DANGER,
        }[self]


class AgreementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("agreement", "draft")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")

    @property
    def tone(self) -> Tone:
        return Tone.DRAFT if self == AgreementState.DRAFT else Tone.SUCCESS


AGREEMENT_MOVES: dict[AgreementState, frozenset[AgreementState]] = {
    AgreementState.DRAFT: frozenset({AgreementState.IN_FORCE}),
    AgreementState.IN_FORCE: frozenset(),
}


class Party(models.TextChoices):
    """Who signs an agreement (*convenzione*)."""

    BODY = "body", _("the public body")
    LEAD = "lead", _("the lead organisation")


class SignatureMethod(models.TextChoices):
    DIGITAL = "digital", _("digital signature")
    HANDWRITTEN = "handwritten", _("handwritten signature")
