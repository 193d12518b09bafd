"""Pages of ideas that grow."""

from django.urls import path

from calls.views import draft_copy
from calls.views import idea_growth as growth

MINE = "area/domande/<uuid:key>/"
GROWTH = f"{MINE}percorso/"
urlpatterns = [
    path(f"{MINE}riprendi/", draft_copy.draft_copy, name="draft_copy"),
    path(GROWTH, growth.idea_growth, name="idea_growth"),
    path(f"{GROWTH}riscontro/", growth.feedback_give, name="feedback_give"),
    path(f"{GROWTH}riscontro/letto/", growth.feedback_read, name="feedback_read"),
    path(f"{GROWTH}da-invitare/", growth.contact_add, name="contact_add"),
    path(
        f"{GROWTH}da-invitare/<uuid:contact>/invita/", growth.contact_invite, name="contact_invite"
    ),
    path(
        f"{GROWTH}da-invitare/<uuid:contact>/risposta/",
        growth.contact_answer,
        name="contact_answer",
    ),
    path(f"{GROWTH}mediazione/", growth.mediation_record, name="mediation_record"),
    path(
        f"{GROWTH}mediazione/<uuid:entry>/",
        growth.mediation_correct,
        name="mediation_correct",
    ),
    path(f"{GROWTH}reti/", growth.network_merge, name="network_merge"),
]
