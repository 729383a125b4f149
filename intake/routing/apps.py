from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "intake.routing"
    label = "routing"
