from django.urls import path

from intake.documents import views

app_name = "notice_templates"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/<slug:language>/", views.edit, name="edit"),
    path("<slug:code>/<slug:language>/<int:number>/", views.version, name="version"),
    path("<slug:code>/<slug:language>/<int:number>/restore/", views.restore, name="restore"),
]
