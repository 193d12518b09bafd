"""A limit for forms that need no account; while the cache is away nobody is limited."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def exceeded(request: HttpRequest, what: str, *, an_hour: int) -> bool:
    """Whether this address has asked for `what` more than `an_hour` times; counts this time too."""
    address = str(get_adapter(request).get_client_ip(request))
    key = f"throttle:{what}:{hashlib.sha256(address.encode()).hexdigest()[:24]}"
    cache.add(key, 0, HOUR)
    try:
        count = cache.incr(key)
    except ValueError:  # gone between the two lines, or the cache is away
        return False
    return int(count or 0) > an_hour
