from django.apps import AppConfig


class WebConfig(AppConfig):
    """Holds no models: templates, static files, translations and every view of the product."""

    name = "skoleporten.web"
    label = "web"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from skoleporten.web.sign_in import sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="skoleporten.web.sign_in.sessions.begin")
