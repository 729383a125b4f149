"""Registers the list of this room."""

from wagtail import hooks

from .admin import AnnualReportViewSet


@hooks.register("register_admin_viewset")
def register_annual_reports() -> AnnualReportViewSet:
    return AnnualReportViewSet()
