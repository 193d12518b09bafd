"""What everybody may download."""

from django.urls import path

from core.documents import views

app_name = "public_documents"
urlpatterns = [
    path(
        "documenti/<uuid:document_id>/",
        views.public_document_download,
        name="public_document_download",
    ),
]
