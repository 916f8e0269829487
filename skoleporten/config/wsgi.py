from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from skoleporten.config.frames import in_one_piece, keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skoleporten.config.settings")

application = in_one_piece(get_wsgi_application())
keep_what_is_loaded()
