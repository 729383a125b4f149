"""Tests: the production settings with keys of their own, a data folder per process and quick hashing."""

import atexit
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from sunshine import env

# The workers of a parallel run inherit the folder of the process that starts them; one would sweep the other's files.
worker = env.text("PYTEST_XDIST_WORKER")
if worker and Path(env.text("SUNSHINE_VAR")).name.startswith("sunshine-test-first-"):
    env.forget("SUNSHINE_VAR")
if not env.text("SUNSHINE_VAR"):
    folder = tempfile.mkdtemp(prefix=f"sunshine-test-{worker or 'first'}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    env.provide({"SUNSHINE_VAR": folder})

env.provide(
    {
        "SUNSHINE_SECRET_KEY": "tests-only-" + "k" * 60,
        "SUNSHINE_DATA_KEYS": "dGVzdHMtb25seS1rZXktMzItYnl0ZXMtbG9uZy0wMDE=",
        "SUNSHINE_INDEX_KEY": "tests-only-index-key-0123456789abcdef",
        "SUNSHINE_HOSTS": "testserver,127.0.0.1,localhost",
        "SUNSHINE_BASE_URL": "http://testserver",
        "SUNSHINE_MAIL_CHANNEL": "files",
        "SUNSHINE_SMS_CHANNEL": "files",
        "SUNSHINE_SECOND_FACTOR_ROLES": "",
    }
)

from sunshine.settings.production import *  # noqa: E402, F403  values must be given before production reads them
from sunshine.settings.production import CACHES, DATABASES, MIDDLEWARE, REDIS_URL, STORAGES, VAR  # noqa: E402

Path(VAR).mkdir(parents=True, exist_ok=True)
SUNSHINE_FILES_CHANNEL_ALLOWED = True
# A test that is rolled back commits nothing, so nothing drops the copies; those that are about them put it back.
MIDDLEWARE = [one for one in MIDDLEWARE if one != "sunshine.keeping.KeptPagesMiddleware"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if REDIS_URL:
    # Each process of a parallel run has a database of its own there, or one would clear the other's cache.
    number = worker.removeprefix("gw") or "0"
    CACHES = {
        "default": CACHES["default"] | {"LOCATION": urlsplit(REDIS_URL)._replace(path=f"/{number}").geturl()}
    }
else:
    # One process, one cache: the cache's own database is for several processes.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    DATABASES = {"default": DATABASES["default"]}
    DATABASE_ROUTERS = []
if DATABASES["default"]["ENGINE"] == "sunshine.sqlite":
    # Said aloud, because pytest-django knows Django's own engine only.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
