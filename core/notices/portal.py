"""What notices give to the whole portal: news, agenda, and the messages for coordinators."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.clock import today
from core.access.http import PortalRequest
from core.access.models import User
from core.access.once import asked_once
from core.access.portal import Coming, Family, NavItem, Option, Panel, Portal, Thing
from core.notices.agenda import FORTNIGHT, QUARTER, has_day, left_text, page_of, when_text, window
from core.notices.models import Deadline
from core.notices.queries import deadlines_of, given_up, has_feed, unread_of
from core.notices.views.messages import SEE_OUTBOX
from core.ui.tones import Tone

NEWS_AT_MOST = 5
AGENDA_AT_MOST = 7


def navigation(request: PortalRequest) -> list[NavItem]:
    """The inbox itself stands in every page's header."""
    at = {"slug": request.programme.slug}
    items = [
        NavItem(_("Agenda"), reverse("notices:agenda", kwargs=at), "calendar", family=Family.DATES)
    ]
    if request.user.has_perm(SEE_OUTBOX, request.programme):
        url = reverse("notices:messages", kwargs=at)
        items.append(NavItem(_("Messages"), url, "inbox", family=Family.DATES, count_of=given_up()))
    return items


def panels(request: PortalRequest) -> list[Panel]:
    return [_agenda(request), _news(request)]


def _agenda(request: PortalRequest) -> Panel:
    _past, last = window(FORTNIGHT, today=today())
    rows = [row for row in _own_terms(request.user) if row.day and row.day <= last]
    return Panel(
        _("Agenda of 14 days"),
        [_date(row) for row in rows[:AGENDA_AT_MOST]],
        _("Nothing falls due in the next 14 days."),
        reverse("notices:agenda", kwargs={"slug": request.programme.slug}),
    )


def _news(request: PortalRequest) -> Panel:
    at = {"slug": request.programme.slug}
    things = [
        Thing(item.subject, reverse("notices:notice_open", kwargs={**at, "notice_id": item.pk}))
        for item in unread_of(request.user, at_most=NEWS_AT_MOST)
    ]
    return Panel(
        _("News"), things, _("You have read everything."), reverse("notices:inbox", kwargs=at)
    )


def _date(deadline: Deadline) -> Thing:
    dated = has_day(deadline)
    left = left_text(deadline.day, today=today()) if dated and deadline.day else ""
    near = dated and deadline.day is not None and (deadline.day - today()).days <= 1
    note = f"{when_text(deadline)} · {left}" if left else when_text(deadline)
    tone = Tone.WARNING if near else Tone.NEUTRAL
    return Thing(str(deadline.title), page_of(deadline), note, tone=tone)


def options(request: PortalRequest) -> list[Option]:
    """The dates in one's own calendar, for whoever has not taken them there yet."""
    if has_feed(request.user):
        return []
    url = reverse("notices:agenda", kwargs={"slug": request.programme.slug})
    note = _("An address that your phone or computer reads by itself.")
    return [Option(_("Put the dates in your calendar"), url, note, "calendar")]


def comings(request: PortalRequest) -> list[Coming]:
    """The person's own terms of the next three months."""
    _past, last = window(QUARTER, today=today())
    return [
        Coming(
            str(row.title),
            row.at or row.day or last,
            page_of(row),
            "" if has_day(row) else when_text(row),
        )
        for row in _own_terms(request.user)[:AGENDA_AT_MOST]
    ]


@asked_once
def _own_terms(user: User) -> list[Deadline]:
    """Of the next three months: the agenda tells the first of them, what comes next all."""
    _past, last = window(QUARTER, today=today())
    return deadlines_of(user, first=today(), last=last)


PORTAL = Portal(navigation=navigation, panels=panels, options=options, comings=comings)
