"""A copy of the database does not give away the codes of those who decide."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.test import override_settings

from core.access.second_factor import SecondFactorAdapter
from tests.factories import people


def test_the_stored_secret_is_not_the_secret(db: None) -> None:
    secret = generate_totp_secret()
    TOTP.activate(people.user(), secret)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert SecondFactorAdapter().decrypt(stored.data["secret"]) == secret


def test_a_code_made_from_the_secret_is_accepted(db: None) -> None:

    secret = generate_totp_secret()
    TOTP.activate(people.user(), secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert TOTP(Authenticator.objects.get(type=Authenticator.Type.TOTP)).validate_code(code)


def test_a_rotated_key_still_reads_and_a_foreign_one_does_not() -> None:
    kept = SecondFactorAdapter().encrypt("JBSWY3DP")
    former = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another key", SECRET_KEY_FALLBACKS=[former]):
        assert SecondFactorAdapter().decrypt(kept) == "JBSWY3DP"
    with override_settings(SECRET_KEY="another key"), pytest.raises(InvalidToken):
        SecondFactorAdapter().decrypt(kept)
