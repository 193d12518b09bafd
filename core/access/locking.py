"""Row locks for verbs."""

from typing import TypeVar
from uuid import UUID

from core.access.tenancy import TenantModel

Row = TypeVar("Row", bound=TenantModel)


def lock(model: type[Row], key: UUID) -> Row:
    """The row, locked until the transaction ends; rows that refer to it can still be inserted.

    Raises the model's DoesNotExist, which pages turn into 404.
    """
    return model.objects.select_for_update(no_key=True).get(pk=key)
