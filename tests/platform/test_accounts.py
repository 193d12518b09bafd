"""What an operator does to accounts: with a reason, told to both, and kept."""

from collections.abc import Iterator

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import RequestFactory
from django.utils import timezone

from core.access.blocked import Blocked
from core.access.models import User
from core.notices.models import AccountMessage
from tests.factories import people as people_factory
from topmetro.platform.domain import accounts
from topmetro.platform.enums import AccountAct
from topmetro.platform.models import AccountEvent


@pytest.fixture(autouse=True)
def _in_a_request() -> Iterator[None]:
    """allauth's mail names the site of the request in hand."""
    with request_context(RequestFactory().get("/")):
        yield


@pytest.fixture
def operator(db: None) -> User:
    return accounts.make_operator(email="Otto@Example.org", full_name="Otto Operatore", by=None)


@pytest.fixture
def person(db: None) -> User:
    user = people_factory.user("Ada Prova")
    TOTP.activate(user, generate_totp_secret())
    return user


def test_a_reset_removes_factor_and_sessions_and_tells_both(operator: User, person: User) -> None:
    session = SessionStore()
    session.create()
    assert session.session_key is not None
    UserSession.objects.create(
        user=person, session_key=session.session_key, ip="127.0.0.1", user_agent="x"
    )
    accounts.reset_second_factor(person_id=person.pk, reason=" Vista di persona ", by=operator)
    assert not Authenticator.objects.filter(user=person).exists()
    assert not UserSession.objects.filter(user=person).exists()
    assert not SessionStore().exists(session.session_key)
    event = AccountEvent.objects.get(act=AccountAct.RESET_SECOND_FACTOR)
    assert (event.account, event.operator, event.reason) == (
        person.pk,
        operator.pk,
        "Vista di persona",
    )
    letters = AccountMessage.objects.order_by("address")
    assert [letter.address for letter in letters] == ["ada.prova@example.org", "otto@example.org"]
    assert all("Vista di persona" in letter.text for letter in letters)


@pytest.mark.parametrize(
    ("reason", "factor", "code"), [("", True, "no_reason"), ("Vista", False, "no_second_factor")]
)
def test_a_reset_is_refused(
    operator: User, person: User, reason: str, factor: bool, code: str
) -> None:
    if not factor:
        Authenticator.objects.filter(user=person).delete()
    with pytest.raises(Blocked, match=code):
        accounts.reset_second_factor(person_id=person.pk, reason=reason, by=operator)
    assert not AccountMessage.objects.exists()


def test_nobody_resets_their_own(operator: User) -> None:
    TOTP.activate(operator, generate_totp_secret())
    with pytest.raises(Blocked, match="own_second_factor"):
        accounts.reset_second_factor(person_id=operator.pk, reason="perso", by=operator)


def test_the_record_is_never_changed(operator: User) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        AccountEvent.objects.update(reason="another")
    with pytest.raises(ProgrammingError), transaction.atomic():
        AccountEvent.objects.all().delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"act": "other"}, "account_event_act_known"),
        ({"reason": "why"}, "account_event_reset_has_operator_and_reason"),
    ],
)
def test_constraints(operator: User, fields: dict[str, str], constraint: str) -> None:
    row = {"act": AccountAct.RESET_SECOND_FACTOR, "account": operator.pk, "at": timezone.now()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AccountEvent.objects.create(**{**row, **fields})


def test_the_first_operator_comes_from_the_command_line(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_operator", "Prima@Example.org", "--name", "Prima Persona")
    person = User.objects.get(email="prima@example.org")
    assert person.is_platform_operator
    assert person.full_name == "Prima Persona"
    assert "http://localhost:8000/accounts/password/reset/" in capsys.readouterr().out


def test_an_existing_account_keeps_its_name_and_password(person: User) -> None:
    call_command("create_operator", person.email)
    before, person = person.password, User.objects.get(pk=person.pk)
    assert person.is_platform_operator
    assert person.full_name == "Ada Prova"
    assert person.password == before


def test_a_wrong_address_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("create_operator", "nobody")
