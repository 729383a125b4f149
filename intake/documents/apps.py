from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "intake.documents"
    label = "documents"
