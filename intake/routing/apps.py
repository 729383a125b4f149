from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    name = "intake.routing"
    label = "routing"
    verbose_name = _("Routing")

    def ready(self) -> None:
        from intake.routing import county
        from intake.routing.models import Category, RegionRule

        for model in (Category, RegionRule):
            post_save.connect(county.forget, sender=model, dispatch_uid=f"routing-saved-{model.__name__}")
            post_delete.connect(county.forget, sender=model, dispatch_uid=f"routing-deleted-{model.__name__}")
