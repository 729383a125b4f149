"""The demo: the production settings with the few relaxations that a laptop without TLS needs."""

from sunshine import env

env.provide(
    {
        "SUNSHINE_HOSTS": "127.0.0.1,localhost",
        "SUNSHINE_BASE_URL": f"http://127.0.0.1:{env.number('PORT', 8000)}",
        "SUNSHINE_MAIL_CHANNEL": "files",
        "SUNSHINE_SMS_CHANNEL": "files",
        "SUNSHINE_SECOND_FACTOR_ROLES": "",
    }
)

from sunshine.settings.production import *  # noqa: E402, F403  values must be given before production reads them
from sunshine.settings.production import STORAGES  # noqa: E402

SUNSHINE_DEMO = True
SUNSHINE_FILES_CHANNEL_ALLOWED = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None  # type: ignore[assignment]  # no proxy stands before the demo
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
