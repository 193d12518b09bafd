"""Declarations for views that we did not write: the only place where they are opened."""

from core.access.page import PUBLIC, SIGNED_IN, Page

_WRITES = frozenset({"POST"})
_CALLBACK = Page(PUBLIC, frozenset({"GET", "POST"}), "The identity gateway answers by redirect.")
_CODES = Page(PUBLIC, _WRITES | {"GET"}, "The first look at the recovery codes is remembered.")
_DEVICES = Page(SIGNED_IN, _WRITES | {"GET"}, "The list drops the sessions that have ended.")

_BY_PREFIX = {
    "account_": Page(PUBLIC, _WRITES),  # each allauth view asks for a signed-in user where it must
    "mfa_view_recovery_codes": _CODES,  # the first prefix that fits decides
    "mfa_download_recovery_codes": _CODES,
    "mfa_": Page(PUBLIC, _WRITES),
    "socialaccount_": Page(PUBLIC, _WRITES),
    "openid_connect_": _CALLBACK,
    "usersessions_": _DEVICES,
    "django.views.generic.base.RedirectView": Page(PUBLIC),  # allauth's old addresses
}


def declared(view_name: str) -> Page | None:
    """The declaration of a third party's view, or None: then it stays shut."""
    for prefix, page in _BY_PREFIX.items():
        if view_name.startswith(prefix):
            return page
    return None
