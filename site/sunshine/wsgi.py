"""The WSGI entry point. ``DJANGO_SETTINGS_MODULE`` chooses other settings than production's."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.settings.production")

application = get_wsgi_application()
