from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SummariesConfig(AppConfig):
    name = "intake.summaries"
    label = "summaries"
    verbose_name = _("Public cases")

    def ready(self) -> None:
        from cms.pages import panels
        from intake.petitions import changes
        from search import documents

        from . import home, indexing, listing, receivers

        changes.case_changed.connect(receivers.follow_case, dispatch_uid="summaries.follow")
        changes.tells_what_is_public(listing.published)
        documents.register(indexing.CASES)
        panels.register("cases", home.newest, "summaries/home_panel.html")
        panels.register_of_place("cases", home.newest_of, "summaries/home_panel.html")
        receivers.connect()
