from django.urls import path

from topmetro.public import transparency_views, views

app_name = "public"
urlpatterns = [
    path("", views.programme_home, name="programme_home"),
    path("trasparenza/", transparency_views.transparency, name="transparency"),
    path("trasparenza/atti-<int:year>.csv", transparency_views.acts_csv, name="acts_csv"),
    path("trasparenza/atti-<int:year>.json", transparency_views.acts_json, name="acts_json"),
    path(
        "trasparenza/pagamenti-<int:year>.csv",
        transparency_views.payments_csv,
        name="payments_csv",
    ),
    path("note-legali/", views.legal_notes, name="legal_notes"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibilita/", views.accessibility, name="accessibility"),
    path("segnala/", views.problem_report, name="problem_report"),
]
