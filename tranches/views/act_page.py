"""One page for every act on a tranche: what it is about, what is asked, what keeps it from being done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.blocked import Blocked, Blocker
from core.access.http import PortalRequest
from core.ui.pieces import Crumb, Link, home_crumb
from core.ui.wording import money_text
from tranches import paths
from tranches.models import Tranche
from tranches.notice_base import title_of

CONFLICT = 409
TYPED_WRONG = {
    "future": "",
    "too_early": "",
    "value_too_early": "value_date",
    "no_commitment": "commitment_number",
    "no_address": "url",
    "no_validity": "valid_until",
}
"""Blockers that whoever typed can put right at once, with the field to which they belong."""


@dataclass(frozen=True)
class Act:
    """The words of the page; `facts` are shown above the form.

    `warning` says what happened meanwhile, `action` is where the form then goes (its own page without);
    `instead` is the other way out.
    """

    heading: str
    lead: str
    button: str
    done: str
    kind: str = "primary"
    facts: Sequence[tuple[str, str]] = ()
    warning: str = ""
    action: str = ""
    instead: Link | None = None


def act_page(
    request: PortalRequest,
    tranche: Tranche,
    act: Act,
    *,
    form: forms.Form,
    blockers: list[Blocker],
    do: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show the act; on a good POST do it and go back. What was typed is kept when something is wrong."""
    if request.method == "POST" and form.is_valid() and _done(form, do):
        messages.success(request, act.done)
        return redirect(paths.detail(tranche))
    return shown(request, tranche, act, form=form, blockers=blockers)


def shown(
    request: PortalRequest,
    tranche: Tranche,
    act: Act,
    *,
    form: forms.Form,
    blockers: list[Blocker],
) -> HttpResponse:
    """The page of an act, with what was typed; 409 when something happened meanwhile."""
    context = {
        "tranche": tranche,
        "title": title_of(tranche),
        "act": act,
        "facts": [*_usual_facts(tranche), *act.facts],
        "form": form,
        "blockers": blockers,
        "back_url": paths.detail(tranche),
        "breadcrumbs": crumbs(
            request, Crumb(title_of(tranche), paths.detail(tranche)), Crumb(act.heading)
        ),
    }
    status = CONFLICT if act.warning else 200
    return render(request, "tranches/tranche_act.html", context, status=status)


def posted(request: PortalRequest) -> QueryDict | None:
    """What was typed; also a form without fields is bound by its POST."""
    return request.POST if request.method == "POST" else None


def _done(form: forms.Form, do: Callable[[dict[str, Any]], object]) -> bool:
    """Whether it was done. A refusal that a field can cure becomes that field's error; others are 409."""
    try:
        do(form.cleaned_data)
    except ValidationError as error:
        form.add_error("file" if "file" in form.fields else None, error)
        return False
    except Blocked as refusal:
        if any(blocker.code not in TYPED_WRONG for blocker in refusal.blockers):
            raise
        for blocker in refusal.blockers:
            name = TYPED_WRONG[blocker.code] or _day_field(form)
            form.add_error(name if name in form.fields else None, str(blocker.message))
        return False
    return True


def _day_field(form: forms.Form) -> str:
    """The form's own day: the first field that is a date."""
    days = [name for name, field in form.fields.items() if isinstance(field, forms.DateField)]
    return days[0] if days else ""


def _usual_facts(tranche: Tranche) -> list[tuple[str, str]]:
    grant = tranche.grant
    return [
        (_("Amount"), money_text(tranche.amount)),
        (_("Beneficiary"), grant.beneficiary.name),
        (_("Payer"), str(grant.payer.name)),
    ]


def crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    url = paths.all_tranches(slug) if last else ""
    return [home_crumb(request), Crumb(_("Contributions"), url), *last]
