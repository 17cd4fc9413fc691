"""Addresses of one's own messages, and of the e-mail queue of the whole installation."""

from django.urls import path

from lineofsight.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.messages, name="messages"),
    path("read/", views.read_all, name="read-all"),
    path("choices/", views.choices, name="choices"),
    path("<uuid:notice>/open/", views.open_message, name="open"),
    path("queue/", views.mail_queue, name="queue"),
    path("queue/test/", views.test_message, name="test"),
    path("queue/<uuid:email>/", views.change_email, name="change-email"),
]
