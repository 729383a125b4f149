from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "intake.petitions"
    label = "petitions"
