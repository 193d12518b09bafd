"""The tenant: a programme, as data."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.keys import new_id
from core.programmes.enums import ProgrammeState
from core.ui.bilingual import BilingualField


class Programme(models.Model):
    """A territorial-innovation programme: the tenant that every other row belongs to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = BilingualField(_("name"))
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    contact_email = models.EmailField(_("mailbox for information"), blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=ProgrammeState.values), name="programme_state_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_public(self) -> bool:
        return self.state != ProgrammeState.DRAFT
