from django.urls import path

from topmetro.public import installation

urlpatterns = [
    path("note-legali/", installation.portal_legal_notes, name="portal_legal_notes"),
    path("privacy/", installation.portal_privacy, name="portal_privacy"),
    path("accessibilita/", installation.portal_accessibility, name="portal_accessibility"),
    path("segnala/", installation.portal_problem_report, name="portal_problem_report"),
]
