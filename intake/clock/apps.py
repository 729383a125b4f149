from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ClockConfig(AppConfig):
    name = "intake.clock"
    label = "clock"

    def ready(self) -> None:
        from intake.clock import store
        from intake.clock.models import Holiday

        post_save.connect(store.forget, sender=Holiday, dispatch_uid="clock-forget-saved")
        post_delete.connect(store.forget, sender=Holiday, dispatch_uid="clock-forget-deleted")
