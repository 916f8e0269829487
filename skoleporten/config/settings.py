"""All settings. What differs between machines comes from the environment; the rest is decided here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.conf.global_settings import LANGUAGES_BIDI

from skoleporten.config.first_run import load_secrets, var_folder
from skoleporten.config.languages import load_languages
from skoleporten.config.sign_in import load_providers
from skoleporten.config.sms import load_gateway
from skoleporten.rules import quiet_hours


def _list_from(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


PACKAGE = Path(__file__).resolve().parent.parent
VAR = var_folder()
SECRETS = load_secrets(VAR)

SECRET_KEY = SECRETS.secret_key
AUDIT_KEY = SECRETS.log_key
FIELD_KEY = SECRETS.field_key
DEBUG = os.environ.get("SKOLEPORTEN_DEBUG") == "1"

# Addresses say localhost and not 127.0.0.1: passkeys are refused on a bare number.
ALLOWED_HOSTS = _list_from("SKOLEPORTEN_HOSTS", "localhost,127.0.0.1,[::1],testserver")
IS_ON_THE_NET = any(host not in {"localhost", "127.0.0.1", "[::1]", "testserver"} for host in ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if IS_ON_THE_NET and "." in host.strip(".")]
if os.environ.get("SKOLEPORTEN_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "template_partials",
    "skoleporten.audit",
    "skoleporten.access",
    "skoleporten.schools",
    "skoleporten.notices",
    "skoleporten.people",
    "skoleporten.documents",
    "skoleporten.absence",
    "skoleporten.consents",
    "skoleporten.duties",
    "skoleporten.concerns",
    "skoleporten.intake",
    "skoleporten.cases",
    "skoleporten.plans",
    "skoleporten.judgement",
    "skoleporten.presence",
    "skoleporten.rig",
    "skoleporten.front",
    "skoleporten.voices",
    "skoleporten.supports",
    "skoleporten.threads",
    "skoleporten.on_call",
    "skoleporten.surveys",
    "skoleporten.access_requests",
    "skoleporten.meetings",
    "skoleporten.agendas",
    "skoleporten.minutes",
    "skoleporten.panels",
    "skoleporten.climate",
    "skoleporten.development",
    "skoleporten.week",
    "skoleporten.imports",
    "skoleporten.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "skoleporten.config.headers.kept_apart",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "skoleporten.config.headers.no_store",
    "skoleporten.config.headers.well_formed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "skoleporten.web.language.LanguageMiddleware",
    "skoleporten.web.sign_in.sessions.SessionLimitsMiddleware",
    "skoleporten.web.acting.ActorMiddleware",
    "skoleporten.web.policy.PolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "skoleporten.config.urls"
WSGI_APPLICATION = "skoleporten.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "skoleporten.web.layout.layout",
            ],
            "builtins": ["skoleporten.web.components", "template_partials.templatetags.partials"],
        },
    },
]

FORM_RENDERER = "skoleporten.web.form_renderer.Renderer"

# Database -------------------------------------------------------------------------------------------------------------
# FULL: NORMAL loses acknowledged commits at a power cut. IMMEDIATE: else a read that turns into a write fails.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
    ),
}


def _database() -> dict[str, Any]:
    parsed: dict[str, Any] = dict(
        dj_database_url.parse(
            os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'skoleporten.sqlite3'}",
            conn_max_age=600,
            conn_health_checks=True,
        )
    )
    parsed["ATOMIC_REQUESTS"] = False
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["OPTIONS"] = SQLITE_OPTIONS
    return parsed


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared between workers, so that the limits on failed log-ins do not multiply by their number.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

# Sign-in --------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "skoleporten.web.sign_in.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # asks nothing: a session ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
SIGN_IN_PROVIDERS = load_providers(VAR / "sign_in.toml")  # Feide, ID-porten, Entra
SOCIALACCOUNT_ADAPTER = "skoleporten.web.sign_in.provider.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "skoleporten.web.sign_in.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "skoleporten.web.sign_in.card_forms.CodeForm",
    "reauthenticate": "skoleporten.web.sign_in.card_forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is known by an e-mail here
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # half a minute to either side, as telephones' clocks go
if os.environ.get("SKOLEPORTEN_BEHIND_PROXY") == "1":
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all the world is one address to the limits on tries
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_AGE = 8 * 60 * 60  # from the log-in, whatever one does (web/sign_in/sessions)
SESSION_IDLE_SECONDS = 30 * 60
SESSION_IDLE_SECONDS_OF_PUPILS = 15 * 60  # a child's tablet goes from hand to hand
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# In a cookie, as is the default, a message that names a pupil would be readable on the machine that is used.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
# Says that this browser may keep something of the board, and nothing else (web/presence/offline).
DEVICE_COOKIE_NAME = "device"
CSRF_FAILURE_VIEW = "skoleporten.web.mistakes.form_expired"
SESSION_COOKIE_SECURE = IS_ON_THE_NET and not DEBUG
CSRF_COOKIE_SECURE = IS_ON_THE_NET and not DEBUG
SECURE_SSL_REDIRECT = IS_ON_THE_NET and not DEBUG
SECURE_HSTS_SECONDS = 31_536_000 if IS_ON_THE_NET and not DEBUG else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
if SESSION_COOKIE_SECURE:  # a browser takes these names only over TLS and from this very host
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    DEVICE_COOKIE_NAME = "__Host-device"

# What a browser may do ------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [],
    "autoplay": [],
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "gyroscope": [],
    "magnetometer": [],
    "microphone": [],
    "midi": [],
    "payment": [],
    "usb": [],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Files ----------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(mode=0o700, exist_ok=True)  # WhiteNoise warns where there is none
STATICFILES_DIRS = [PACKAGE / "web" / "static"] if (PACKAGE / "web" / "static").is_dir() else []
# `skoleporten serve` hashes and compresses them first and says so here; the tests serve the files as they lie.
HAS_HASHED_STATIC_FILES = os.environ.get("SKOLEPORTEN_STATIC") == "hashed"
WHITENOISE_USE_FINDERS = not HAS_HASHED_STATIC_FILES
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HAS_HASHED_STATIC_FILES
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
IMPORTS_FOLDER = VAR / "imports"
MOST_UPLOAD_BYTES = 200_000_000
# An upload goes to disk at once, so that no request holds a file in memory; var/ is private where /tmp is not.
FILE_UPLOAD_HANDLERS = ["skoleporten.web.imports.upload_handler.LimitedUploadHandler"]
FILE_UPLOAD_TEMP_DIR = VAR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
# clamd as host:port or the path of its socket. Once named here, no file is taken in without its answer.
CLAMAV = os.environ.get("SKOLEPORTEN_CLAMAV", "")
CLAMAV_SECONDS = 120.0

# Language and time ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LOCALE_PATHS = [VAR / "languages", PACKAGE / "web" / "locale"]
# A folder with more languages, a catalogue each, and the prepared ones of ours that are switched on (config/languages).
MORE_LANGUAGES = load_languages(
    os.environ.get("SKOLEPORTEN_LANGUAGES", ""), _list_from("SKOLEPORTEN_MORE_LANGUAGES", ""), *reversed(LOCALE_PATHS)
)
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"), *((one.code, one.name) for one in MORE_LANGUAGES)]
LANGUAGES_BIDI = [*LANGUAGES_BIDI, *(one.code for one in MORE_LANGUAGES if one.direction == "rtl")]
FORMAT_MODULE_PATH = ["skoleporten.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
# Of a language that neither we nor Django have forms for: those of bokmål, as its words would be.
DATE_FORMAT, SHORT_DATE_FORMAT, MONTH_DAY_FORMAT = "j. F Y", "d.m.Y", "j. F"
YEAR_MONTH_FORMAT, TIME_FORMAT = "F Y", "H.i"
DATETIME_FORMAT, SHORT_DATETIME_FORMAT = "j. F Y \\k\\l. H.i", "d.m.Y H.i"
DECIMAL_SEPARATOR, THOUSAND_SEPARATOR, NUMBER_GROUPING, FIRST_DAY_OF_WEEK = ",", "\u00a0", 3, 1

# The programme --------------------------------------------------------------------------------------------------------
RULE_SETS = _list_from("SKOLEPORTEN_RULE_SETS", "kristiansand")
# Paths of the municipality's own routines, to be chosen beside the shipped ones.
ROUTINES = _list_from("SKOLEPORTEN_ROUTINES", "")
# A folder with the municipality's own consent texts, each named as the shipped one that it replaces.
CONSENT_TEXTS = os.environ.get("SKOLEPORTEN_CONSENT_TEXTS", "")
# A folder with more languages of the open page, a file each, named by its code (front/catalogues.py).
WELCOME_TEXTS = os.environ.get("SKOLEPORTEN_WELCOME_TEXTS", "")
ENGINE_MEMORY = os.environ.get("SKOLEPORTEN_ENGINE_MEMORY", "2GB")
NIGHTLY_HOUR = 3  # in Europe/Oslo

# Where staff report to child welfare: the municipality's own secure channel. It gets nothing from here.
CHILD_WELFARE_NAME = os.environ.get("SKOLEPORTEN_CHILD_WELFARE_NAME", "")
CHILD_WELFARE_ADDRESS = os.environ.get("SKOLEPORTEN_CHILD_WELFARE_ADDRESS", "")
CHILD_WELFARE_PHONE = os.environ.get("SKOLEPORTEN_CHILD_WELFARE_PHONE", "")
if CHILD_WELFARE_ADDRESS and not CHILD_WELFARE_ADDRESS.startswith("https://"):
    raise ValueError("SKOLEPORTEN_CHILD_WELFARE_ADDRESS begins with https://")
# The municipality's own accessibility declaration, made at uustatus.no; the statement leads to it.
ACCESSIBILITY_DECLARATION = os.environ.get("SKOLEPORTEN_ACCESSIBILITY_DECLARATION", "")
if ACCESSIBILITY_DECLARATION and not ACCESSIBILITY_DECLARATION.startswith("https://"):
    raise ValueError("SKOLEPORTEN_ACCESSIBILITY_DECLARATION begins with https://")
LETTERHEAD = VAR / "letterhead.toml"  # the municipality's own, on each letter

# The log --------------------------------------------------------------------------------------------------------------
# Where the log stood each hour, outside the database. Real use points it at a disk of another machine.
ANCHORS_FOLDER = os.environ.get("SKOLEPORTEN_ANCHORS") or str(VAR / "anchors")
ANCHOR_RECEIVERS = _list_from("SKOLEPORTEN_ANCHOR_MAIL", "")
# Whether a family is told the names of who has looked, or role and unit alone.
NAMES_WHO_HAS_LOOKED = os.environ.get("SKOLEPORTEN_NAMES_WHO_HAS_LOOKED") == "1"

# E-mail ---------------------------------------------------------------------------------------------------------------
# Without a mail server each e-mail becomes a file, for a demo to look at.
EMAIL_HOST = os.environ.get("SKOLEPORTEN_MAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_FILE_PATH.mkdir(mode=0o700, exist_ok=True)
EMAIL_PORT = int(os.environ.get("SKOLEPORTEN_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SKOLEPORTEN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SKOLEPORTEN_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SKOLEPORTEN_MAIL_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("SKOLEPORTEN_MAIL_FROM", "no-reply@localhost")
MAIL_SIGNATURE = os.environ.get("SKOLEPORTEN_MAIL_SIGNATURE", "")  # whom it is from, in words that reveal nothing
OWN_ADDRESS = os.environ.get("SKOLEPORTEN_ADDRESS", "http://localhost:8000").rstrip("/")

# SMS, and when nobody is told anything --------------------------------------------------------------------------------
SMS_GATEWAY = load_gateway(VAR / "sms.toml")
# Of whoever has chosen no hours of her own; "none" is at any hour. Ours; the municipality sets its own.
QUIET_HOURS = quiet_hours.parse(os.environ.get("SKOLEPORTEN_QUIET_HOURS", "20:00-07:00"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_keys": {"()": "skoleporten.config.log_filter.WithoutKeys"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_keys"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("SKOLEPORTEN_LOG_LEVEL", "WARNING")},
}

# The board ------------------------------------------------------------------------------------------------------------
# How long after the agreed time a card asks quietly to call home. Ours; the municipality sets its own.
ASK_HOME_AFTER_MINUTES = int(os.environ.get("SKOLEPORTEN_ASK_HOME_AFTER", "15"))
