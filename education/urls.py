"""Public pages of the practices under `pratiche/`, their work under `area/pratiche/`."""

from django.urls import path

from education.views import decisions, desk, public

app_name = "education"
DESK = "area/pratiche/"
ONE = f"{DESK}<uuid:key>/"
urlpatterns = [
    path("pratiche/", public.practice_list, name="practice_list"),
    path("pratiche/<slug:practice_slug>/", public.practice_detail, name="practice_detail"),
    path(DESK, desk.practice_desk, name="practice_desk"),
    path(f"{DESK}nuova/", desk.practice_create, name="practice_create"),
    path(ONE, desk.practice_read, name="practice_read"),
    path(f"{ONE}modifica/", desk.practice_change, name="practice_change"),
    path(f"{ONE}chiedi-conferma/", decisions.practice_ask, name="practice_ask"),
    path(f"{ONE}conferma/", decisions.practice_validate, name="practice_validate"),
    path(f"{ONE}ritira-consenso/", decisions.practice_retract, name="practice_retract"),
    path(f"{ONE}approva/", decisions.practice_approve, name="practice_approve"),
    path(f"{ONE}rimanda/", decisions.practice_return, name="practice_return"),
    path(f"{ONE}pubblica/", decisions.practice_publish, name="practice_publish"),
    path(f"{ONE}ritira/", decisions.practice_withdraw, name="practice_withdraw"),
]
