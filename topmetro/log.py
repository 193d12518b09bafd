"""What must not stand in a log: addresses that open something by themselves."""

import logging
import re

KEYS = re.compile(
    r"(/inviti/|/confirm-email/|/password/reset/key/)[^/\s?\"']{20,}|([?&]token=)[^&\s\"']+"
)


class KeysMasked(logging.Filter):
    """Masks the keys of invitations, accounts and calendars in every line, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True


def masked(text: str) -> str:
    return KEYS.sub(lambda found: f"{found[1] or found[2]}***", text)
