"""The page that the link of an invitation opens, outside the work area."""

from django.urls import path

from core.people.views import invitations

app_name = "invitations"
urlpatterns = [
    path("<str:token>/", invitations.invitation_answer, name="invitation_answer"),
    path("<str:token>/rifiuta/", invitations.invitation_decline, name="invitation_decline"),
]
