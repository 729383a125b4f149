"""Sign-in of staff, in either language: included at ``accounts/`` among the addresses that have a language.

Of allauth there is what staff need: no sign-up, no mail addresses, no reset by mail (an operator gives a
password for one sign-in instead).
"""

from allauth.mfa import urls as second_factor
from django.urls import include, path

from . import views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("reauthenticate/", views.confirm_it_is_you, name="account_reauthenticate"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("2fa/", include(second_factor)),
]
