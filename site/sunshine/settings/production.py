"""Settings for production, and the base of all others: safe by default, a missing secret is an error."""

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from sunshine import env

VAR = env.path("SUNSHINE_VAR", env.ROOT / "var")

# --- secrets -------------------------------------------------------------------------------------------------
SECRET_KEY = env.required("SUNSHINE_SECRET_KEY", "signs sessions and forms; at least 50 random characters")
# Newest first; the first encrypts, all decrypt. Kept outside the database, so that a dump shows no name.
SUNSHINE_DATA_KEYS = env.required_list("SUNSHINE_DATA_KEYS", "Fernet keys that encrypt personal data")
SUNSHINE_INDEX_KEY = env.required("SUNSHINE_INDEX_KEY", "key of the blind index and of query passwords")

# --- hosts ---------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.required_list("SUNSHINE_HOSTS", "host names of the site, comma-separated")
SUNSHINE_BASE_URL = env.required("SUNSHINE_BASE_URL", "address of the site in letters and QR codes").rstrip("/")
WAGTAILADMIN_BASE_URL = SUNSHINE_BASE_URL
CSRF_TRUSTED_ORIGINS = [SUNSHINE_BASE_URL]
DEBUG = False

# --- transport -----------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview frames its own pages
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # a session cookie: residents' browsers keep nothing
CSRF_FAILURE_VIEW = "sunshine.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # Wagtail's admin needs inline scripts; it gets its own below
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
    },
}

# --- rooms ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "sunshine",
    "regions",
    "privacy",
    "accounts",
    "records",
    "delivery",
    "cms.pages",
    "intake.clock",
    "intake.routing",
    "intake.documents",
    "intake.petitions",
    "intake.workbench",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "sunshine.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sunshine.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "sunshine.urls"
WSGI_APPLICATION = "sunshine.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "sunshine.templatetags.sunshine"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "sunshine.context.site",
            ],
        },
    },
]

# --- data ----------------------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;"
    ),
}


def sqlite(file_name: str) -> dict:
    """A SQLite database in the data folder, with write-ahead log, full sync and immediate transactions."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR / file_name), "OPTIONS": SQLITE_OPTIONS}


DATABASE_URL = env.text("DATABASE_URL")
DATABASES = {"default": env.database_from(DATABASE_URL) if DATABASE_URL else sqlite("sunshine.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL", 8)}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    # The cache lives in a file of its own: every set would otherwise take the main database's write lock.
    DATABASES["cache"] = sqlite("cache.sqlite3")
    DATABASE_ROUTERS = ["sunshine.routers.CacheRouter"]
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "sunshine_cache"}}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL or "filesystem://")

# --- files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
SUNSHINE_PRIVATE_ROOT = VAR / "private"  # petition attachments: never under MEDIA_URL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(SUNSHINE_PRIVATE_ROOT), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- people --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/admin/"
ACCOUNT_ADAPTER = "accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Sunshine"
# Roles that must sign in with a second factor; a list of accounts.models.Role values, or "*" for all.
SUNSHINE_SECOND_FACTOR_ROLES = env.text("SUNSHINE_SECOND_FACTOR_ROLES", "*").split(",")

# --- language and time ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [env.ROOT / "site" / "sunshine" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# --- CMS -----------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Sunshine")
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "pdf", "xlsx"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True

# --- API -----------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "sunshine.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
}

# --- delivery ------------------------------------------------------------------------------------------------
# A channel is a backend's dotted path or the word "off", said on purpose: silence would lose people's letters.
SUNSHINE_MAIL_CHANNEL = env.required("SUNSHINE_MAIL_CHANNEL", 'mail channel: "smtp" or "off"')
SUNSHINE_SMS_CHANNEL = env.required("SUNSHINE_SMS_CHANNEL", 'SMS channel: "http" or "off"')
SUNSHINE_SMS_URL = env.text("SUNSHINE_SMS_URL")
SUNSHINE_SMS_TOKEN = env.text("SUNSHINE_SMS_TOKEN")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "sunshine@localhost")
if SUNSHINE_SMS_CHANNEL == "http" and not (SUNSHINE_SMS_URL and SUNSHINE_SMS_TOKEN):
    raise ImproperlyConfigured("SUNSHINE_SMS_CHANNEL is http: SUNSHINE_SMS_URL and SUNSHINE_SMS_TOKEN are needed")

# --- logs ----------------------------------------------------------------------------------------------------
LOGGING_CONFIG = "sunshine.logs.configure"
LOGGING = {"level": env.text("SUNSHINE_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS: list[str] = []
