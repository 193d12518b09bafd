"""The demo's accounts, one per role, with the code that their second factor shows at this moment."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.http import Http404, HttpRequest

from core.access.models import User
from topmetro.demo import people


@dataclass(frozen=True)
class Shown:
    """An account as the sign-in page shows it; `code` is empty without a second factor."""

    account: people.Account
    code: str
    anchor: str


def shown_accounts() -> list[Shown]:
    """Those that exist in this database, in the order of the demo's cast."""
    accounts = people.accounts()
    existing = set(
        User.objects.filter(email__in=[account.email for account in accounts], is_active=True)
        .order_by()
        .values_list("email", flat=True)
    )
    return [
        Shown(account, current_code(account.totp_secret), f"code-{place}")
        for place, account in enumerate(accounts)
        if account.email in existing
    ]


def by_programme(shown: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """As the page groups them; whoever belongs to no programme stands last, under no name."""
    groups: dict[str, list[Shown]] = {}
    for each in shown:
        groups.setdefault(each.account.programme, []).append(each)
    return list(groups.items())


def current_code(secret: str) -> str:
    """The six figures that an authenticator app would show now (RFC 6238)."""
    if not secret:
        return ""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // mfa_settings.TOTP_PERIOD)))


def seconds_left() -> int:
    """How long the present codes still hold."""
    period: int = mfa_settings.TOTP_PERIOD
    return period - int(time.time()) % period


def sign_in(request: HttpRequest, email: str) -> people.Account:
    """Sign in as one of the demo's people, as if password and code had been typed. 404 for anybody else."""
    account = next((each for each in people.accounts() if each.email == email), None)
    user = User.objects.filter(email=email, is_active=True).first()
    if account is None or user is None:
        raise Http404
    record_authentication(request, user, method="password", email=email)
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor:
        record_authentication(request, user, method="mfa", id=factor.pk, type=factor.type)
    get_adapter(request).login(request, user)
    UserSession.objects.create_from_request(request)
    return account
