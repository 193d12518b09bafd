"""A call put before the public, with its form."""

from calls.domain.calls import change_call, publish_call
from calls.models import Call
from core.access.models import User
from core.questionnaires.domain.versions import publish_version

OFFICER = "dott.ssa Anna Cavallo (inventata)"


def publish(call: Call, *, by: User) -> None:
    if not call.responsible_officer:
        change_call(call_id=call.pk, by=by, responsible_officer=OFFICER)
    assert call.version is not None
    if not call.version.is_published:
        publish_version(version_id=call.version.pk, by=by)
    publish_call(call_id=call.pk, by=by)
