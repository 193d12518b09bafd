"""What is wrong with an environment, in one line per variable: read before anything is started."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

SHORTEST_KEY = 50
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off", ""})
FLAGS = ("DEMO", "CLOCK_SHIFT", "DEBUG", "SECURE")
LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})


def problems(values: Mapping[str, str]) -> list[str]:
    """Every contradiction among the values (defaults filled in); empty when the portal may start."""
    return [*_shapes(values), *_addresses(values), *_combinations(values)]


def _shapes(values: Mapping[str, str]) -> Iterator[str]:
    if len(values["SECRET_KEY"]) < SHORTEST_KEY:
        yield f"SECRET_KEY has {len(values['SECRET_KEY'])} characters: {SHORTEST_KEY} are the least."
    if not values["MAX_UPLOAD_MB"].isdigit() or not int(values["MAX_UPLOAD_MB"]):
        yield f"MAX_UPLOAD_MB is {values['MAX_UPLOAD_MB']!r}: give a whole number of megabytes."
    if not values["TRUSTED_PROXIES"].isdigit():
        yield f"TRUSTED_PROXIES is {values['TRUSTED_PROXIES']!r}: give a whole number."
    if values["LOG_LEVEL"] not in LEVELS:
        yield f"LOG_LEVEL is {values['LOG_LEVEL']!r}: one of {', '.join(sorted(LEVELS))}."
    for name in FLAGS:
        if values[name].strip().lower() not in YES | NO:
            yield f"{name} is {values[name]!r}: give 1 or 0."


def _addresses(values: Mapping[str, str]) -> Iterator[str]:
    for name, schemes in (
        ("DATABASE_URL", {"postgres", "postgresql"}),
        ("DATABASE_OWNER_URL", {"postgres", "postgresql"}),
        ("REDIS_URL", {"redis", "rediss", "unix"}),
        ("PUBLIC_URL", {"http", "https"}),
        ("OIDC_SERVER_URL", {"http", "https"}),
    ):
        if values[name] and urlsplit(values[name]).scheme not in schemes:
            yield f"{name} must begin with {' or '.join(sorted(f'{each}://' for each in schemes))}."
    public = urlsplit(values["PUBLIC_URL"])
    if public.scheme and not public.hostname:
        yield "PUBLIC_URL names no host."
    if values["OIDC_SERVER_URL"] and not (
        values["OIDC_CLIENT_ID"] and values["OIDC_CLIENT_SECRET"]
    ):
        yield "OIDC_SERVER_URL is set, but OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is not."


def _combinations(values: Mapping[str, str]) -> Iterator[str]:
    secure, demo, shift, debug = (
        _yes(values, name) for name in ("SECURE", "DEMO", "CLOCK_SHIFT", "DEBUG")
    )
    if secure and urlsplit(values["PUBLIC_URL"]).scheme == "http":
        yield "SECURE is 1, but PUBLIC_URL begins with http://: use https://, or SECURE=0 for a trial."
    if secure and demo:
        yield "DEMO is 1 together with SECURE: the demo lets anybody sign in as anybody."
    if secure and debug:
        yield "DEBUG is 1 together with SECURE: tracebacks show data to strangers."
    if shift and not demo:
        yield "CLOCK_SHIFT is 1 without DEMO: closings and payments stand on the true clock."


def _yes(values: Mapping[str, str], name: str) -> bool:
    return values[name].strip().lower() in YES
