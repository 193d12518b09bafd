"""The two permissions that ask nothing of a programme."""

import rules
from django.contrib.auth.models import AnonymousUser

from core.access.models import User


@rules.predicate
def is_signed_in(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active


@rules.predicate
def is_platform_operator(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and user.is_active and user.is_platform_operator


rules.add_perm("access.public", rules.always_allow)
rules.add_perm("access.signed_in", is_signed_in)
rules.add_perm("access.operate_platform", is_platform_operator)
