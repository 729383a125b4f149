from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    name = "intake.statistics"
    label = "statistics"
    verbose_name = _("Statistics")

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from cms.pages import panels
        from delivery.public import caching

        from .home import newest_figures, newest_of
        from .models import AnnualReport

        post_save.connect(caching.drop_copies, AnnualReport, dispatch_uid="reports.copies")
        panels.register("figures", newest_figures, "statistics/home_panel.html")
        panels.register_of_place("figures", newest_of, "statistics/home_panel.html")
