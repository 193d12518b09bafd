from django.apps import AppConfig


class AreaConfig(AppConfig):
    name = "topmetro.area"
    label = "area"
