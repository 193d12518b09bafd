"""Public pages of the evaluation under `valutazione/`, its work under `area/valutazione/`."""

from django.urls import path

from evaluation.views import indicators, measurements, public, reviews

app_name = "evaluation"
DESK = "area/valutazione/"
INDICATOR = f"{DESK}indicatori/<uuid:key>/"
VALUE = f"{DESK}dati/<uuid:key>/"
urlpatterns = [
    path("valutazione/", public.evaluation_home, name="evaluation_home"),
    path("valutazione/<slug:key>/", public.indicator_detail, name="indicator_detail"),
    path(DESK, indicators.indicator_list, name="indicator_list"),
    path(f"{DESK}indicatori/nuovo/", indicators.indicator_create, name="indicator_create"),
    path(INDICATOR, indicators.indicator_manage, name="indicator_manage"),
    path(f"{INDICATOR}modifica/", indicators.indicator_change, name="indicator_change"),
    path(f"{INDICATOR}concorda/", indicators.indicator_agree, name="indicator_agree"),
    path(f"{INDICATOR}valore-atteso/", indicators.target_set, name="target_set"),
    path(f"{INDICATOR}valore-atteso/togli/", indicators.target_remove, name="target_remove"),
    path(f"{INDICATOR}rileva/", measurements.measurement_record, name="measurement_record"),
    path(f"{DESK}dati/", measurements.measurement_list, name="measurement_list"),
    path(VALUE, measurements.measurement_detail, name="measurement_detail"),
    path(f"{VALUE}modifica/", measurements.measurement_change, name="measurement_change"),
    path(f"{VALUE}invia/", measurements.measurement_submit, name="measurement_submit"),
    path(f"{VALUE}correggi/", measurements.measurement_correct, name="measurement_correct"),
    path(f"{VALUE}approva/", reviews.measurement_approve, name="measurement_approve"),
    path(f"{VALUE}rimanda/", reviews.measurement_return, name="measurement_return"),
]
