from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lineofsight.foundation.ui"
    label = "ui"
    verbose_name = "Pages and components"
