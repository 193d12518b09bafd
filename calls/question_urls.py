"""Questions on a call: public pages, and the facilitators'."""

from django.urls import path

from calls.views import questions

PUBLIC = "bandi/<slug:call_slug>/quesiti/"
DESK = "area/bandi/<uuid:key>/quesiti/"
urlpatterns = [
    path(PUBLIC, questions.call_questions, name="call_questions"),
    path(f"{PUBLIC}chiedi/", questions.question_ask, name="question_ask"),
    path("bandi/<slug:call_slug>/segui/", questions.call_follow, name="call_follow"),
    path(f"{DESK}<uuid:question>/correggi/", questions.question_correct, name="question_correct"),
    path(DESK, questions.question_list, name="question_list"),
    path(f"{DESK}<uuid:question>/", questions.question_answer, name="question_answer"),
]
