"""What an operator does to accounts: few things, each with a record that stays.

Resetting a lost second factor opens an account to whoever holds its password and its mailbox, so it
needs a reason, is told at once to the person and to the operator, and ends every open session.
"""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.access.blocked import Blocker, refuse
from core.access.clock import now
from core.access.models import User
from topmetro.platform.enums import AccountAct
from topmetro.platform.models import AccountEvent

NO_SECOND_FACTOR = Blocker("no_second_factor", _("This person has no second factor to reset."))
OWN_SECOND_FACTOR = Blocker(
    "own_second_factor",
    _("Nobody resets their own second factor."),
    _("another platform operator"),
)
NO_REASON = Blocker("no_reason", _("Say how you made sure that it is really this person."))


def reset_second_factor_blockers(person: User, *, by: User, reason: str) -> list[Blocker]:
    """Every reason why the second factor of this person cannot be reset by this operator now."""
    blockers = []
    if not Authenticator.objects.filter(user=person).exists():
        blockers.append(NO_SECOND_FACTOR)
    if person.pk == by.pk:
        blockers.append(OWN_SECOND_FACTOR)
    if not reason.strip():
        blockers.append(NO_REASON)
    return blockers


@transaction.atomic
def reset_second_factor(*, person_id: UUID, reason: str, by: User) -> User:
    """Remove every second factor and every session of the person; both people are told by e-mail.

    Raises User.DoesNotExist, Blocked.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    refuse(reset_second_factor_blockers(person, by=by, reason=reason))
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person).order_by("pk"):
        session.end()
    AccountEvent.objects.create(
        at=now(),
        act=AccountAct.RESET_SECOND_FACTOR,
        account=person.pk,
        operator=by.pk,
        reason=reason.strip(),
    )
    for addressee in (person, by):
        get_adapter().send_mail(
            "platform/emails/second_factor_reset",
            addressee.email,
            {"user": addressee, "person": person, "operator": by, "reason": reason.strip()},
        )
    return person


@transaction.atomic
def make_operator(*, email: str, full_name: str, by: User | None) -> User:
    """Make the account of this address a platform operator, creating it if there is none (`by` None: the
    command line). A new account has no usable password: its person asks for one by e-mail.
    """
    address = email.strip().lower()
    person = User.objects.select_for_update().filter(email=address).first()
    if person is None:
        person = User.objects.create_user(
            email=address, password=get_random_string(64), full_name=full_name
        )
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    person.is_platform_operator = True
    person.save(update_fields=["is_platform_operator"])
    AccountEvent.objects.create(
        at=now(), act=AccountAct.MAKE_OPERATOR, account=person.pk, operator=by.pk if by else None
    )
    return person
