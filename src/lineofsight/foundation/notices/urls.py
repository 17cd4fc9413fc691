"""Addresses of one's own messages."""

from django.urls import path

from lineofsight.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.messages, name="messages"),
]
