from django.apps import AppConfig


class WebConfig(AppConfig):
    """Holds no models: templates, static files, translations and every view of the product."""

    name = "skoleporten.web"
    label = "web"
