from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ClockConfig(AppConfig):
    name = "intake.clock"
    label = "clock"

    def ready(self) -> None:
        from intake.clock import store
        from intake.clock.models import Holiday, RuleSetting

        for model in (Holiday, RuleSetting):
            post_save.connect(store.forget, sender=model, dispatch_uid=f"clock-saved-{model.__name__}")
            post_delete.connect(store.forget, sender=model, dispatch_uid=f"clock-deleted-{model.__name__}")
