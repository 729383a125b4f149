"""The WSGI entry point. ``DJANGO_SETTINGS_MODULE`` chooses other settings than production's."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.settings.production")

application = get_wsgi_application()

# Behind a reverse proxy every visitor would have the proxy's address and all would share one limit on guessing.
if settings.SUNSHINE_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, settings.SUNSHINE_PROXIES)
