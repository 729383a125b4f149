from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    name = "intake.statistics"
    label = "statistics"
    verbose_name = _("Statistics")

    def ready(self) -> None:
        from cms.pages import panels

        from .home import newest_figures

        panels.register("figures", newest_figures, "statistics/home_panel.html")
