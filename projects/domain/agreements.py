"""Verbs of an agreement (*convenzione*, L. 241/1990 art. 11): drafted, signed, approved, then immutable.

P2: no agreement in force without CUP (L. 3/2003 art. 11; DL 76/2020 art. 41), the two declared
signatures, the signed file, a network with a lead and an approved project.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import store
from core.documents.enums import Visibility
from projects import queries
from projects.blockers import (
    approve_agreement_blockers,
    change_agreement_blockers,
    check_cup_blockers,
    draft_blockers,
    sign_blockers,
)
from projects.domain.revisions import refuse_stale
from projects.enums import AGREEMENT_MOVES, AgreementState, Party, SignatureMethod
from projects.models import Agreement, Project, Signature
from projects.notifications import AgreementInForce

SIGNED_KINDS = frozenset({"pdf", "p7m"})


@transaction.atomic
def draft_agreement(*, project_id: UUID, text: str, by: User, cup: str = "") -> Agreement:
    """Begin the agreement of a project; `cup` may come later, but not after its approval."""
    project = lock(Project, project_id)
    refuse(draft_blockers(project))
    now = clock.now()
    agreement = Agreement.objects.create(
        project=project, text=text.strip(), cup=cup,
        cup_required=queries.pilot_settings().cup_required,
        drafted_at=now, drafted_by=by, changed_at=now, changed_by=by,
    )  # fmt: skip
    record(agreement, Verb.CREATE, by=by)
    return agreement


@transaction.atomic
def change_agreement(
    *, agreement_id: UUID, revision: int, text: str, cup: str, by: User
) -> Agreement:
    """Change the draft. Raises Stale when somebody saved since `revision` was read."""
    agreement = lock(Agreement, agreement_id)
    text_too = agreement.text != text.strip()
    refuse(change_agreement_blockers(agreement, text_too=text_too))
    refuse_stale(agreement, revision)
    if agreement.cup != cup:
        agreement.cup_checked_at = agreement.cup_checked_by = None
    agreement.text, agreement.cup = text.strip(), cup
    agreement.revision += 1
    agreement.changed_at, agreement.changed_by = clock.now(), by
    agreement.save()
    record(agreement, Verb.CHANGE, by=by, data={"cup": cup})
    return agreement


@transaction.atomic
def check_cup(*, agreement_id: UUID, by: User) -> Agreement:
    """Say that the CUP was found on OpenCUP; the portal cannot ask there by itself."""
    agreement = lock(Agreement, agreement_id)
    refuse(check_cup_blockers(agreement))
    agreement.cup_checked_at, agreement.cup_checked_by = clock.now(), by
    agreement.save(update_fields=["cup_checked_at", "cup_checked_by"])
    record(agreement, Verb.VERIFY, by=by, data={"cup": agreement.cup})
    return agreement


@transaction.atomic
def declare_signature(
    *,
    agreement_id: UUID,
    party: Party,
    name: str,
    role: str,
    signed_on: date,
    method: SignatureMethod,
    by: User,
) -> Signature:
    """Declare who signed for a party, as what, when and how; one for each party."""
    agreement = lock(Agreement, agreement_id)
    blockers = sign_blockers(agreement)
    if agreement.signatures.filter(party=party).exists():
        text = _("The signature of this party is already declared: take it away first.")
        blockers.append(Blocker("already_signed", text))
    if signed_on > clock.today():
        blockers.append(
            Blocker("signed_in_future", _("The day of the signature is still to come."))
        )
    refuse(blockers)
    signature = Signature.objects.create(
        agreement=agreement, party=party, name=name.strip(), role=role.strip(),
        signed_on=signed_on, method=method, declared_at=clock.now(), declared_by=by,
    )  # fmt: skip
    record(agreement, Verb.SIGN, by=by, data={"party": party, "on": signed_on, "how": method})
    return signature


@transaction.atomic
def remove_signature(*, agreement_id: UUID, party: Party, by: User) -> None:
    """Take back a declaration made by mistake; the register keeps both."""
    agreement = lock(Agreement, agreement_id)
    refuse(sign_blockers(agreement))
    agreement.signatures.get(party=party).delete()
    record(agreement, Verb.REMOVE, by=by, data={"party": party})


@transaction.atomic
def attach_signed_file(*, agreement_id: UUID, upload: File[Any], by: User) -> Agreement:
    """Keep the signed file (PDF or .p7m), in place of an earlier one, which stays in the archive.

    Raises ValidationError about the file, in the user's words.
    """
    agreement = lock(Agreement, agreement_id)
    refuse(sign_blockers(agreement))
    agreement.signed_document = store(
        upload,
        about=agreement,
        by=by,
        title=_("Signed agreement"),
        visibility=Visibility.PARTIES,
        accept=SIGNED_KINDS,
        kind="projects.signed_agreement",
    )
    agreement.save(update_fields=["signed_document"])
    record(agreement, Verb.ATTACH, by=by, data={"document": agreement.signed_document.pk})
    return agreement


@transaction.atomic
def detach_signed_file(*, agreement_id: UUID, by: User) -> Agreement:
    """Take the file off the draft; it stays in the archive."""
    agreement = lock(Agreement, agreement_id)
    refuse(sign_blockers(agreement))
    taken = agreement.signed_document_id
    agreement.signed_document = None
    agreement.save(update_fields=["signed_document"])
    record(agreement, Verb.REMOVE, by=by, data={"document": taken})
    return agreement


@transaction.atomic
def approve_agreement(*, agreement_id: UUID, by: User) -> Agreement:
    """Put the agreement in force from today: nothing of it changes any more."""
    project_id = Agreement.objects.values_list("project_id", flat=True).get(pk=agreement_id)
    lock(Project, project_id)  # its state decides, and it comes before its papers
    agreement = lock(Agreement, agreement_id)
    refuse(approve_agreement_blockers(agreement))
    assert AgreementState.IN_FORCE in AGREEMENT_MOVES[AgreementState(agreement.state)]
    agreement.state = AgreementState.IN_FORCE
    agreement.in_force_since = clock.today()
    agreement.approved_at, agreement.approved_by = clock.now(), by
    agreement.save()
    data = {"cup": agreement.cup, "since": agreement.in_force_since}
    record(agreement, Verb.APPROVE, by=by, data=data)
    AgreementInForce(agreement).queue()
    return agreement
