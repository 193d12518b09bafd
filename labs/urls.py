"""Public pages of labs and meetings, people's own registrations, the desk under `area/incontri/`."""

from django.urls import path

from labs.views import decisions, desk, participants, public, registering, sessions

app_name = "labs"
PUBLIC = "laboratori/<slug:event_key>/"
MINE = "area/iscrizioni/<uuid:key>/"
DESK = "area/incontri/<uuid:key>/"
SESSION = "area/incontri/sessioni/<uuid:key>/"
REQUEST = "area/incontri/iscrizioni/<uuid:key>/"
urlpatterns = [
    path("laboratori/", public.event_list, name="event_list"),
    path(PUBLIC, public.event_detail, name="event_detail"),
    path(f"{PUBLIC}calendario.ics", public.event_calendar, name="event_calendar"),
    path(f"{PUBLIC}iscriviti/", registering.registration_create, name="registration_create"),
    path("area/iscrizioni/", registering.registration_mine, name="registration_mine"),
    path(f"{MINE}annulla/", registering.registration_cancel, name="registration_cancel"),
    path(f"{MINE}accetta/", registering.offer_accept, name="offer_accept"),
    path(f"{MINE}rinuncia/", registering.offer_decline, name="offer_decline"),
    path("area/incontri/", desk.event_desk, name="event_desk"),
    path("area/incontri/nuovo/", desk.event_create, name="event_create"),
    path(f"{SESSION}modifica/", sessions.session_change, name="session_change"),
    path(f"{SESSION}annulla/", sessions.session_cancel, name="session_cancel"),
    path(f"{SESSION}verbale/", sessions.session_minutes, name="session_minutes"),
    path(f"{SESSION}presenze/", sessions.session_attendance, name="session_attendance"),
    path(f"{REQUEST}conferma/", participants.registration_confirm, name="registration_confirm"),
    path(f"{REQUEST}rifiuta/", participants.registration_refuse, name="registration_refuse"),
    path(f"{REQUEST}annulla/", participants.registration_remove, name="registration_remove"),
    path(DESK, desk.event_manage, name="event_manage"),
    path(f"{DESK}modifica/", desk.event_change, name="event_change"),
    path(f"{DESK}pubblica/", decisions.event_publish, name="event_publish"),
    path(f"{DESK}svolto/", decisions.event_hold, name="event_hold"),
    path(f"{DESK}rinvia/", decisions.event_postpone, name="event_postpone"),
    path(f"{DESK}nuova-data/", decisions.event_reschedule, name="event_reschedule"),
    path(f"{DESK}annulla/", decisions.event_cancel, name="event_cancel"),
    path(f"{DESK}sessioni/", sessions.session_create, name="session_create"),
    path(f"{DESK}iscritti/", participants.registration_list, name="registration_list"),
    path(f"{DESK}iscritti.csv", participants.registration_export, name="registration_export"),
    path(f"{DESK}iscritti/aggiungi/", participants.registration_add, name="registration_add"),
]
