from django.urls import path

from topmetro.public import views

app_name = "public"
urlpatterns = [
    path("", views.programme_home, name="programme_home"),
    path("trasparenza/", views.transparency, name="transparency"),
    path("note-legali/", views.legal_notes, name="legal_notes"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibilita/", views.accessibility, name="accessibility"),
    path("segnala/", views.problem_report, name="problem_report"),
]
