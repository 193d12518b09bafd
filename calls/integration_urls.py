"""Completing an application, observing before an exclusion, asking for a review, the letters."""

from django.urls import path

from calls.views import exclusions, integration, letters, procedure, reviews

MINE = "area/domande/<uuid:key>/"
DESK = "area/bandi/<uuid:key>/"
LETTERS = f"{DESK}graduatoria/<uuid:ranking>/lettere/"
urlpatterns = [
    path(f"{MINE}requisiti/", procedure.requirement_check, name="requirement_check"),
    path(
        f"{MINE}chiedi-integrazioni/", integration.integration_request, name="integration_request"
    ),
    path(f"{MINE}integrazioni/", integration.integration_list, name="integration_list"),
    path(f"{MINE}integrazioni/revoca/", integration.integration_cancel, name="integration_cancel"),
    path(f"{MINE}integra/", integration.integration_write, name="integration_write"),
    path(
        f"{MINE}integra/<slug:section>/",
        integration.integration_section,
        name="integration_section",
    ),
    path(
        f"{MINE}integra/<slug:section>/salva/",
        integration.integration_autosave,
        name="integration_autosave",
    ),
    path(f"{MINE}osservazioni/", exclusions.exclusion_observe, name="exclusion_observe"),
    path(f"{MINE}chiedi-riesame/", reviews.review_request, name="review_request"),
    path(f"{MINE}riesame/", reviews.review_detail, name="review_detail"),
    path(f"{DESK}integrazioni/", integration.integration_desk, name="integration_desk"),
    path(f"{DESK}riesami/", reviews.review_list, name="review_list"),
    path(f"{DESK}esame/", procedure.examination_change, name="examination_change"),
    path(LETTERS, letters.letter_list, name="letter_list"),
    path(f"{LETTERS}testo/", letters.letter_write, name="letter_write"),
    path(f"{LETTERS}<uuid:entry>/", letters.letter_detail, name="letter_detail"),
]
