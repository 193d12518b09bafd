"""Mail about accounts (confirmation, reset): through an outbox too, but of no programme."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.access.kick import kick_after_commit
from core.access.models import User
from core.notices.domain.letterhead import brand_of
from core.notices.models import AccountMessage

SUBJECT_LENGTH = 250


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's mail, written in the transaction of the request and delivered by a worker.

    The stored body holds a key to the account; it is wiped as soon as the message has left. After
    signing in people land where settings say (`LOGIN_REDIRECT_URL`), registration is open to all.
    """

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        language = _language_of(context.get("user"))
        with translation.override(language):
            rendered = self.render_mail(template_prefix, email, self._complete(email, context))
        html = [body for body, kind in getattr(rendered, "alternatives", []) if kind == "text/html"]
        with transaction.atomic():
            message = AccountMessage.objects.create(
                kind=template_prefix,
                address=email,
                language=language,
                subject=rendered.subject[:SUBJECT_LENGTH],
                text=rendered.body,
                html=html[0] if html else "",
            )
            kick_after_commit("notices.deliver_account_message", message.pk)

    def _complete(self, email: str, context: dict[str, Any]) -> dict[str, Any]:
        """What allauth's own `send_mail` adds, and what the e-mail layout reads."""
        return {
            "request": self.request,
            "email": email,
            "current_site": _portal(),
            "programme": None,
            "brand": brand_of(None),
            "subject": "",
            "action_url": context.get("activate_url") or context.get("password_reset_url") or "",
            "action_label": _("Go on"),
            "why": _("You receive this because somebody gave this address to the portal."),
            "preferences_url": "",
            "public_url": settings.PUBLIC_URL,
            "language": translation.get_language(),
            **context,
        }


def _portal() -> SimpleNamespace:
    """What allauth calls the site: from the settings, since a command has no request and a request's
    host is what its sender says."""
    return SimpleNamespace(name=brand_of(None).name, domain=urlsplit(settings.PUBLIC_URL).netloc)


def _language_of(person: object) -> str:
    """The person's own language; the page's for somebody we do not know."""
    if isinstance(person, User):
        return person.language
    return (translation.get_language() or "it").partition("-")[0]
