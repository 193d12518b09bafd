"""The roles, described for auditors. `manage.py roles_table` writes them to `docs/roles.md`.

A class speaks of one row of that table; `names` are the roles that share it. Who may take each step of
a particular programme is data of the programme; what is said here holds in every one.
"""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from core.people.enums import RoleName, RoleScope

if TYPE_CHECKING:
    from core.access.blocked import Text


class DescribedRole:
    """One row of the table of roles."""

    names: ClassVar[tuple[RoleName, ...]] = ()
    label: ClassVar["Text"]
    scope: ClassVar["Text"]
    in_short: ClassVar["Text"]
    needs_second_factor: ClassVar[bool] = False
    may: ClassVar[tuple["Text", ...]] = ()


class Coordinator(DescribedRole):
    names = (RoleName.COORDINATOR,)
    label = _("coordinator")
    scope = RoleScope.PROGRAMME.label
    in_short = _("settings, people and roles, everything a facilitator does, publish")
    needs_second_factor = True
    may = (
        _("grant and end roles"),
        _("change the programme's settings and publish"),
        _("see what the programme sent by e-mail"),
        _("do everything a facilitator does"),
    )


class Facilitator(DescribedRole):
    names = (RoleName.FACILITATOR,)
    label = _("facilitator")
    scope = RoleScope.PROGRAMME.label
    in_short = _("calls, admissibility, events; helps networks, enters on behalf")
    may = (
        _("run calls and events, check admissibility"),
        _("see every organisation and network"),
        _("enter an idea on behalf of somebody"),
        _("give an organisation back to its people, with proof"),
    )


class Mentor(DescribedRole):
    names = (RoleName.MENTOR,)
    label = _("mentor")
    scope = RoleScope.NETWORK.label
    in_short = _(
        "mentorship log, shared and private notes; can never score a network that they accompany"
    )
    may = (_("see the assigned networks and their contacts"), _("keep the mentorship log"))


class Verifier(DescribedRole):
    names = (RoleName.VERIFIER,)
    label = _("verifier (istruttore)")
    scope = RoleScope.PROGRAMME.label
    in_short = _("checks reports, expenses, payment requests; never of a network that they helped")
    needs_second_factor = True
    may = (
        _("check reports, expenses and payment requests"),
        _("verify an IBAN and an entry in a register"),
    )


class Commission(DescribedRole):
    names = (
        RoleName.COMMISSION_CHAIR,
        RoleName.COMMISSION_MEMBER,
        RoleName.COMMISSION_SECRETARY,
        RoleName.COMMISSION_ALTERNATE,
    )
    label = _("commission chair, member, secretary, alternate")
    scope = RoleScope.CALL.label
    in_short = _("score, after declaring no conflict; minutes")
    needs_second_factor = True
    may = (_("score the applications of the call"), _("write and sign the minutes"))


class MetropolitanOfficial(DescribedRole):
    names = (RoleName.METROPOLITAN_OFFICIAL,)
    label = _("metropolitan official (dirigente)")
    scope = RoleScope.PROGRAMME.label
    in_short = _("approves rankings, pilots, instalments; publishes acts")
    needs_second_factor = True
    may = (_("approve rankings, pilots and instalments"), _("publish acts"))


class FinanceOfficer(DescribedRole):
    names = (RoleName.FINANCE_OFFICER,)
    label = _("finance officer (servizio finanziario)")
    scope = RoleScope.PROGRAMME.label
    in_short = _("budget commitment, payment orders, receipts")
    needs_second_factor = True
    may = (
        _("commit the budget, issue payment orders, record receipts"),
        _("verify an IBAN"),
    )


class MunicipalOfficial(DescribedRole):
    names = (RoleName.MUNICIPAL_OFFICIAL,)
    label = _("municipal official (referente comunale)")
    scope = RoleScope.TERRITORY.label
    in_short = _("sees its territory, gives the municipality's opinion")
    may = (_("see the networks of the territory"), _("give the municipality's opinion"))


class Evaluator(DescribedRole):
    names = (RoleName.EVALUATOR,)
    label = _("evaluator")
    scope = RoleScope.PROGRAMME.label
    in_short = _("questions, indicators, validation, findings that nobody else edits")
    may = (_("write questions, indicators and findings"), _("validate values"))


class ScientificEditor(DescribedRole):
    names = (RoleName.SCIENTIFIC_EDITOR,)
    label = _("scientific editor")
    scope = RoleScope.PROGRAMME.label
    in_short = _("reviews practices and generalisations")
    may = (_("review practices and generalisations"),)


class OrganisationPeople(DescribedRole):
    names = (
        RoleName.ORGANISATION_SIGNATORY,
        RoleName.ORGANISATION_MANAGER,
        RoleName.ORGANISATION_EDITOR,
        RoleName.ORGANISATION_VIEWER,
    )
    label = _("organisation signatory / manager / editor / viewer")
    scope = RoleScope.ORGANISATION.label
    in_short = _(
        "ideas, proposals, reports, expenses, payment requests; "
        "a partner sees its own share, not the others' payroll"
    )
    may = (
        _("signatory: sign for the organisation"),
        _("manager: change the record, invite and end members"),
        _("editor: write ideas, proposals and reports"),
        _("viewer: read"),
    )


class Participant(DescribedRole):
    names = (RoleName.PARTICIPANT,)
    label = _("participant")
    scope = RoleScope.SELF.label
    in_short = _("registrations, notes in labs, pledges")
    may = (_("register for events, write notes, pledge"),)


class PlatformOperator(DescribedRole):
    """Not a role of a programme: `User.is_platform_operator`."""

    label = _("platform operator")
    scope = _("the installation")
    in_short = _(
        "creates programmes, invites the first coordinator, resets a lost second factor; "
        "sees no programme's content"
    )
    needs_second_factor = True
    may = (
        _("create programmes and invite their first coordinator"),
        _("reset a lost second factor"),
    )


class Public(DescribedRole):
    """Not a role: whoever has not signed in."""

    label = _("public")
    scope = _("published things")
    in_short = _("published things")
    may = (_("read what is published"),)


ROLES: tuple[type[DescribedRole], ...] = (
    Coordinator,
    Facilitator,
    Mentor,
    Verifier,
    Commission,
    MetropolitanOfficial,
    FinanceOfficer,
    MunicipalOfficial,
    Evaluator,
    ScientificEditor,
    OrganisationPeople,
    Participant,
    PlatformOperator,
    Public,
)

NEED_SECOND_FACTOR: frozenset[RoleName] = frozenset(
    name for role in ROLES if role.needs_second_factor for name in role.names
)
"""Roles that decide for others or pay."""


def described(name: RoleName) -> type[DescribedRole]:
    """The row of the table that speaks of this role."""
    return next(role for role in ROLES if name in role.names)
