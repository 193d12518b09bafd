"""Forms of people, organisations and networks. The verbs check again what counts."""

from __future__ import annotations  # form fields are not generic at run time

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.people import codes
from core.people.domain.roles import GIVEN_BY_ACT
from core.people.enums import (
    LEVELS_THAT_MANAGE,
    TIE_CHOICES,
    MemberLevel,
    NetworkForm,
    Register,
    RoleName,
)
from core.people.models import Network, Organisation, Registration
from core.people.models.roles import GRANTABLE, OF_A_TERRITORY
from core.people.queries import has_role, organisations_of
from core.programmes.models import Territory
from core.ui.account_form import AccountForm
from core.ui.decision_forms import ActNumberForm
from core.ui.forms import PortalForm, VerbForm, WebsiteField

LANGUAGES = [("it", "Italiano"), ("en", "English")]


class TerritoryForm(PortalForm):
    """A mixin for records with a territory of the programme.

    The choice is declared here: Django would ask for it when the class is made, outside any programme.
    """

    def offer_territories(self) -> None:
        field: Any = self.fields["territory"]
        field.queryset = Territory.objects.order_by("position", "name")
        instance: Any = getattr(self, "instance", None)
        if instance is not None and instance.territory_id:
            self.initial.setdefault("territory", instance.territory_id)


class OrganisationForm(VerbForm, TerritoryForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The record of an organisation. Codes may be typed with blanks."""

    tax_code = forms.CharField(
        label=_("Codice fiscale"),
        required=False,
        max_length=30,
        help_text=_("11 figures for a body; an informal group has none."),
    )
    vat_number = forms.CharField(label=_("Partita IVA"), required=False, max_length=30)
    iban = forms.CharField(
        label=_("IBAN"),
        required=False,
        max_length=50,
        help_text=_("Never public. Needed only to receive a contribution."),
    )
    territory: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Territory"),
        queryset=None,
        required=False,
        help_text=_("If the seat is in one of the programme's municipalities."),
    )
    field_order = (
        "kind", "name", "legal_form", "tax_code", "vat_number", "address", "municipality", "territory",
        "pec", "email", "phone", "website", "iban", "on_behalf",
    )  # fmt: skip

    field_of_code: ClassVar = {
        "tax_code_taken": "tax_code",
        "tax_code_of_group": "tax_code",
        "iban_without_tax_code": "iban",
    }

    class Meta:
        model = Organisation
        fields: ClassVar = [
            "kind", "name", "legal_form", "tax_code", "vat_number", "pec", "email", "phone",
            "website", "address", "municipality", "iban",
        ]  # fmt: skip
        field_classes: ClassVar = {"website": WebsiteField}
        help_texts: ClassVar = {
            "pec": _("Where communications with legal effect go."),
            "email": _("Receives copies, beside the people who act for the organisation."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_territories()

    def clean(self) -> dict[str, Any]:
        """Not the parent's: constraints are the verb's to check, with the programme in sight."""
        return self.cleaned_data

    def clean_tax_code(self) -> str | None:
        typed = self.cleaned_data["tax_code"]
        return codes.clean_tax_code(typed) if typed else None

    def clean_vat_number(self) -> str:
        typed = self.cleaned_data["vat_number"]
        return codes.clean_vat_number(typed) if typed else ""

    def clean_iban(self) -> str:
        typed = self.cleaned_data["iban"]
        return codes.clean_iban(typed) if typed else ""


class OrganisationStartForm(OrganisationForm):
    """The first steps only: the record page then says what is missing."""

    on_behalf = forms.BooleanField(
        label=_("I am entering it on behalf of its people"),
        required=False,
        help_text=_("You will not act for it: invite its people afterwards."),
    )

    class Meta(OrganisationForm.Meta):
        fields: ClassVar = ["kind", "name", "tax_code", "municipality"]

    vat_number = None  # type: ignore[assignment]  # how Django takes a parent's field away
    iban = None  # type: ignore[assignment]  # the same

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_role(user, RoleName.COORDINATOR, RoleName.FACILITATOR):
            del self.fields["on_behalf"]


class RegistrationForm(VerbForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = Registration
        fields: ClassVar = ["register", "section", "number", "registered_on"]

    def clean(self) -> dict[str, Any]:
        """Not the parent's: the verb checks the constraints."""
        if self.cleaned_data.get("register") != Register.RUNTS and self.cleaned_data.get("section"):
            self.add_error("section", _("Only RUNTS has sections: leave it empty."))
        return self.cleaned_data


class RepresentativeForm(PortalForm, forms.Form):
    full_name = forms.CharField(label=_("First and last name"), max_length=150)
    title = forms.CharField(
        label=_("Office"), max_length=100, help_text=_("Such as president or sole director.")
    )


class ContactForm(VerbForm, forms.Form):
    full_name = forms.CharField(label=_("First and last name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("email") and not data.get("phone"):
            raise ValidationError(_("Write an e-mail address or a telephone number."))
        return data


class AddressForm(PortalForm, forms.Form):
    """An address to write to: every invitation has one."""

    email = forms.EmailField(label=_("E-mail address"))
    full_name = forms.CharField(label=_("First and last name"), max_length=150, required=False)
    language = forms.ChoiceField(
        label=_("Language of the message"), choices=LANGUAGES, initial="it"
    )


class MemberInvitationForm(AddressForm):
    level = forms.ChoiceField(
        label=_("What they may do"),
        choices=MemberLevel.choices,
        initial=MemberLevel.EDITOR,
        widget=forms.RadioSelect,
    )


class PartnerInvitationForm(AddressForm):
    partner_name = forms.CharField(label=_("Name of the organisation or group"), max_length=200)
    field_order = ("partner_name", "email", "full_name", "language")


class RoleInvitationForm(TerritoryForm, AddressForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(name, RoleName(name).label) for name in GRANTABLE if name not in GIVEN_BY_ACT],
    )
    territory: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Territory"),
        queryset=None,
        required=False,
        help_text=_("Only for a municipal official."),
    )
    field_order = ("role", "territory", "email", "full_name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_territories()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        of_territory = data.get("role") in OF_A_TERRITORY
        if of_territory and not data.get("territory"):
            self.add_error("territory", _("Choose the municipality of this official."))
        elif not of_territory and data.get("territory"):
            self.add_error("territory", _("Only a municipal official has a territory."))
        return data


class RecoveryForm(AccountForm):
    proof = forms.CharField(
        label=_("Proof"),
        max_length=200,
        help_text=_("Which document shows it: minutes of the new board, a request by PEC."),
    )
    end_others = forms.BooleanField(
        label=_("End the access of the former managers"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address of the new manager")


class DelegationForm(VerbForm, AccountForm, ActNumberForm):
    """Who acts in a role, from which day to which, by which act."""

    email = forms.EmailField(
        label=_("E-mail address of the delegate"), help_text=_("Of an account that exists already.")
    )
    starts_on = forms.DateField(label=_("First day"))
    last_day = forms.DateField(label=_("Last day"))
    field_order = ("email", "starts_on", "last_day", "act_number", "act_date")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and data["last_day"] < data["starts_on"]:
            self.add_error("last_day", _("The last day comes before the first."))
        return data


class TieForm(PortalForm, forms.Form):
    """A bond with a network that the portal cannot know by itself."""

    network: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Network"), queryset=None)
    kind = forms.ChoiceField(
        label=_("Which tie?"),
        choices=TIE_CHOICES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, networks: QuerySet[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]  # a model choice


class NetworkRecordForm(TerritoryForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Name and territory of a network."""

    class Meta:
        model = Network
        fields: ClassVar = ["name"]

    territory: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Territory"), queryset=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_territories()

    def clean(self) -> dict[str, Any]:
        """Not the parent's: the verb checks the constraints."""
        return self.cleaned_data


class NetworkStartForm(NetworkRecordForm):
    """A new network, led by an organisation that the person manages (a facilitator: by any)."""

    lead: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Lead organisation"), queryset=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = has_role(user, RoleName.COORDINATOR, RoleName.FACILITATOR)
        leads = (
            Organisation.objects.order_by("name", "pk")
            if helps
            else organisations_of(user, levels=LEVELS_THAT_MANAGE)
        )
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]  # a model choice
        if not helps and len(leads) == 1:
            self.initial.setdefault("lead", leads[0])


class NetworkChangeForm(PortalForm, forms.Form):
    """A step of the network's growth."""

    form = forms.ChoiceField(label=_("New form"), choices=NetworkForm.choices)
    since = forms.DateField(label=_("Since"))
    reference = forms.CharField(
        label=_("Document"),
        max_length=200,
        required=False,
        help_text=_("Such as the letter of intent or the agreement, with its date."),
    )


class ProfileForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = User
        fields: ClassVar = ["full_name", "language"]


class AnswerForm(PortalForm, forms.Form):
    """Accepting an invitation: which organisation joins, and the confirmation of another address."""

    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Organisation that joins"), queryset=None
    )
    other_address = forms.BooleanField(
        label=_("The invitation went to another address of mine, or was passed on to me")
    )

    def __init__(
        self, *args: Any, user: User, joins_network: bool, from_other_address: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if joins_network:
            own = organisations_of(user, levels=LEVELS_THAT_MANAGE)
            self.fields["organisation"].queryset = own  # type: ignore[attr-defined]  # a model choice
        else:
            del self.fields["organisation"]
        if not from_other_address:
            del self.fields["other_address"]
