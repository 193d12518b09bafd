"""People who sign in, and the stored clock of the demo."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access.keys import new_id


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account: one person, one e-mail address, roles in any number of programmes.

    Roles live in `core.people`; signing in never grants one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("first and last name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, choices=[("it", "Italiano"), ("en", "English")], default="it"
    )
    is_active = models.BooleanField(default=True)
    is_platform_operator = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ", 1)[0]

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Ask the predicates of `rules`; there are no stored permissions in this portal."""
        import rules

        return bool(self.is_active and rules.has_perm(perm, self, obj))


class ClockOffset(models.Model):
    """One row: how far the demo's clock stands from the system's (see `core.access.clock`)."""

    offset = models.DurationField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="clock_offset_only_one")
        ]
