"""Addresses of the residents' pages. None of them holds a number, a name or a password."""

from django.urls import path

from .views import acts, case, door, filing, lost, papers, parts, receipt, reopening, review, suggest

app_name = "petitions"

urlpatterns = [
    path("petition/new/", filing.new, name="new"),
    path("petition/suggest/", suggest.suggest, name="suggest"),
    path("petition/receipt/", receipt.receipt, name="receipt"),
    path("petition/left/", receipt.left, name="left"),
    path("track/", door.track, name="track"),
    path("track/leave/", door.leave, name="leave"),
    path("track/lost/", lost.lost, name="lost"),
    path("track/lost/code/", lost.lost_code, name="lost_code"),
    path("track/lost/new/", lost.lost_new, name="lost_new"),
    path("track/case/", case.case, name="case"),
    path("track/case/add/", acts.add, name="add"),
    path("track/case/rate/", acts.rate, name="rate"),
    path("track/case/accept/", acts.accept, name="accept"),
    path("track/case/withdraw/", acts.withdraw, name="withdraw"),
    path("track/case/review/", review.ask, name="review"),
    path("track/case/review/withdraw/", review.withdraw, name="withdraw_review"),
    path("track/case/reopen/", reopening.ask, name="ask_reopen"),
    path("track/case/contact/", acts.contact, name="contact"),
    path("track/case/publish/", acts.publish, name="publish"),
    path("track/case/copy/", papers.copy, name="copy"),
    path("track/case/part/<uuid:part_id>/", parts.part, name="part"),
    path("track/case/notice/<uuid:notice_id>/", papers.notice, name="notice"),
    path("track/case/file/<uuid:file_id>/", papers.file, name="file"),
]
