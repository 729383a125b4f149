from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = _("Regions and organisations")

    def ready(self) -> None:
        from .models import Organisation, Region
        from .snapshot import touch

        for model in (Region, Organisation):
            post_save.connect(touch, sender=model)
            post_delete.connect(touch, sender=model)
        m2m_changed.connect(touch, sender=Organisation.supervises.through)
