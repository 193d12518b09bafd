from typing import Any

from django.db import models

class DisabledQuerySet(models.QuerySet[Any]):
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
