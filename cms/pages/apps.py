from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from django.db.models.signals import post_save
        from wagtail.signals import page_published, page_unpublished

        from accounts.rights import register_deriver
        from cms.ledgers import visibility
        from delivery.public import caching
        from regions.snapshot import places_changed, tree_changed
        from search import documents

        from . import editing, growing, indexing, newest, panels, published, publishing, rights
        from .models import CatalogueItem, SiteSettings

        register_deriver(editing.derived_groups)
        register_deriver(rights.derived_groups)
        documents.register(indexing.DisclosureSource())
        documents.register(indexing.PageSource())
        indexing.watch()
        visibility.register(published.shows, published.address_of, published.ledger_changed)
        page_published.connect(caching.drop_copies, dispatch_uid="pages.copies")
        for model in (SiteSettings, CatalogueItem):
            post_save.connect(caching.drop_copies, model, dispatch_uid=f"{model.__name__}.copies")
        page_unpublished.connect(caching.drop_copies, dispatch_uid="pages.copies")
        page_unpublished.connect(publishing.gone, dispatch_uid="pages.gone")
        panels.register("disclosures", newest.panel, "pages/newest_disclosures.html")
        tree_changed.connect(growing.follow_tree, dispatch_uid="pages.tree")
        places_changed.connect(growing.follow_names, dispatch_uid="pages.names")
        for changed in (tree_changed, places_changed):
            changed.connect(caching.drop_copies, dispatch_uid="pages.copies")
