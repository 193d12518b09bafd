"""Context that every layout reads. Each name is always defined here; the roof's own processor, which runs later,
and the view override what they know better.

| name | type | meaning |
|---|---|---|
| `languages` | list of `LanguageLink` | the same page in each language, for the switch and `hreflang` |
| `brand` | `Brand` | name, tagline, owner, home, accent and contact of the programme or of the installation |
| `navigation` | sequence of `NavItem` | main menu, by role |
| `user_menu` | sequence of `NavItem` | places of the signed-in person, above "Sign out" |
| `user_roles` | sequence of words | the roles held in this programme |
| `area_url` | str | where "what waits for me" is; empty for a stranger |
| `inbox_url`, `inbox_count` | str, int | inbox and its unread messages |
| `breadcrumbs` | sequence of `Crumb` | empty on a home page |
| `demo_banner` | str | empty outside the demo |
| `legal_links` | `LegalLinks` | the footer's four duties |
| `footer_nav` | sequence of `NavItem` | further links of the footer |
| `programme` | programme or None | the tenant of the page |
| `person_mark` | str | by which the browser keeps what this person typed; empty for a stranger |
| `public_url` | str | the portal's own address, which a request's Host header is not |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.ui.pieces import Brand, LegalLinks

DEFAULT_BRAND = Brand(name="Top Metro", tagline=_("Territorial innovation programmes"))


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    active: bool


def switched_url(path: str, language: str) -> str:
    """The same page in another language; an address without a page is switched by its prefix."""
    translated = translate_url(path, language)
    if translated != path:
        return translated
    codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    head, _sep, rest = path.lstrip("/").partition("/")
    plain = f"/{rest}" if head in codes else path
    return plain if language == settings.LANGUAGE_CODE else f"/{language}{plain}"


def language_links(request: HttpRequest) -> list[LanguageLink]:
    active = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    path = request.get_full_path()
    return [
        LanguageLink(
            code, str(name), path if code == active else switched_url(path, code), code == active
        )
        for code, name in settings.LANGUAGES
    ]


def layout(request: HttpRequest) -> dict[str, Any]:
    return {
        "languages": language_links(request),
        "brand": DEFAULT_BRAND,
        "navigation": (),
        "user_menu": (),
        "user_roles": (),
        "area_url": "",
        "inbox_url": "",
        "inbox_count": 0,
        "breadcrumbs": (),
        "demo_banner": "",
        "legal_links": LegalLinks(),
        "footer_nav": (),
        "programme": None,
        "person_mark": person_mark(request),
        "public_url": settings.PUBLIC_URL,
    }


def person_mark(request: HttpRequest) -> str:
    """Who is signed in, as a mark that tells nobody who it is: text kept in a shared browser belongs to
    one person (docs/adr/0167). Another key of the installation makes another mark."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("core.ui.person_mark", str(user.pk)).hexdigest()[:20]
