"""Registers the lists of this room."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin import OUTBOX_POLICY, TEMPLATE_POLICY, DeliveryGroup
from .models import MessageTemplate, OutboxMessage

register_permission_policy(OutboxMessage, OUTBOX_POLICY)
register_permission_policy(MessageTemplate, TEMPLATE_POLICY)


@hooks.register("register_admin_viewset")
def register_delivery() -> DeliveryGroup:
    return DeliveryGroup()
