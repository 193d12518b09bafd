"""Forms by which people register, and by which the team adds them and marks who came."""

from __future__ import annotations  # form fields are not generic at run time

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.people import queries as people
from core.people.models import Network, Organisation
from core.ui.forms import PortalForm
from labs.enums import AttendanceSource, AttendanceStatus


class RegisterForm(PortalForm, forms.Form):
    """For whom the person comes; asked only of who has a network or an organisation."""

    network: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Your network"), required=False, empty_label=_("none: I come for myself")
    )
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Your organisation"), required=False, empty_label=_("none: I come for myself")
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("network", list(people.networks_of(person)), Network)
        self._offer("organisation", list(people.organisations_of(person)), Organisation)

    def _offer(self, name: str, rows: list[Any], model: Any) -> None:
        """Without any there is nothing to ask; with one only, it is the likely answer."""
        if not rows:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = model.objects.filter(pk__in=[row.pk for row in rows]).order_by(
            "name", "pk"
        )
        if len(rows) == 1:
            self.initial[name] = rows[0].pk


class ParticipantForm(PortalForm, forms.Form):
    """Somebody whom the team enters or invites, known by the address of their account."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Of the account with which they sign in.")
    )
    how = forms.ChoiceField(
        label=_("What happens"),
        choices=[
            ("invite", _("they are invited, and accept or decline")),
            ("register", _("they are registered at once: they said that they come")),
        ],
        initial="invite",
        widget=forms.RadioSelect,
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if account_of(email) is None:
            raise ValidationError(_no_account([email]), code="unknown")
        return email

    @property
    def person(self) -> User:
        """Of a valid form."""
        found = account_of(self.cleaned_data["email"])
        assert found is not None
        return found


class AttendanceForm(PortalForm, forms.Form):
    """One answer for each person, none given beforehand; and who came without being registered."""

    walk_ins = forms.CharField(
        label=_("Came without being registered"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The e-mail addresses of their accounts, one on each line."),
    )
    source = forms.ChoiceField(
        label=_("How you know"),
        choices=AttendanceSource.choices,
        initial=AttendanceSource.FACILITATOR,
    )

    def __init__(
        self, *args: Any, known: Mapping[UUID, str], people: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for person in self.people:
            self.fields[_name(person)] = forms.ChoiceField(
                label=person.full_name,
                choices=[(status.value, status.label) for status in AttendanceStatus],
                initial=known.get(person.pk, AttendanceStatus.NOT_RECORDED),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def rows(self) -> list[tuple[User, forms.BoundField]]:
        return [(person, self[_name(person)]) for person in self.people]

    def clean_walk_ins(self) -> list[User]:
        lines = [line.strip() for line in str(self.cleaned_data["walk_ins"]).splitlines()]
        found = {line: account_of(line) for line in lines if line}
        if unknown := [line for line, person in found.items() if person is None]:
            raise ValidationError(_no_account(unknown), code="unknown")
        return [person for person in found.values() if person is not None]

    def marks(self) -> dict[UUID, AttendanceStatus]:
        """What was chosen, by the key of the account; a person not marked is left out."""
        chosen = {
            person.pk: AttendanceStatus(self.cleaned_data[_name(person)]) for person in self.people
        }
        walk_ins: list[User] = self.cleaned_data["walk_ins"]
        return {person.pk: AttendanceStatus.PRESENT for person in walk_ins} | chosen


def account_of(email: str) -> User | None:
    try:
        validate_email(email)
    except ValidationError:
        return None
    return User.objects.filter(email__iexact=email, is_active=True).first()


def _name(person: User) -> str:
    return f"person-{person.pk}"


def _no_account(emails: list[str]) -> str:
    words = _(
        "Nobody has an account with this address: %(emails)s. They can create one, or you leave it out."
    )
    return str(words) % {"emails": ", ".join(emails)}
