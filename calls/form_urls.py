"""The form of a call: written under its desk, given blank to everybody."""

from django.urls import path

from calls.views import form_builder
from calls.views.loaders import desk_call
from core.questionnaires.builder.mount import mount

urlpatterns = [
    path("bandi/<slug:call_slug>/modulo/", form_builder.form_blank, name="form_blank"),
    path(
        "area/domande/<uuid:key>/modulo-precedente/",
        form_builder.submission_earlier_form,
        name="submission_earlier_form",
    ),
    *mount(
        "area/bandi/<uuid:key>/modulo/",
        load=desk_call,
        desk=form_builder.CallFormDesk,
        change="calls.change_form",
        publish="calls.publish_form",
    ),
]
