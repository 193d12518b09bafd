"""People for tests."""

from core.access.models import User


def user(name: str = "Ada Prova", *, email: str = "") -> User:
    """A person with a confirmed address; the e-mail follows from the name if none is given."""
    address = email or f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create_user(email=address, password="una-parola-lunga", full_name=name)
