from django.urls import path

from core.notices.views import agenda, inbox, messages

app_name = "notices"
urlpatterns = [
    path("avvisi/", inbox.inbox, name="inbox"),
    path("avvisi/letti/", inbox.inbox_read_all, name="inbox_read_all"),
    path("avvisi/preferenze/", inbox.preferences, name="preferences"),
    path("avvisi/<uuid:notice_id>/", inbox.notice_open, name="notice_open"),
    path("avvisi/<uuid:notice_id>/letto/", inbox.notice_read, name="notice_read"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda.ics", agenda.feed, name="feed"),
    path("agenda/calendario/", agenda.feed_subscribe, name="feed_subscribe"),
    path("agenda/calendario/revoca/", agenda.feed_revoke, name="feed_revoke"),
    path("messaggi/", messages.messages, name="messages"),
    path("messaggi/<uuid:message_id>/", messages.message_detail, name="message_detail"),
    path("messaggi/<uuid:message_id>/riprova/", messages.message_retry, name="message_retry"),
]
