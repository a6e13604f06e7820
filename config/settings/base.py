"""Settings that every installation shares. What differs comes from ``config.env``."""

from __future__ import annotations

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from caunoi.core.keys import KeyRing
from config.env import PROJECT, mail_settings, oidc_settings, read_environment

ENV = read_environment()
KEYS = KeyRing(ENV.keys)
FIRST_RUN_TOKEN = ENV.keys / "first-run.token"
# The end of the sealed audit trail, outside the database and its backup.
TRAIL_HEAD = ENV.keys / "trail.head"

SECRET_KEY, *SECRET_KEY_FALLBACKS = KEYS.all("django")
DEBUG = ENV.debug
# Made-up people and accounts can be built: in the demonstration and in tests, nowhere else.
DEMO = False
ALLOWED_HOSTS = list(ENV.hosts)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# An office's hours are fixed on purpose: a program that starts at seventeen o'clock (UTC) would be warned of their
# default 17:00, as if "now" had been meant.
SILENCED_SYSTEM_CHECKS = ["fields.W161"]

INSTALLED_APPS = [
    "caunoi.web.base",
    "caunoi.web.portal",
    "caunoi.web.desk",
    "caunoi.web.senders",
    "caunoi.web.hall",
    "caunoi.web.mail",
    "caunoi.web",
    "caunoi.intake",
    "caunoi.publishing",
    "caunoi.training",
    "caunoi.questionnaires",
    "caunoi.credentials",
    "caunoi.directory",
    "caunoi.core",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "caunoi.web.base.headers.Sealed",
    "caunoi.web.base.health.Health",
    "caunoi.web.base.watch.Watch",
    "caunoi.web.portal.hosts.SiteHosts",
    "caunoi.web.portal.cache.middleware.PageCache",
    "caunoi.web.portal.old_addresses.OldAddresses",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "caunoi.web.base.middleware.ChosenLanguage",
    "caunoi.web.base.middleware.ClosedForWork",
    "caunoi.web.base.middleware.SoundRequest",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "caunoi.web.base.limits.RateLimits",
    "caunoi.web.base.signin.SignInWatch",
    "caunoi.web.base.errors.RefusalMiddleware",
    "caunoi.web.base.wagtail.WagtailWindow",
]

TEMPLATE_OPTIONS: dict[str, object] = {
    "context_processors": [
        "django.template.context_processors.request",
        "django.template.context_processors.i18n",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "csp.context_processors.nonce",
    ],
}
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": TEMPLATE_OPTIONS}
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": dj_database_url.parse(ENV.database_url, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Deferred transactions that read and then write fail under concurrent clerks; immediate ones queue.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Compiling a plan takes 150 ms and more, starting helpers for one 5 to 10; pages here ask many small questions,
    # none of which earns that back.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off -c max_parallel_workers_per_gather=0"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "caunoi"}}
# Where whole pages of the portal are kept for all processes (caunoi.web.portal.cache).
PAGE_STORE = ENV.pages
# Seconds for which views wait in the memory of their process: a kill loses no more. 0: only a call counts them.
VIEWS_WAIT = 3.0
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "desk:today"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "caunoi.web.base.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_DISPLAY = "caunoi.directory.models.display_name"
# Wrong passwords are counted by axes, everything else in caunoi.web.base.limits, both in the database. These numbers,
# in the memory of each process, are allauth's own and stand behind those.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,40/h/key",
    "reset_password": "20/h/ip,3/h/key",
    "change_email": "3/m/user,12/h/user",
}
ACCOUNT_FORMS = {"reset_password": "caunoi.web.base.forms.ForgottenPassword"}
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
# A session lives in the table of a model of our own, so that it can be shown and ended.
SESSION_ENGINE = "caunoi.directory.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60

MFA_ADAPTER = "caunoi.web.base.accounts.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cầu Nối"
# The clock of a cheap phone may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# A passkey is one only where the device asks for a finger, a face or a PIN: else whoever finds it gets in.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "authenticate": "caunoi.web.base.forms.SecondStepForm",
    "reauthenticate": "caunoi.web.base.forms.SecondStepAgainForm",
    "add_webauthn": "caunoi.web.base.forms.AddPasskeyForm",
    "edit_webauthn": "caunoi.web.base.forms.RenamePasskeyForm",
}
# "free", "administrators" or "everybody": who may work only after switching two-step sign-in on.
TWO_STEP = ENV.two_step

SOCIALACCOUNT_ADAPTER = "caunoi.web.base.oidc.provider.KnownPeopleOnly"
SOCIALACCOUNT_STORE_TOKENS = False
# A link, because the policy of the pages lets no form lead elsewhere; state, nonce and PKCE bind the answer to it.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = oidc_settings(ENV)

# How many proxies stand in front and may say whose request it is (X-Forwarded-For).
TRUSTED_PROXIES = ENV.proxies or 0
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_CLIENT_IP_CALLABLE = "caunoi.web.base.lockout.client_address"
AXES_USERNAME_CALLABLE = "caunoi.web.base.lockout.counted_name"
AXES_RESET_ON_SUCCESS = True
# Fifteen minutes are fifteen minutes, however often one tries meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who signed in when and from where is nobody's business afterwards; failures go with the lock-out.
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "login", "email", "password1", "password2", "oldpassword", "code", "credential",
    "csrfmiddlewaretoken",
]  # fmt: skip

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PROJECT / "src" / "caunoi" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
# Wagtail asks for a media root; its renditions lie there, originals in core.files.
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.home / "media"
FILES_ROOT = ENV.home / "files"
FILES_URL = ENV.files_url
FILES_S3_KEY = ENV.s3_key
FILES_S3_SECRET = ENV.s3_secret
FILES_ACCEL = ENV.files_accel
FILES_SCANNER = ENV.scanner
# A form of 10 MB takes clamd a few seconds; a scanner that hangs must not hold the office up.
FILES_SCANNER_SECONDS = 30
# While this file stands, every page says that the system is being looked after.
MAINTENANCE_FILE = ENV.home / "maintenance"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A sheet of 300 participants and 12 sittings is one form without JavaScript.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
# Audio and video of articles.
MEDIA_MAX_BYTES = 60 * 1024 * 1024
# A body with all its files. Django counts neither the bytes of files nor stops reading them.
UPLOAD_MAX_BODY = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENV.secure
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENV.secure
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = ENV.secure
CSRF_FAILURE_VIEW = "caunoi.web.base.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

globals().update(mail_settings(ENV))
# Named from outside, the mail server is not the office's to choose on a page.
MAIL_IS_SET_OUTSIDE = ENV.mail_is_set
DEFAULT_FROM_EMAIL = ENV.mail_from

WAGTAIL_SITE_NAME = "Cầu Nối"
WAGTAILADMIN_BASE_URL = ENV.base_url
WAGTAIL_I18N_ENABLED = False
# Nothing is written in Wagtail's admin (caunoi.web.base.wagtail); its editor at the desk saves through services.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True

# A request that takes longer is written down with how often and how long it asked the database.
SLOW_MS = ENV.slow_ms
METRICS_FOLDER = ENV.metrics
METRICS_TOKEN = ENV.metrics_token
# Nobody gets faults by mail: a request may hold anything.
ADMINS: list[tuple[str, str]] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
