"""The municipalities in which a programme works."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from core.access.blocked import Blocked, Blocker
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.models import Territory


@transaction.atomic
def add_territory(*, name: str, code: str, cadastral_code: str = "", by: User) -> Territory:
    """After the others. `code` is ISTAT's, six figures. Raises ValidationError, by field."""
    last = Territory.objects.aggregate(last=Max("position"))["last"]
    territory = Territory(
        name=name,
        code=code,
        cadastral_code=cadastral_code,
        position=0 if last is None else last + 1,
    )
    territory.full_clean()
    territory.save(force_insert=True)
    record(territory, Verb.CREATE, by=by, data={"code": code})
    return territory


@transaction.atomic
def change_territory(
    *, territory_id: UUID, name: str, code: str, cadastral_code: str, by: User
) -> Territory:
    """A mistyped name, or a code that nothing names yet. Raises ValidationError, by field."""
    territory = lock(Territory, territory_id)
    if code != territory.code and _is_named(territory):
        text = _("Networks, calls or people know this municipality by its code: it stays.")
        raise ValidationError({"code": text})
    territory.name, territory.code, territory.cadastral_code = name, code, cadastral_code
    territory.full_clean()
    territory.save()
    record(territory, Verb.CHANGE, by=by, data={"code": code})
    return territory


@transaction.atomic
def remove_territory(*, territory_id: UUID, by: User) -> None:
    """One that nothing names yet; any other stays, for what happened there is on record."""
    territory = lock(Territory, territory_id)
    record(territory, Verb.REMOVE, by=by, data={"code": territory.code})
    if _is_named(territory):
        text = _("Networks, calls or people are tied to this municipality.")
        raise Blocked([Blocker("territory_in_use", text)])
    territory.delete()


def _is_named(territory: Territory) -> bool:
    """Whether any row of any part refers to it: asked by taking it away and back."""
    try:
        with transaction.atomic():
            Territory.objects.get(pk=territory.pk).delete()
            transaction.set_rollback(True)
    except ProtectedError:
        return True
    return False
