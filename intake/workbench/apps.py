from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "intake.workbench"
    label = "workbench"
