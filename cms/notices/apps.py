from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "cms.notices"
    label = "notices"
    verbose_name = _("Accountability notices")

    def ready(self) -> None:
        from cms.pages import panels
        from search import documents

        from .indexing import NoticeSource
        from .panel import newest, newest_of

        documents.register(NoticeSource())
        panels.register("notices", newest, "notices/home_panel.html")
        panels.register_of_place("notices", newest_of, "notices/home_panel.html")
