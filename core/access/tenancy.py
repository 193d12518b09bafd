"""What every row of a programme has in common.

Three walls stand between two programmes: the scoped manager (a query outside a programme fails), the
guard in `save` (a row of another programme is refused) and row-level security with composite foreign
keys (`core.access.operations`), which hold even when Python is wrong.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django_scopes.manager import DisabledQuerySet

from core.access.keys import new_id
from core.access.scope import current_programme_id, opened_programme_id


class WrongProgramme(RuntimeError):
    """A row was about to be saved outside its own programme."""


Row = TypeVar("Row", bound=models.Model)


class TenantManager(models.Manager[Row]):
    """Shows the open programme's rows; outside a programme every query raises ScopeError.

    django-scopes' own manager is made by a function, which hides its type, and can be switched off:
    this one is a class, and can't.
    """

    def get_queryset(self) -> models.QuerySet[Row]:
        programme_id = opened_programme_id()
        if programme_id is None:
            return DisabledQuerySet(self.model, using=self._db, missing_scopes=["programme"])
        return super().get_queryset().filter(programme=programme_id)

    def all(self) -> models.QuerySet[Row]:
        """Django's `all` does not touch the query set that refuses; this one makes it refuse.

        Only that one is asked: `all()` of a prefetched set would copy it and ask the database again.
        """
        rows = self.get_queryset()
        return rows.all() if isinstance(rows, DisabledQuerySet) else rows


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

    objects: ClassVar[TenantManager[Self]] = TenantManager()

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
