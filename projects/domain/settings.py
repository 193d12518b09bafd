"""What the definition says of every pilot, kept as one row of the programme."""

from typing import Any

from django.db import transaction

from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from projects.models import PilotSettings


@transaction.atomic
def set_pilots(*, by: User | None, **values: Any) -> PilotSettings:
    """Write what is said of pilots; `values` are fields of PilotSettings."""
    settings, _made = PilotSettings.objects.update_or_create(defaults=values)
    record(settings, Verb.LOAD, by=by, data={"fields": sorted(values)})
    return settings
