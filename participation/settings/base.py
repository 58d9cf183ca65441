"""What every installation shares. Only the settings read the environment; ARCHITECTURE.md lists it."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from .sign_in import social_apps, social_provider_settings

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_NAME = env.str("SITE_NAME", default="")
# Addresses or ranges of the proxies in front, whose X-Forwarded-For and -Proto are believed.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

SOCIAL_APPS = social_apps(env)

INSTALLED_APPS = [
    "participation.accounts",
    "participation.events",
    "participation.contributions",
    "participation.votes",
    "participation.votes.ledger",
    "participation.votes.patterns",
    "search",
    "participation.moderation",
    "participation.consultations",
    "participation.pages",
    "ideas",
    "ideas.results",
    "ideas.campaigns",
    "ideas.changes",
    "ideas.paper",
    "participation.research",
    "participation.desk",
    "participation.research.open_data",
    "participation.research.sets",
    "participation.research.exports",
    "participation.notifications",
    "participation.api",
    "participation.demo",
    "participation.serving",
    "participation.pages.admin_words",
    "voting",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "participation.accounts.admin_app.PeopleAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rules.apps.AutodiscoverRulesConfig",
    "django_htmx",
    "django_vite",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{provider}" for provider in SOCIAL_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    # First, so that everybody after it sees the visitor and not the proxy; takes itself out where there is none.
    "participation.proxies.TrustedProxyMiddleware",
    "participation.pages.middleware.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "participation.pages.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "participation.pages.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "participation.accounts.two_factor.TwoFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "participation.pages.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "participation.urls"
WSGI_APPLICATION = "participation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "participation.pages.context.site",
                "participation.notifications.context.notices",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'madang.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock when a transaction begins, so that two writers queue instead of failing half-way.
    durability = "OFF" if env.bool("MADANG_FAST_MIGRATE", default=False) else "FULL"
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous={durability}; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening one takes SQLite as long as a vote does: its settings, its functions and the whole schema are read anew.
DATABASES["default"]["CONN_MAX_AGE"] = 600
# A vote's statements are planned once for each connection. Not behind a pooler that changes the connection in between.
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
# Where an Elasticsearch is (several addresses are parted by spaces), the search asks it instead of the database.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_CA = env.str("ELASTICSEARCH_CA", default="")
# What its indexes are called, so that several sites can share one server.
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="madang")
CACHES = {
    "default": (
        {"BACKEND": "participation.caching.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "madang"}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    ),
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db" if REDIS_URL else "participation.accounts.sessions"
# Signing out everywhere, and the sessions of a deleted account, need the row: the cache alone would not do.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:me"

ACCOUNT_ADAPTER = "participation.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "participation.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "participation.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
# Only in the browser that signed up: there the person goes on where they were.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# A changed address, password or second proof is told by mail: whoever did not do it must hear of it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "participation.accounts.library_forms.LoginForm",
    "signup": "participation.accounts.library_forms.SignupForm",
    "add_email": "participation.accounts.library_forms.AddEmailForm",
    "change_password": "participation.accounts.library_forms.ChangePasswordForm",
    "set_password": "participation.accounts.library_forms.SetPasswordForm",
    "reset_password": "participation.accounts.library_forms.ResetPasswordForm",
    "reset_password_from_key": "participation.accounts.library_forms.ResetPasswordKeyForm",
    "reauthenticate": "participation.accounts.library_forms.ReauthenticateForm",
}
SOCIALACCOUNT_FORMS = {"signup": "participation.accounts.library_forms.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = social_provider_settings(env, SOCIAL_APPS)
SOCIALACCOUNT_LOGIN_ON_GET = False
# A provider's word about an address joins accounts only where the provider is known to have checked it.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
# The public name is asked for: what a provider sends is often the real one.
SOCIALACCOUNT_AUTO_SIGNUP = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# A code of the half minute before or after is accepted: clocks differ, and people type slowly.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "participation.accounts.library_forms.SecondProofForm",
    "reauthenticate": "participation.accounts.library_forms.SecondProofAgainForm",
    "activate_totp": "participation.accounts.library_forms.ActivateAppForm",
    "add_webauthn": "participation.accounts.mfa_forms.AddKeyForm",
    "edit_webauthn": "participation.accounts.mfa_forms.EditKeyForm",
}
MFA_TOTP_ISSUER = SITE_NAME or "Madang"

# Officials, moderators and administrators set up a second proof of identity before they go to work.
REQUIRE_OFFICIAL_2FA = env.bool("REQUIRE_OFFICIAL_2FA", default=False)

# A verifier proves that an account belongs to one person; see participation.accounts.verification.
IDENTITY_VERIFIER = env.str("IDENTITY_VERIFIER", default="")
ALLOW_DEVELOPMENT_VERIFIER = False
IDENTITY_KEY_SECRET = env.str("IDENTITY_KEY_SECRET", default="")
# So many failures in a row lock the verification for so long.
IDENTITY_FAILURES = env.int("IDENTITY_FAILURES", default=5)
IDENTITY_LOCK_MINUTES = env.int("IDENTITY_LOCK_MINUTES", default=60)

# Signs the heads of the ledger: 32 random bytes in base64. Where none is given, one is made and kept in the file.
LEDGER_KEY = env.str("LEDGER_KEY", default="")
LEDGER_KEY_FILE = VAR_DIR / "ledger_key"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "participation" / "locale", BASE_DIR / "frontend" / "locale"]
FORMAT_MODULE_PATH = "participation.settings.formats"
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Seoul")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [("dist", BASE_DIR / "frontend" / "dist")]
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": BASE_DIR / "frontend" / "dist" / "manifest.json",
        "static_url_prefix": "dist",
    },
}
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
                "region_name": env.str("S3_REGION", default=None),
                "access_key": env.str("S3_ACCESS_KEY", default=None),
                "secret_key": env.str("S3_SECRET_KEY", default=None),
                "default_acl": None,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "participation.serving.static_files.BuiltOnceStorage"},
}
# Names with a hash, Vite's or ours: a browser keeps these files for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(dist/assets/.+-[\w-]{8}|.+\.[0-9a-f]{12})\.\w+$"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
# A mail server that does not answer must not hold up who signs up, or the worker.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Madang <no-reply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# How long a mail waits for more to say.
MAIL_GROUPING_SECONDS = env.int("MAIL_GROUPING_SECONDS", default=60)

# Requests per key and window, "count/seconds"; see participation.limits.
RATE_LIMITS = {
    # Per address: a school class or a whole mobile network may stand behind one.
    "sign_up": "60/3600",
    "post": "30/600",
    "observe": "40/600",
    "vote": "120/60",
    "report": "20/3600",
    "upload": "60/600",
    "preview": "120/60",
    "search": "120/60",
    "research": "60/60",
    "translate": "20/600",
    "claim": "20/3600",
    "api": "600/60",
}
RATE_LIMITS_ENABLED = True

# When the open-data set is made each night ("03:00", the site's own time); empty: only by the command.
OPEN_DATA_AT = env.str("OPEN_DATA_AT", default="03:00")
# Under which licence it is given away: a name of participation.datasets.package.LICENCES.
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", default="KOGL-1")

# Open reports by different people that hide a contribution until a moderator has looked.
REPORTS_THAT_HIDE = env.int("REPORTS_THAT_HIDE", default=3)

# Invented people with a known password: never where real people take part; see participation.demo.
DEMO_ALLOWED = DEBUG

# In what the costs of results are told: an ISO 4217 code.
CURRENCY = env.str("CURRENCY", default="KRW")

# What reference codes begin with: MD-2026-0412.
REFERENCE_PREFIX = env.str("REFERENCE_PREFIX", default="MD")
# In what the cost of a promise can be told; the first is the usual one.
CURRENCIES = ("KRW", "USD", "EUR")

FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
# W002: participation.pages.middleware sends X-Frame-Options along with the content policy.
SILENCED_SYSTEM_CHECKS = ["security.W002"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "participation.pages.errors.csrf_failure"

WAGTAIL_SITE_NAME = SITE_NAME or "마당"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ko", "한국어"), ("en", "English")]
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
# Dates of stages are the public body's, wherever its editor sits.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_APPEND_SLASH = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "hwp", "hwpx", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv", "zip"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# Without a translator of our own, readers are shown these services and choose; empty, and nothing is offered.
TRANSLATION_SITES = env.list("TRANSLATION_SITES", default=["papago", "google"])
# A server with LibreTranslate's API for what citizens wrote in another language.
TRANSLATOR_URL = env.str("TRANSLATOR_URL", default="")
TRANSLATOR_API_KEY = env.str("TRANSLATOR_API_KEY", default="")

SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False, traces_sample_rate=0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"participation": {"level": "INFO"}, "ideas": {"level": "INFO"}},
}
