"""Pages around a draft: comments, help, paper, signature."""

from django.urls import path

from calls import idea_urls
from calls.views import draft_comments, draft_final, draft_help

MINE = "area/domande/<uuid:key>/"
DESK = "area/bandi/<uuid:key>/"
TALK = f"{MINE}commenti/<slug:section>/"
urlpatterns = [
    path(f"{MINE}commenti/", draft_comments.draft_comments, name="draft_comments"),
    path(TALK, draft_comments.draft_comment_write, name="draft_comment_write"),
    path(f"{TALK}risolvi/", draft_comments.draft_comment_resolve, name="draft_comment_resolve"),
    path(f"{MINE}aiuto/", draft_help.draft_help, name="draft_help"),
    path(f"{MINE}aiuto/<uuid:helper>/togli/", draft_help.draft_help_end, name="draft_help_end"),
    path(f"{MINE}bozza/stampa/", draft_final.draft_print, name="draft_print"),
    path(f"{MINE}bozza/pdf/", draft_final.draft_pdf, name="draft_pdf"),
    path(f"{MINE}firma/", draft_final.submission_sign, name="submission_sign"),
    path(f"{DESK}firma/", draft_final.call_signing, name="call_signing"),
    path(f"{MINE}aiuto/insieme/", draft_help.draft_together, name="draft_together"),
    *idea_urls.urlpatterns,
]
