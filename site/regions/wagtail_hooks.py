from wagtail import hooks

from .admin import TreeGroup


@hooks.register("register_admin_viewset")
def register_regions() -> TreeGroup:
    return TreeGroup()
