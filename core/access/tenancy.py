"""What every row of a programme has in common.

Three walls stand between two programmes: the scoped manager (a query outside a programme fails), the
guard in `save` (a row of another programme is refused) and row-level security with composite foreign
keys (`core.access.operations`), which hold even when Python is wrong.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django_scopes import ScopedManager

from core.access.keys import new_id
from core.access.scope import current_programme_id


class WrongProgramme(RuntimeError):
    """A row was about to be saved outside its own programme."""


class TenantModel(models.Model):
    """A row that belongs to one programme; `programme` is the one that is open when it is made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No index of its own: the unique key (programme, id) that TenantTable adds serves as one.
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        default=current_programme_id,
        editable=False,
        related_name="+",
        db_index=False,
    )

    if TYPE_CHECKING:
        programme_id: UUID

    objects: ClassVar[models.Manager[Self]] = ScopedManager(programme="programme")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_other_programme()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_other_programme()
        return super().delete(*args, **kwargs)

    def _refuse_other_programme(self) -> None:
        if self.programme_id != current_programme_id():
            raise WrongProgramme(f"{self._meta.label} of programme {self.programme_id}")
