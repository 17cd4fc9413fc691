"""Addresses of one's own account."""

from django.urls import path

from lineofsight.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
]
