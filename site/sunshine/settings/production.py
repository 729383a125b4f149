"""Settings for production, and the base of all others: safe by default, a missing secret is an error."""

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from sunshine import env
from sunshine.settings.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401  settings by their names

VAR = env.path("SUNSHINE_VAR", env.ROOT / "var")

# --- secrets -------------------------------------------------------------------------------------------------
SECRET_KEY = env.required("SUNSHINE_SECRET_KEY", "signs sessions and forms; at least 50 random characters")
# Newest first; the first encrypts, all decrypt. Kept outside the database, so that a dump shows no name.
SUNSHINE_DATA_KEYS = env.required_list("SUNSHINE_DATA_KEYS", "Fernet keys that encrypt personal data")
SUNSHINE_INDEX_KEY = env.required("SUNSHINE_INDEX_KEY", "key of the blind index and of query passwords")

# --- hosts ---------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.required_list("SUNSHINE_HOSTS", "host names of the site, comma-separated")
SUNSHINE_BASE_URL = env.required("SUNSHINE_BASE_URL", "address of the site in letters and QR codes").rstrip(
    "/"
)
WAGTAILADMIN_BASE_URL = SUNSHINE_BASE_URL
CSRF_TRUSTED_ORIGINS = [SUNSHINE_BASE_URL]
DEBUG = False

# --- transport -----------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SUNSHINE_PROXIES = env.text("SUNSHINE_PROXIES")  # who is believed when saying for whom it asks
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
SUNSHINE_VISIT_COOKIE = "visit"  # the session of residents' pages, apart from the one of staff
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # a session cookie: residents' browsers keep nothing
CSRF_FAILURE_VIEW = "sunshine.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
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
# By the beginning of the address, the longest first. Wagtail's script puts style sheets into the page, and its widgets
# that choose days, pictures and pages begin with an inline script without a nonce. The desk does without such widgets:
# what residents write is shown there.
_DESK = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}
SUNSHINE_POLICIES = dict.fromkeys(
    ("/admin/cases/", "/admin/register/", "/admin/summaries/", "/admin/supervision/"), _DESK
)
SUNSHINE_POLICIES |= {"/admin/": _DESK | {"script-src": [SELF, UNSAFE_INLINE]}}

# --- rooms ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "sunshine",
    "regions",
    "privacy",
    "accounts",
    "records",
    "delivery",
    "search",
    "cms.ledgers",
    "cms.notices",
    "cms.pages",
    "intake.clock",
    "intake.routing",
    "intake.documents",
    "intake.petitions",
    "intake.workbench",
    "intake.summaries",
    "intake.statistics",
    "intake.supervision",
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
    "sunshine.middleware.CacheMiddleware",
    "sunshine.keeping.KeptPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sunshine.middleware.PolicyMiddleware",
    "sunshine.middleware.VisitMiddleware",
    "sunshine.middleware.LanguageMiddleware",
    "accounts.middleware.ShortFormsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
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
def sqlite(file_name: str, synchronous: str = "FULL") -> dict:
    """A SQLite database in the data folder, with write-ahead log and immediate transactions.

    ``synchronous=FULL`` survives a power cut with every acknowledged petition; a cache may do without.
    """
    pragmas = (
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "cache_size=-32768",
        "temp_store=MEMORY",
    )
    options = {
        "timeout": 20,
        "init_command": " ".join(f"PRAGMA {pragma};" for pragma in pragmas),
    }
    # A new connection reads the whole schema, and the last one to close copies the log back: each thread keeps its own.
    return {
        "ENGINE": "sunshine.sqlite",
        "NAME": str(VAR / file_name),
        "CONN_MAX_AGE": None,
        "OPTIONS": options,
    }


DATABASE_URL = env.text("DATABASE_URL")
DATABASES = {"default": env.database_from(DATABASE_URL) if DATABASE_URL else sqlite("sunshine.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL", 8)}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def redis(url: str) -> dict[str, Any]:
    """A cache in Redis. A server that does not answer at once is taken for away: the process's memory stands in."""
    return {
        "BACKEND": "sunshine.cache.RedisOrMemory",
        "LOCATION": url,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


CACHES: dict[str, dict[str, Any]]
if REDIS_URL := env.text("REDIS_URL"):
    CACHES = {"default": redis(REDIS_URL)}
else:
    # The cache lives in a file of its own: every set would otherwise take the main database's write lock.
    DATABASES["cache"] = sqlite("cache.sqlite3", synchronous="OFF")
    DATABASE_ROUTERS = ["sunshine.routers.CacheRouter"]
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "sunshine_cache",
            # Django's 300 would let anybody flush the counters of failed tries by filling the table.
            "OPTIONS": {"MAX_ENTRIES": 200_000},
        }
    }

SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- tasks ---------------------------------------------------------------------------------------------------
# The broker is a doorbell: what is in it may be lost at any time. The default one is a folder.
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL or "filesystem://localhost//")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "broker" / "queue"),
        "data_folder_out": str(VAR / "broker" / "queue"),
        "control_folder": str(VAR / "broker" / "control"),
    }
else:
    # A broker that is away must not hold up the request that rings the bell.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 3, "max_retries": 0}
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "sunshine"
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = (
    False  # nobody asks, and a killed worker's mailbox would fill the folder
)
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps its times in memory: no file that kill -9 could spoil

# --- files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
SUNSHINE_PRIVATE_ROOT = VAR / "private"  # petition attachments: never under MEDIA_URL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "sunshine.storage.WholeFileStorage",
        "OPTIONS": {"location": str(SUNSHINE_PRIVATE_ROOT), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the editor sends some five for each paragraph, in each language
DATA_UPLOAD_MAX_NUMBER_FILES = (
    100  # a phone sends all that was chosen: past nine the form says so and keeps the text
)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- people --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.EasyPasswordValidator"},
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
# Tries at signing in are counted in accounts.throttle; allauth's count by address would shut out a whole office.
ACCOUNT_RATE_LIMITS = {"login": ""}
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.SignInForm",
    "change_password": "accounts.sign_in_forms.NewPasswordForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmForm",
}
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.CodeForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "accounts.sign_in_forms.SetUpAppForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Sunshine"
# Roles that must sign in with a second factor; a list of accounts.models.Role values, "*" for all, empty for none.
SUNSHINE_SECOND_FACTOR_ROLES = [
    word.strip() for word in env.text("SUNSHINE_SECOND_FACTOR_ROLES", "*").split(",") if word.strip()
]
# A session of staff ends so long after its last use, and so long after the sign-in.
SUNSHINE_STAFF_IDLE_SECONDS = env.number("SUNSHINE_STAFF_IDLE_SECONDS", 3600)
SUNSHINE_STAFF_SESSION_SECONDS = env.number("SUNSHINE_STAFF_SESSION_SECONDS", 10 * 3600)

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
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.pages.finishing.finish_workflow"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "pdf", "xlsx"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True

# --- limits of petitions -------------------------------------------------------------------------------------
# From this many objections and returns on, a case is put before the head of the office that sends it on.
SUNSHINE_RETURNS_ALERT = env.number("SUNSHINE_RETURNS_ALERT", 2)
# Whether a matter for whose review nobody asked in time is no longer accepted on the same facts (不再受理).
SUNSHINE_UNUSED_REVIEW_IS_FINAL = env.flag("SUNSHINE_UNUSED_REVIEW_IS_FINAL", True)
# Petitions that one address may file in an hour, through form or API; 0: no limit (a load test, a closed network).
SUNSHINE_SUBMISSIONS_PER_HOUR = env.number("SUNSHINE_SUBMISSIONS_PER_HOUR", 60)
# How long a letter may have lain before it is entered, in days; and how many identity papers a clerk may check in an
# hour to find somebody's case.
SUNSHINE_REGISTER_WITHIN_DAYS = env.number("SUNSHINE_REGISTER_WITHIN_DAYS", 60)
SUNSHINE_IDENTITY_CHECKS_PER_HOUR = env.number("SUNSHINE_IDENTITY_CHECKS_PER_HOUR", 30)
# Statistics show no number below this, nor one from which it could be worked out; what is published stays.
SUNSHINE_SMALLEST_FIGURE = max(env.number("SUNSHINE_SMALLEST_FIGURE", 5), 2)

# --- search --------------------------------------------------------------------------------------------------
# The index holds nothing that could not be built anew; web processes and worker need the same folder.
SUNSHINE_SEARCH_FOLDER = env.path("SUNSHINE_SEARCH_FOLDER", VAR / "search")

# --- delivery ------------------------------------------------------------------------------------------------
# A channel is named, or "off" is said on purpose: silence would lose people's letters.
SUNSHINE_MAIL_CHANNEL = env.required("SUNSHINE_MAIL_CHANNEL", 'mail channel: "smtp" or "off"')
SUNSHINE_SMS_CHANNEL = env.required("SUNSHINE_SMS_CHANNEL", 'SMS channel: "http" or "off"')
SUNSHINE_FILES_CHANNEL_ALLOWED = False  # "files" writes letters to disk: for the demo and the tests
SUNSHINE_SMS_URL = env.text("SUNSHINE_SMS_URL")
SUNSHINE_SMS_TOKEN = env.text("SUNSHINE_SMS_TOKEN")
# What was delivered is forgotten after so many days; what was given up stays until an operator settles it.
SUNSHINE_OUTBOX_KEPT_DAYS = env.number("SUNSHINE_OUTBOX_KEPT_DAYS", 30)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "sunshine@localhost")
if SUNSHINE_SMS_CHANNEL == "http" and not (SUNSHINE_SMS_URL and SUNSHINE_SMS_TOKEN):
    raise ImproperlyConfigured(
        "SUNSHINE_SMS_CHANNEL is http: SUNSHINE_SMS_URL and SUNSHINE_SMS_TOKEN are needed"
    )

# --- logs ----------------------------------------------------------------------------------------------------
LOGGING_CONFIG = "sunshine.logs.configure"
LOGGING = {"level": env.text("SUNSHINE_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # SAMEORIGIN above: Wagtail's preview frames its own pages
