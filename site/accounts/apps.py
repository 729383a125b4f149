from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from allauth.mfa import signals as mfa
        from django.contrib.auth.signals import user_logged_in
        from wagtail.permissions import register_permission_policy

        from regions.models import Organisation, Region

        from . import checks, receivers
        from .models import Membership, Role, User
        from .policies import RolePolicy

        checks.connect()
        user_logged_in.connect(receivers.signed_in)
        mfa.authenticator_used.connect(receivers.second_factor_used)
        mfa.authenticator_added.connect(receivers.second_factor_added)
        mfa.authenticator_removed.connect(receivers.second_factor_removed)
        pre_save.connect(receivers.membership_saving, sender=Membership)
        post_save.connect(receivers.membership_saved, sender=Membership)
        post_delete.connect(receivers.membership_deleted, sender=Membership)
        pre_save.connect(receivers.user_saving, sender=User)
        post_save.connect(receivers.user_saved, sender=User)
        # Regions and organisations end, they are not deleted: cases and the record refer to them.
        for model in (Region, Organisation):
            register_permission_policy(model, RolePolicy(model, Role.OPERATOR, never={"delete"}))
        register_permission_policy(Membership, RolePolicy(Membership, Role.OPERATOR))
