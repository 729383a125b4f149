"""Addresses of the desk, under the admin's. Fixed words stand before case numbers, which begin with a year."""

from django.urls import include, path

from .views import action, case, delivery, handover, mentions, password, phrases, queue, saved, selected

app_name = "workbench"

_case = [
    path("", case.case, name="case"),
    path("unmask/", case.unmask, name="unmask"),
    path("print/", case.print_case, name="print"),
    path("password/", password.password, name="password"),
    path("papers/<uuid:paper_id>/", case.paper, name="paper"),
    path("papers/<uuid:paper_id>/print/", case.print_paper, name="print_paper"),
    path("papers/<uuid:paper_id>/for-the-petitioner/", delivery.print_out, name="print_out"),
    path("papers/<uuid:paper_id>/received/", delivery.received, name="received"),
    path("files/<uuid:file_id>/", case.attachment, name="file"),
    path("do/<slug:action>/", action.ActionView.as_view(), name="do"),
]

urlpatterns = [
    path("", queue.index, name="queue"),
    path("export/", queue.export_csv, name="export"),
    path("approvals/", queue.approvals, name="approvals"),
    path("mentions/", mentions.mentioned, name="mentions"),
    path("hand-over/", handover.hand_over, name="hand_over"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/<int:pk>/", phrases.phrase, name="phrase"),
    path("filters/", saved.filters, name="filters"),
    path("filters/<int:pk>/", saved.change, name="filter"),
    path("selected/assign/", selected.assign, name="selected_assign"),
    path("selected/export/", selected.export, name="selected_export"),
    path("selected/print/", selected.print_list, name="selected_print"),
    path("by-phone/", queue.by_phone, name="by_phone"),
    path("<str:number>/", include(_case)),
]
