from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "topmetro.steering"
    label = "steering"
