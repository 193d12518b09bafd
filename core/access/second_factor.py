"""The secrets of second factors, unreadable to whoever has only the database; the names of new keys.

Somebody with a copy of the tables must not be able to make the codes of an official. The key comes
from SECRET_KEY, which lives outside the database; after a rotation the old one goes to
SECRET_KEY_FALLBACKS, as for sessions.
"""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from core.access.models import User


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # allauth's own
        """A name to begin with; the person writes a better one."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        return _("Key %(number)d") % {"number": held + 1} if held else _("My key")


def _box() -> MultiFernet:
    """Encrypts with the present key, reads with the former ones too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str | bytes) -> bytes:
    digest = hashlib.sha256(b"topmetro second factor:" + force_bytes(secret)).digest()
    return base64.urlsafe_b64encode(digest)
