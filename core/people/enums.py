"""Closed vocabularies of people, organisations and networks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ui.tones import Tone


class RoleName(models.TextChoices):
    """Every role that somebody can have in a programme; `roles` says what each may do."""

    COORDINATOR = "coordinator", _("coordinator")
    FACILITATOR = "facilitator", _("facilitator")
    MENTOR = "mentor", _("mentor")
    VERIFIER = "verifier", _("verifier")
    COMMISSION_CHAIR = "commission_chair", _("commission chair")
    COMMISSION_MEMBER = "commission_member", _("commission member")
    COMMISSION_SECRETARY = "commission_secretary", _("commission secretary")
    COMMISSION_ALTERNATE = "commission_alternate", _("alternate commission member")
    METROPOLITAN_OFFICIAL = "metropolitan_official", _("metropolitan official")
    FINANCE_OFFICER = "finance_officer", _("finance officer")
    MUNICIPAL_OFFICIAL = "municipal_official", _("municipal official")
    EVALUATOR = "evaluator", _("evaluator")
    SCIENTIFIC_EDITOR = "scientific_editor", _("scientific editor")
    ORGANISATION_SIGNATORY = "organisation_signatory", _("signatory of an organisation")
    ORGANISATION_MANAGER = "organisation_manager", _("manager of an organisation")
    ORGANISATION_EDITOR = "organisation_editor", _("editor of an organisation")
    ORGANISATION_VIEWER = "organisation_viewer", _("viewer of an organisation")
    PARTICIPANT = "participant", _("participant")


class RoleScope(models.TextChoices):
    """What a role reaches."""

    PROGRAMME = "programme", _("programme")
    TERRITORY = "territory", _("a territory")
    NETWORK = "network", _("assigned networks")
    CALL = "call", _("a call")
    ORGANISATION = "organisation", _("an organisation, in its networks")
    SELF = "self", _("own things")


class OrganisationKind(models.TextChoices):
    """Who may answer a call (*realtà territoriale*)."""

    ETS = "ets", _("third-sector organisation")
    INFORMAL_GROUP = "informal_group", _("informal group")
    COMPANY = "company", _("company")
    PUBLIC_BODY = "public_body", _("public body")
    SCHOOL = "school", _("school or university")
    RELIGIOUS_BODY = "religious_body", _("religious body")
    OTHER = "other", _("other")


class LegalForm(models.TextChoices):
    ASSOCIATION = "association", _("association")
    RECOGNISED_ASSOCIATION = "recognised_association", _("recognised association")
    FOUNDATION = "foundation", _("foundation")
    SOCIAL_COOPERATIVE = "social_cooperative", _("social cooperative")
    COOPERATIVE = "cooperative", _("cooperative")
    SOCIAL_ENTERPRISE = "social_enterprise", _("social enterprise")
    COMPANY = "company", _("company")
    COMMITTEE = "committee", _("committee")
    PUBLIC_BODY = "public_body", _("public body")
    RELIGIOUS_BODY = "religious_body", _("recognised religious body")
    OTHER = "other", _("other")


class Register(models.TextChoices):
    """Where a third-sector organisation is entered: RUNTS exists since 23 November 2021."""

    RUNTS = "runts", _("RUNTS, the single national register of the third sector")
    VOLUNTEERING = "volunteering", _("regional register of voluntary organisations")
    SOCIAL_PROMOTION = "social_promotion", _("register of social promotion associations")
    SOCIAL_COOPERATIVES = "social_cooperatives", _("register of social cooperatives")
    ONLUS = "onlus", _("register of ONLUS")
    OTHER = "other", _("other register in force at the date of the call")


class RuntsSection(models.TextChoices):
    """Sections of the national register (D.Lgs. 117/2017 art. 46)."""

    NONE = "", _("no section")
    ODV = "odv", _("voluntary organisations")
    APS = "aps", _("social promotion associations")
    PHILANTHROPIC = "philanthropic", _("philanthropic bodies")
    SOCIAL_ENTERPRISES = "social_enterprises", _("social enterprises, social cooperatives included")
    ASSOCIATION_NETWORKS = "association_networks", _("association networks")
    MUTUAL_AID = "mutual_aid", _("mutual aid societies")
    OTHER_BODIES = "other_bodies", _("other third-sector bodies")


class MemberLevel(models.TextChoices):
    """What a member may do for the organisation; each level holds what the following ones hold."""

    SIGNATORY = "signatory", _("signatory")
    MANAGER = "manager", _("manager")
    EDITOR = "editor", _("editor")
    VIEWER = "viewer", _("viewer")

    @property
    def role(self) -> RoleName:
        return RoleName(f"organisation_{self.value}")


LEVELS_THAT_MANAGE = frozenset({MemberLevel.SIGNATORY, MemberLevel.MANAGER})
LEVELS_THAT_WRITE = LEVELS_THAT_MANAGE | {MemberLevel.EDITOR}
ORGANISATION_ROLES = frozenset(level.role for level in MemberLevel)


class NetworkForm(models.TextChoices):
    """How bound the members of a network are; it matures from the first to the last."""

    INFORMAL = "informal", _("informal")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    PARTNERSHIP = "partnership", _("partnership agreement")
    PLANNED_ASSOCIATION = "planned_association", _("temporary association, planned")
    FORMED_ASSOCIATION = "formed_association", _("temporary association, formed")


class NetworkMemberState(models.TextChoices):
    INVITED = "invited", _("invited")
    ACTIVE = "active", _("member")
    LEFT = "left", _("left")
    DECLINED = "declined", _("did not join")

    @property
    def tone(self) -> Tone:
        return {
            NetworkMemberState.INVITED: Tone.WAITING,
            NetworkMemberState.ACTIVE: Tone.SUCCESS,
            NetworkMemberState.LEFT: Tone.NEUTRAL,
            NetworkMemberState.DECLINED: Tone.NEUTRAL,
        }[self]


class InvitationPurpose(models.TextChoices):
    ROLE = "role", _("a role in the programme")
    ORGANISATION = "organisation", _("an organisation")
    NETWORK = "network", _("a network")


class InvitationState(models.TextChoices):
    """Not stored: read from the dates, expiry from the clock."""

    PENDING = "pending", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")

    @property
    def tone(self) -> Tone:
        return {
            InvitationState.PENDING: Tone.WAITING,
            InvitationState.ACCEPTED: Tone.SUCCESS,
            InvitationState.DECLINED: Tone.NEUTRAL,
            InvitationState.REVOKED: Tone.NEUTRAL,
            InvitationState.EXPIRED: Tone.WARNING,
        }[self]


class TieKind(models.TextChoices):
    """How a person is bound to a network; which kinds bar from which act is the call's setting."""

    EMPLOYED = "employed", _("works for a member of the network")
    PARTNER = "partner", _("is a partner, board member or adviser of a member")
    MENTORS = "mentors", _("accompanies the network as mentor")
    HELPED = "helped", _("helped the network to write its papers")
    KIN = "kin", _("is a relative of somebody in the network")
    SAME_ORGANISATION = "same_organisation", _("belongs to an organisation of the network")
    MUNICIPALITY = "municipality", _("works for the municipality of the network")


DECLARABLE_TIES = frozenset({TieKind.EMPLOYED, TieKind.PARTNER, TieKind.KIN, TieKind.HELPED})
"""What a person says of themselves; the others are read from roles and memberships."""

TIE_CHOICES = [(kind.value, kind.label) for kind in TieKind if kind in DECLARABLE_TIES]


class TieOrigin(models.TextChoices):
    DERIVED = "derived", _("read from the portal's own data")
    DECLARED = "declared", _("declared")
