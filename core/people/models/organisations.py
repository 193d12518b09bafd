"""Organisations, and the people who act for them."""

from collections.abc import Collection
from contextlib import suppress
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.people import codes
from core.people.enums import LegalForm, MemberLevel, OrganisationKind, Register, RuntsSection
from core.people.models.periods import Period, PeriodModel

_CODES = {
    "tax_code": codes.clean_tax_code,
    "vat_number": codes.clean_vat_number,
    "iban": codes.clean_iban,
}


class Organisation(TenantModel):
    """Anyone who may answer a call; an informal group has no codice fiscale and can't be paid.

    The IBAN is never public. `verified_iban` is the very code that was verified, so that a change of
    IBAN cannot keep the verification: the database refuses it.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=200)
    legal_form = models.CharField(_("legal form"), max_length=30, choices=LegalForm, blank=True)
    tax_code = models.CharField(  # noqa: DJ001 - unique when present
        _("codice fiscale"),
        max_length=16,
        null=True,
        blank=True,
        validators=[codes.validate_tax_code],
    )
    vat_number = models.CharField(
        _("partita IVA"), max_length=11, blank=True, validators=[codes.validate_vat_number]
    )
    pec = models.EmailField(_("certified e-mail (PEC)"), blank=True)
    email = models.EmailField(_("shared mailbox"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    address = models.CharField(_("address of the seat"), max_length=200, blank=True)
    municipality = models.CharField(_("municipality of the seat"), max_length=100, blank=True)
    territory = models.ForeignKey(
        "programmes.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory of the programme"),
    )
    iban = models.CharField(_("IBAN"), max_length=34, blank=True, validators=[codes.validate_iban])
    verified_iban = models.CharField(max_length=34, blank=True, editable=False)
    iban_verified_on = models.DateField(null=True, editable=False)
    iban_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("organisation")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "tax_code"],
                name="organisation_tax_code_once_per_programme",
                violation_error_code="tax_code_taken",
                violation_error_message=_(
                    "An organisation with this codice fiscale is already here: ask its people to"
                    " invite you, or the facilitators if nobody is left."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(tax_code__isnull=True) | ~Q(tax_code=""),
                name="organisation_tax_code_null_when_absent",
            ),
            models.CheckConstraint(
                condition=Q(tax_code__isnull=True) | ~Q(kind=OrganisationKind.INFORMAL_GROUP),
                name="organisation_informal_group_without_tax_code",
                violation_error_code="tax_code_of_group",
                violation_error_message=_(
                    "An informal group has no codice fiscale: choose another kind, or leave it empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(iban="") | Q(tax_code__isnull=False),
                name="organisation_iban_only_with_tax_code",
                violation_error_code="iban_without_tax_code",
                violation_error_message=_(
                    "Only an organisation with a codice fiscale can be paid: write it, or leave the"
                    " IBAN empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verified_iban="") | Q(verified_iban=F("iban")),
                name="organisation_verification_is_of_this_iban",
            ),
            models.CheckConstraint(
                condition=Q(
                    verified_iban="", iban_verified_on__isnull=True, iban_verified_by__isnull=True
                )
                | (
                    ~Q(verified_iban="")
                    & Q(iban_verified_on__isnull=False, iban_verified_by__isnull=False)
                ),
                name="organisation_verification_has_date_and_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "name", "id"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Write codes as the State writes them; then Django checks each field."""
        for name, clean in _CODES.items():
            if (value := getattr(self, name)) and name not in (exclude or ()):
                with suppress(ValidationError):
                    setattr(self, name, clean(value))
        self.tax_code = self.tax_code or None
        super().clean_fields(exclude=exclude)

    @property
    def is_iban_verified(self) -> bool:
        return bool(self.verified_iban)

    @property
    def is_informal(self) -> bool:
        return self.kind == OrganisationKind.INFORMAL_GROUP


class Registration(TenantModel):
    """An entry in RUNTS, or in the register in force at the date of the call, and its dated check."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="registrations"
    )
    register = models.CharField(
        _("register"), max_length=30, choices=Register, default=Register.RUNTS
    )
    section = models.CharField(_("section"), max_length=30, choices=RuntsSection, blank=True)
    number = models.CharField(_("number"), max_length=40)
    registered_on = models.DateField(_("entered on"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("registration")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "register", "number"],
                name="registration_once_per_register_and_number",
            ),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by__isnull=True)
                | Q(checked_on__isnull=False, checked_by__isnull=False),
                name="registration_check_has_date_and_person",
            ),
            models.CheckConstraint(
                condition=Q(register=Register.RUNTS) | Q(section=""),
                name="registration_section_only_in_runts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.number}"


class Signatory(PeriodModel):
    """Who signs for the organisation: by office (*legale rappresentante*) or by written power."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="signatories"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    full_name = models.CharField(_("first and last name"), max_length=150)
    title = models.CharField(_("office or power to sign"), max_length=100)
    by_office = models.BooleanField(_("legal representative"), default=True)

    class Meta(PeriodModel.Meta):
        verbose_name = _("signatory")
        constraints: ClassVar = [
            *PeriodModel.Meta.constraints,
            ExclusionConstraint(
                name="signatory_one_legal_representative_at_a_time",
                violation_error_message=_(
                    "Another legal representative is in office on those days."
                ),
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(by_office=True),
            ),
        ]


class ContactPerson(PeriodModel):
    """Whom to call (*referente*); stays in the file when the person has gone."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts"
    )
    full_name = models.CharField(_("first and last name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta(PeriodModel.Meta):
        verbose_name = _("contact person")
        constraints: ClassVar = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""), name="contactperson_can_be_reached"
            ),
        ]


class OrganisationMember(PeriodModel):
    """An account that acts for the organisation, at one level at a time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=MemberLevel)
    proof = models.CharField(_("proof of the recovered access"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    class Meta(PeriodModel.Meta):
        verbose_name = _("member")
        constraints: ClassVar = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__in=MemberLevel.values), name="organisationmember_level_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, ended_by__isnull=True)
                | Q(ends_on__isnull=False, ended_by__isnull=False),
                name="organisationmember_end_has_date_and_person",
            ),
            ExclusionConstraint(
                name="organisationmember_one_level_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (Period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
