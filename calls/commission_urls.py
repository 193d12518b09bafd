"""The commission's own pages, and those from which it is prepared."""

from django.urls import path

from calls import ranking_urls
from calls.views import (
    appointment,
    assignments,
    collegial,
    commission,
    consensus,
    offline,
    scoring,
    selection,
)

DESK = "area/bandi/<uuid:key>/"
SEATED = "area/commissione/<uuid:key>/"
CARD = f"{SEATED}domande/<uuid:submission>/"
urlpatterns = [
    path(f"{DESK}selezione/", selection.selection_change, name="selection_change"),
    path(f"{DESK}commissione/", appointment.commission_prepare, name="commission_prepare"),
    path(f"{DESK}commissione/aggiungi/", appointment.seat_add, name="seat_add"),
    path(f"{DESK}commissione/<uuid:seat>/togli/", appointment.seat_remove, name="seat_remove"),
    path(f"{DESK}commissione/nomina/", appointment.commission_appoint, name="commission_appoint"),
    path(f"{DESK}commissione/supplente/", appointment.alternate_appoint, name="alternate_appoint"),
    path(SEATED, commission.commission_home, name="commission_home"),
    path(f"{SEATED}dichiarazione/", commission.commission_declare, name="commission_declare"),
    path(f"{SEATED}confronto/", commission.commission_calibration, name="commission_calibration"),
    path(f"{SEATED}assegnazioni/", assignments.assignment_list, name="assignment_list"),
    path(
        f"{SEATED}assegnazioni/<uuid:submission>/",
        assignments.assignment_move,
        name="assignment_move",
    ),
    path(f"{SEATED}testi/", collegial.commission_texts, name="commission_texts"),
    path(f"{SEATED}testi/<uuid:submission>/", collegial.commission_text, name="commission_text"),
    path(f"{SEATED}verbali/nuovo/", commission.sitting_record, name="sitting_record"),
    path(f"{SEATED}schede/<uuid:card>/riapri/", scoring.scorecard_reopen, name="scorecard_reopen"),
    path(
        f"{SEATED}schede/<uuid:card>/<slug:criterion>/cambia/",
        consensus.score_change,
        name="score_change",
    ),
    path(
        f"{SEATED}schede/<uuid:card>/accantona/",
        consensus.scorecard_set_aside,
        name="scorecard_set_aside",
    ),
    path(f"{SEATED}fuori-rete/", offline.commission_offline, name="commission_offline"),
    path(f"{SEATED}fuori-rete/schede.xlsx", offline.commission_sheet, name="commission_sheet"),
    *ranking_urls.urlpatterns,
    path(CARD, scoring.scorecard_write, name="scorecard_write"),
    path(f"{CARD}salva/", scoring.scorecard_autosave, name="scorecard_autosave"),
]
