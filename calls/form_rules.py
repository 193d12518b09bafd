"""Who may write the form of a call, and put it into force."""

import rules

from calls.enums import CallState
from calls.models import Call
from core.access.models import User
from core.people.rules import is_coordinator, is_facilitator


@rules.predicate
def nobody_answers_yet(user: User, call: Call) -> bool:
    """A form under a call that is public binds applicants: whoever publishes calls decides it."""
    return call.state == CallState.DRAFT


rules.add_perm("calls.change_form", is_facilitator)
rules.add_perm("calls.publish_form", is_coordinator | (is_facilitator & nobody_answers_yet))
