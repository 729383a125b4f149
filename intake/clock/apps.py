from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "intake.clock"
    label = "clock"
