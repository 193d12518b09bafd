"""Public pages of the calls, applicants' pages under `area/domande/`, the desk under `area/bandi/`."""

from django.urls import path

from calls import (
    commission_urls,
    draft_urls,
    form_urls,
    integration_urls,
    overview_urls,
    question_urls,
)
from calls.views import (
    admissibility,
    decisions,
    desk,
    drafts,
    proposals,
    public,
    published_rankings,
    rankings,
    reading,
    sending,
    start,
    submissions,
)

app_name = "calls"
MINE = "area/domande/<uuid:key>/"
DRAFT = f"{MINE}scrivi/"
DESK = "area/bandi/<uuid:key>/"
urlpatterns = [
    path("bandi/", public.call_list, name="call_list"),
    path("bandi/<slug:call_slug>/", public.call_detail, name="call_detail"),
    path("bandi/<slug:call_slug>/rispondi/", start.submission_start, name="submission_start"),
    path("area/domande/", reading.submission_mine, name="submission_mine"),
    path(MINE, reading.submission_detail, name="submission_detail"),
    path(f"{MINE}stampa/", reading.submission_print, name="submission_print"),
    path(DRAFT, drafts.submission_draft, name="submission_draft"),
    path(f"{DRAFT}titolo-e-territorio/", drafts.submission_change, name="submission_change"),
    path(f"{DRAFT}leggi-e-invia/", sending.submission_submit, name="submission_submit"),
    path(f"{DRAFT}<slug:section>/", drafts.submission_section, name="submission_section"),
    path(f"{DRAFT}<slug:section>/salva/", drafts.submission_autosave, name="submission_autosave"),
    path(
        f"{DRAFT}<slug:section>/presenza/", drafts.submission_presence, name="submission_presence"
    ),
    path(f"{MINE}ricevuta/", sending.submission_receipt, name="submission_receipt"),
    path(f"{MINE}riapri/", sending.submission_reopen, name="submission_reopen"),
    path(f"{MINE}ritira/", sending.submission_withdraw, name="submission_withdraw"),
    path(f"{MINE}conferma/", sending.submission_confirm, name="submission_confirm"),
    path(f"{MINE}protocollo/", submissions.submission_registry, name="submission_registry"),
    path(f"{MINE}correggi/", submissions.submission_correct, name="submission_correct"),
    path(
        f"{MINE}chiedi-conferma/",
        submissions.submission_ask_confirmation,
        name="submission_ask_confirmation",
    ),
    path("area/bandi/", desk.call_desk, name="call_desk"),
    path("area/bandi/nuovo/", desk.call_create, name="call_create"),
    path(DESK, desk.call_manage, name="call_manage"),
    path(f"{DESK}modifica/", desk.call_change, name="call_change"),
    path(f"{DESK}avviso/", desk.call_notice, name="call_notice"),
    path(f"{DESK}copia/", desk.call_copy, name="call_copy"),
    path(f"{DESK}finestre/", desk.call_windows, name="call_windows"),
    path(f"{DESK}documenti/", desk.call_attach, name="call_attach"),
    path(f"{DESK}documenti/togli/", desk.call_detach, name="call_detach"),
    path(f"{DESK}anteprima/", desk.call_preview, name="call_preview"),
    path(f"{DESK}pubblica/", decisions.call_publish, name="call_publish"),
    path(f"{DESK}proroga/", decisions.call_extend, name="call_extend"),
    path(f"{DESK}riapri/", decisions.call_reopen, name="call_reopen"),
    path(f"{DESK}annulla/", decisions.call_cancel, name="call_cancel"),
    path(f"{DESK}archivia/", decisions.call_archive, name="call_archive"),
    path(
        f"{DESK}domande/per-conto/",
        submissions.submission_enter_on_behalf,
        name="submission_enter_on_behalf",
    ),
    path(f"{MINE}dall-idea/", proposals.submission_changes, name="submission_changes"),
    path(f"{MINE}rinuncia/", proposals.submission_renounce, name="submission_renounce"),
    path(f"{MINE}ammetti/", admissibility.submission_admit, name="submission_admit"),
    path(f"{MINE}escludi/", admissibility.submission_exclude, name="submission_exclude"),
    path(
        f"{MINE}riprendi-in-esame/", admissibility.submission_take_back, name="submission_take_back"
    ),
    path(
        f"{DESK}domande/ammetti/", admissibility.submission_admit_all, name="submission_admit_all"
    ),
    path(f"{DESK}graduatoria/", rankings.ranking_detail, name="ranking_detail"),
    path(f"{DESK}graduatoria/forma/", rankings.ranking_draw, name="ranking_draw"),
    path(
        f"{DESK}graduatoria/<uuid:ranking>/approva/",
        rankings.ranking_approve,
        name="ranking_approve",
    ),
    path(
        f"{DESK}graduatoria/scorri/<str:territory>/",
        rankings.ranking_select_next,
        name="ranking_select_next",
    ),
    path(
        "bandi/<slug:call_slug>/graduatoria/",
        published_rankings.ranking_public,
        name="ranking_public",
    ),
    path(
        "bandi/<slug:call_slug>/graduatoria.csv",
        published_rankings.ranking_export,
        name="ranking_export",
    ),
    *commission_urls.urlpatterns,
    *integration_urls.urlpatterns,
    *draft_urls.urlpatterns,
    *form_urls.urlpatterns,
    *question_urls.urlpatterns,
    *overview_urls.urlpatterns,
]
