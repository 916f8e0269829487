from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from skoleporten.config.garbage import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skoleporten.config.settings")

application = get_wsgi_application()
keep_what_is_loaded()
