"""A person's own data. It belongs to the account, not to a programme: the register does not keep it."""

from django.db import transaction

from core.access.models import User


@transaction.atomic
def change_profile(*, user: User, full_name: str, language: str) -> User:
    """Change one's own name and language."""
    user.full_name = full_name.strip()
    user.language = language
    user.save(update_fields=["full_name", "language"])
    return user
