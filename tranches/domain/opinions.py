"""The municipality's opinion on a tranche (*parere del Comune*): heard, not a veto.

Its official gives it within the silence term of the programme; afterwards the step is deemed skipped
(L. 241/1990 art. 16). Belonging to the municipality is no tie here; any other tie is.
"""

from uuid import UUID

from django.db import transaction

from core.access.blocked import refuse
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from tranches import blockers
from tranches.domain.moves import locked, move
from tranches.domain.terms import meet_opinion
from tranches.enums import OpinionKind, TrancheState
from tranches.models import Tranche
from tranches.notifications import ToApprove


@transaction.atomic
def give_opinion_on_tranche(
    *, tranche_id: UUID, opinion: OpinionKind, by: User, text: str = ""
) -> Tranche:
    """Favourable, favourable with remarks, or contrary; the remarks and the reasons are its `text`."""
    tranche = locked(tranche_id)
    refuse(blockers.opinion_blockers(tranche, by=by))
    move(
        tranche,
        TrancheState.OPINION_GIVEN,
        "opinion",
        by=by,
        opinion=opinion,
        opinion_text=text.strip(),
    )
    record(tranche, Verb.ENDORSE, by=by, data={"opinion": opinion})
    meet_opinion(tranche)
    ToApprove(tranche, by=by).queue()
    return tranche
