"""Forms around a draft: comments, help, sittings together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls.domain.draft_help import Present
from calls.draft_enums import SigningMode
from calls.queries.draft_work import SectionTalk
from core.access import clock
from core.access.models import User
from core.documents.domain.files import refuse_too_large
from core.people.models import Signatory
from core.ui.decision_forms import not_to_come
from core.ui.forms import DateInput, PortalForm

LONGEST = 4000


class CommentForm(PortalForm, forms.Form):
    """A remark on one section; `back` says to which page the author returns."""

    question = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write @ and a name to tell that person by e-mail. It is never sent."),
    )

    def __init__(self, *args: Any, talk: SectionTalk, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{talk.key}_%s", **kwargs)
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the whole section")), *talk.questions]


class ReplyForm(PortalForm, forms.Form):
    """An answer in a thread."""

    text = forms.CharField(
        label=_("Your answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class HelpForm(PortalForm, forms.Form):
    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Whom you ask"), empty_label=_("choose a person")
    )
    may_write = forms.BooleanField(
        label=_("May also write in the draft, with us"),
        required=False,
        help_text=_("Otherwise they read and comment. Sending stays with the lead organisation."),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class TogetherForm(PortalForm, forms.Form):
    """Who sat beside the facilitator who writes (C16)."""

    person_name = forms.CharField(label=_("Who is beside you"), max_length=200)
    person_role = forms.CharField(
        label=_("On behalf of whom"),
        max_length=200,
        required=False,
        help_text=_("For example: president of the association."),
    )
    held_on = forms.DateField(label=_("Day"), widget=DateInput, validators=[not_to_come])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"held_on": clock.today()}, **kwargs)

    @property
    def present(self) -> Present:
        """Only after `is_valid()`."""
        data = self.cleaned_data
        return Present(data["person_name"], data["person_role"], data["held_on"])


class DeclarationForm(PortalForm, forms.Form):
    """The signatory, signed in with the own account, declares the application."""

    signatory = forms.ChoiceField(label=_("Who signs"))
    declares = forms.BooleanField(
        label=_(
            "I have read the application as it stands. I declare, under articles 46 and 47 of "
            "D.P.R. 445/2000, that what it says is true, and I know that false declarations are "
            "punished (art. 76)."
        )
    )

    def __init__(self, *args: Any, signatories: Iterable[Signatory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_signatories(self, signatories)


class SignedFileForm(PortalForm, forms.Form):
    """The PDF of the application, signed outside."""

    signatory = forms.ChoiceField(label=_("Who signed it"))
    file = forms.FileField(
        label=_("Signed file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.p7m"}),
        help_text=_("The PDF with its signature inside (PAdES), or the .p7m with the PDF inside."),
    )

    def __init__(self, *args: Any, signatories: Iterable[Signatory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_signatories(self, signatories)

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        refuse_too_large(upload)
        return upload


class SigningRuleForm(PortalForm, forms.Form):
    mode = forms.ChoiceField(
        label=_("Signature"), choices=SigningMode.choices, widget=forms.RadioSelect
    )


def _offer_signatories(form: forms.Form, signatories: Iterable[Signatory]) -> None:
    field = form.fields["signatory"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(one.pk), f"{one.full_name}, {one.title}") for one in signatories]
