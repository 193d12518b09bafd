from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "topmetro.demo"
    label = "demo"
