"""Addresses of mentorship; `projects.urls` takes them in."""

from django.urls import URLPattern, path

from projects.views import mentorship, mentorship_acts, mentorship_assigning, mentorship_meetings

HERE = "area/mentorship/"
ONE = f"{HERE}<uuid:key>/"
MEETING = f"{HERE}incontri/<uuid:key>/"
ACTION = f"{HERE}azioni/<uuid:key>/"

MENTORSHIP_URLS: list[URLPattern] = [
    path(HERE, mentorship.mentorship_home, name="mentorship_home"),
    path(f"{HERE}ore-per-rete/", mentorship.mentorship_equity, name="mentorship_equity"),
    path(
        f"{HERE}<slug:what>.<slug:extension>",
        mentorship.mentorship_export,
        name="mentorship_export",
    ),
    path(f"{HERE}scegli/", mentorship_assigning.mentorship_choose, name="mentorship_choose"),
    path(f"{HERE}chiedi/", mentorship_assigning.mentorship_assign, name="mentorship_assign"),
    path(f"{HERE}mie/", mentorship_acts.mentorship_mine, name="mentorship_mine"),
    path(f"{HERE}reti/<uuid:key>/", mentorship_acts.mentorship_network, name="mentorship_network"),
    path(ONE, mentorship_acts.mentorship_detail, name="mentorship_detail"),
    path(f"{ONE}accetta/", mentorship_acts.mentorship_accept, name="mentorship_accept"),
    path(f"{ONE}rifiuta/", mentorship_acts.mentorship_decline, name="mentorship_decline"),
    path(f"{ONE}sospendi/", mentorship_acts.mentorship_suspend, name="mentorship_suspend"),
    path(f"{ONE}riprendi/", mentorship_acts.mentorship_resume, name="mentorship_resume"),
    path(f"{ONE}chiudi/", mentorship_acts.mentorship_close, name="mentorship_close"),
    path(f"{ONE}passa/", mentorship_assigning.mentorship_reassign, name="mentorship_reassign"),
    path(
        f"{ONE}chiedi-un-incontro/", mentorship_acts.mentorship_request, name="mentorship_request"
    ),
    path(f"{ONE}registra/", mentorship_meetings.mentorship_log, name="mentorship_log"),
    path(f"{ONE}programma/", mentorship_meetings.mentorship_plan, name="mentorship_plan"),
    path(f"{MEETING}correggi/", mentorship_meetings.mentorship_correct, name="mentorship_correct"),
    path(f"{MEETING}annulla/", mentorship_meetings.mentorship_cancel, name="mentorship_cancel"),
    path(f"{MEETING}nota/", mentorship_meetings.mentorship_note, name="mentorship_note"),
    path(f"{MEETING}azione/", mentorship_meetings.mentorship_agree, name="mentorship_agree"),
    path(
        f"{ACTION}fatta/",
        mentorship_meetings.mentorship_action_done,
        name="mentorship_action_done",
    ),
    path(
        f"{ACTION}riapri/",
        mentorship_meetings.mentorship_action_reopen,
        name="mentorship_action_reopen",
    ),
    path(
        f"{ACTION}lascia/",
        mentorship_meetings.mentorship_action_drop,
        name="mentorship_action_drop",
    ),
]
