from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "intake.petitions"
    label = "petitions"
    verbose_name = _("Petitions")

    def ready(self) -> None:
        from accounts.rights import memberships_changed, name_changed
        from delivery import knowing
        from regions.snapshot import tree_changed

        from . import receivers, visibility

        memberships_changed.connect(receivers.keys_follow_memberships, dispatch_uid="petitions.keys")
        name_changed.connect(receivers.keys_follow_memberships, dispatch_uid="petitions.names")
        tree_changed.connect(receivers.keys_follow_tree, dispatch_uid="petitions.tree")
        knowing.register(visibility.closed_to)
