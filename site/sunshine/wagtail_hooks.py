"""Registers what the project itself shows in the admin."""

from wagtail import hooks

from . import desk_home

# After the desk of the offices, which first clears the page of what is Wagtail's own.
hooks.register("construct_homepage_panels", desk_home.add_panels, order=10)
