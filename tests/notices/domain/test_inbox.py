"""Reading, choosing, the daily e-mail, the feed's key."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from core.access.clock import at
from core.access.models import User
from core.access.scope import open_programme
from core.audit.queries import history_of
from core.notices.domain.feed import digest_of, revoke_feed, subscribe_feed
from core.notices.domain.inbox import choose_channels, read_all, read_notice
from core.notices.enums import Channel, DigestState
from core.notices.models import CalendarToken, InboxItem, OutboxMessage
from core.notices.queries import feed_owner, inbox_of, unread_count
from core.notices.tasks import send_digests
from core.programmes.models import Programme
from tests.factories.notices import SampleNotice
from tests.factories.people import user

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_reading_is_remembered_from_the_first_time(programme: Programme, ada: User) -> None:
    SampleNotice(ada).queue()
    item = InboxItem.objects.get()
    for hour in range(2):
        with at(NOON + timedelta(hours=hour)):
            read_notice(notice_id=item.pk, by=ada)
    item.refresh_from_db()
    assert item.read_at == NOON
    assert unread_count(ada) == 0


def test_nobody_reads_for_another(programme: Programme, ada: User) -> None:
    SampleNotice(ada).queue()
    read_notice(notice_id=InboxItem.objects.get().pk, by=user("Ugo Prova"))
    assert read_all(by=user("Eva Prova")) == 0
    assert unread_count(ada) == 1


def test_unread_come_first_then_the_newest(programme: Programme, ada: User) -> None:
    for hour in range(4):
        with at(NOON + timedelta(hours=hour)):
            SampleNotice(ada, subject=str(hour)).queue()
    read_notice(notice_id=InboxItem.objects.get(subject__startswith="3").pk, by=ada)
    subjects = [item.subject[0] for item in inbox_of(ada).order_by(F("turn").desc())]
    assert subjects == ["2", "1", "0", "3"]


def test_the_daily_email_gathers_what_waits(programme: Programme, ada: User) -> None:
    choose_channels(by=ada, channels={SampleNotice.kind: Channel.DIGEST})
    for subject in ("Prima", "Seconda", "Letta"):
        SampleNotice(ada, subject=subject).queue()
    read_notice(notice_id=InboxItem.objects.get(subject__startswith="Letta").pk, by=ada)
    assert not OutboxMessage.objects.exists()
    send_digests()
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.kind) == (ada, "notices.digest")
    assert "Prima" in message.text
    assert "Seconda" in message.html
    assert "Letta" not in message.text
    assert InboxItem.objects.count() == 3  # the digest itself is not a notice
    send_digests()
    assert OutboxMessage.objects.count() == 1
    assert set(InboxItem.objects.values_list("digest", flat=True).order_by()) == {DigestState.SENT}


def test_the_daily_email_is_one_per_programme(db: None, ada: User) -> None:
    from tests.factories.programmes import programme as make

    made = [make(slug=slug, name=slug) for slug in ("uno", "due")]
    for one in made:
        with open_programme(one.pk):
            choose_channels(by=ada, channels={SampleNotice.kind: Channel.DIGEST})
            SampleNotice(ada, subject=one.slug).queue()
    send_digests()
    for one in made:
        with open_programme(one.pk):
            assert one.slug in OutboxMessage.objects.get().text


def test_choosing_again_replaces_the_choice(programme: Programme, ada: User) -> None:
    for channel in Channel:
        choose_channels(by=ada, channels={SampleNotice.kind: channel})
    SampleNotice(ada).queue()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("kind", ["notices.unheard_of", "notices.digest"])
def test_only_known_kinds_are_chosen(programme: Programme, ada: User, kind: str) -> None:
    with pytest.raises(ValueError, match="Nobody chooses"):
        choose_channels(by=ada, channels={kind: Channel.NONE})


def test_a_feed_key_works_until_it_is_renewed_or_revoked(programme: Programme, ada: User) -> None:
    first = subscribe_feed(by=ada)
    assert feed_owner(digest_of(first)) == ada
    assert not CalendarToken.objects.filter(digest=first).exists()
    second = subscribe_feed(by=ada)
    assert feed_owner(digest_of(first)) is None
    assert feed_owner(digest_of(second)) == ada
    revoke_feed(by=ada)
    assert feed_owner(digest_of(second)) is None
    acts = [
        event.verb for token in CalendarToken.objects.order_by("id") for event in history_of(token)
    ]
    assert sorted(acts) == ["grant", "grant", "revoke", "revoke"]


def test_an_inactive_person_s_feed_is_shut(programme: Programme, ada: User) -> None:
    token = subscribe_feed(by=ada)
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    assert feed_owner(digest_of(token)) is None


def test_one_living_key_per_person(programme: Programme, ada: User) -> None:
    subscribe_feed(by=ada)
    with pytest.raises(IntegrityError, match="calendartoken_one_alive"), transaction.atomic():
        CalendarToken.objects.create(person=ada, digest="a" * 64)
