from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from regions.snapshot import places_changed
        from search import indexing  # importing registers its handlers

        places_changed.connect(indexing.follow_places, dispatch_uid="search.places")
