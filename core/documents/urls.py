"""Addresses in the work area; what everybody may read is in `public_urls`."""

from django.urls import path

from core.documents import views

app_name = "documents"
urlpatterns = [
    path("documenti/<uuid:document_id>/", views.document_download, name="document_download"),
    path("documenti/pdf/<uuid:job_id>/", views.pdf_job_show, name="pdf_job_show"),
]
