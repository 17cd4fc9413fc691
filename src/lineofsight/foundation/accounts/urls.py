"""Addresses of one's own account."""

from django.urls import path

from lineofsight.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("details/", views.profile, name="profile"),
    path("stay/", views.stay, name="stay"),
    path("second-step/", views.second_step, name="second-step"),
    path("sign-out-elsewhere/", views.end_other_sessions, name="end-other-sessions"),
    path("not-linked/", views.organisation_account_not_linked, name="organisation-account-not-linked"),
    path("no-address/", views.organisation_account_without_address, name="organisation-account-without-address"),
]
