"""Creating an account: one person, one address; it grants nothing by itself. Naming its keys."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.ui.forms import PortalForm
from core.ui.pieces import LegalLinks


def _acknowledgement() -> str:
    return format_html(
        str(_('I have read the <a href="{}">privacy notice</a>')), LegalLinks().privacy
    )


class SignupForm(PortalForm, AllauthSignupForm):  # type: ignore[misc]  # allauth ships no types
    """Name, address, password; the language is the one in which the page is read."""

    full_name = forms.CharField(
        label=_("First and last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    privacy = forms.BooleanField(label=lazy(_acknowledgement, str)())
    field_order = ("full_name", "email", "password1", "privacy")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label says it, and stays

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The account, or the same answer in the same time: a quick one would tell that it exists."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        made: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return made

    def save(self, request: HttpRequest) -> User | None:
        """The account; None when the address already has one (allauth writes to it instead)."""
        user: User | None = super().save(request)
        return user

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth when the account is made."""
        user.full_name = self.cleaned_data["full_name"].strip()
        user.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.save(update_fields=["full_name", "language"])


def _key_name() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the key"),
        max_length=100,
        help_text=_("So that you recognise it: “office laptop”, “blue key”."),
    )


class KeyForm(PortalForm, AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new passkey or security key. The browser makes the credential; the person writes the name."""

    name = _key_name()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False  # the key exists already: allauth names it
        self.fields["credential"].error_messages["required"] = _(
            "No key has answered: press the button and follow your browser."
        )


class KeyNameForm(PortalForm, EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Another name for a key that works already."""

    name = _key_name()
