from django.apps import AppConfig


class PokjaConfig(AppConfig):
    name = "pokja"
    verbose_name = "Pokja dan usulan"
    default_auto_field = "django.db.models.BigAutoField"
