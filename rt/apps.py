from django.apps import AppConfig


class RtConfig(AppConfig):
    name = "rt"
    verbose_name = "RT dan orang"
    default_auto_field = "django.db.models.BigAutoField"
