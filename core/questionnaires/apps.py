from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "core.questionnaires"
    label = "questionnaires"
