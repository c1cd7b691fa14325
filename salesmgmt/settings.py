"""The one settings file: everything that differs between machines comes from the environment (`.env.example`)."""

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from kombu import Exchange, Queue

from salesmgmt.api.enum_names import ENUM_NAMES
from salesmgmt.common import logs
from salesmgmt.embedded import addresses

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
EMBEDDED_DATABASE = not env.str("DATABASE_URL", default="")
EMBEDDED_REDIS = not env.str("REDIS_URL", default="")
SECRET_KEY = env.str("SECRET_KEY", default="") or addresses.local_secret(VAR_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=True)

INSTALLED_APPS = [
    "salesmgmt.embedded",
    "salesmgmt.accounts",
    "salesmgmt.events",
    "salesmgmt.files",
    "salesmgmt.people",
    "salesmgmt.web",
    "salesmgmt.api",
    "salesmgmt.imports",
    "salesmgmt.figures",
    "salesmgmt.outbox",
    "salesmgmt.search",
    "salesmgmt.duplicates",
    "salesmgmt.approvals",
    "salesmgmt.console",
    "pipeline",
    "onboarding",
    "hiring",
    "compensation",
    "salesmgmt.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "anymail",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "knox",
    "rest_framework",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "salesmgmt.web.middleware.PolicyMiddleware",
    "salesmgmt.web.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "salesmgmt.web.log_context.LogContextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "salesmgmt.web.middleware.ZoneMiddleware",
    "salesmgmt.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "salesmgmt.urls"
WSGI_APPLICATION = "salesmgmt.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "salesmgmt.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database and Redis: the ones named, or our own under var/
WEB_PROCESS = env.bool("SALESMGMT_WEB", default=False)
if EMBEDDED_DATABASE:
    DATABASES = {"default": addresses.database(VAR_DIR)}
else:
    DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.db.backends.postgresql")}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].setdefault(
    "options",
    "-c idle_in_transaction_session_timeout=15s -c lock_timeout=10s -c timezone=UTC"
    " -c work_mem=32MB"  # with the 4 of PostgreSQL, figures over some 100,000 rows sort and hash on disk
    " -c jit=off"  # compiling a query of many small parts takes longer than answering it
    " -c pg_trgm.word_similarity_threshold=0.51"  # half is too little: three letters of five; search.queries.branches
    # pages join rows by their keys in a good order; comparing all orders of eight takes longer than answering
    + (" -c join_collapse_limit=5" if WEB_PROCESS else ""),
)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted server is noticed before a request fails
if WEB_PROCESS:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.int("DB_POOL_SIZE", default=8)}
REDIS_URL = addresses.redis_url(VAR_DIR) if EMBEDDED_REDIS else env.str("REDIS_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Whether the first visitor of an empty database may found the company; elsewhere `manage.py found_company` does
FOUND_ON_SIGN_IN = env.bool("FOUND_ON_SIGN_IN", default=EMBEDDED_DATABASE)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "salesmgmt.web.adapters.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Seconds within which somebody may fail to sign in five times, and what whoever does is told to wait
SIGN_IN_WAIT = 5 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": f"10/m/ip,5/{SIGN_IN_WAIT}s/key"}
ACCOUNT_FORMS = {
    "login": "salesmgmt.web.forms.SignInForm",
    "reset_password": "salesmgmt.web.forms.ForgottenPasswordForm",
    "reset_password_from_key": "salesmgmt.web.forms.NewPasswordForm",
    "change_password": "salesmgmt.web.forms.ChangePasswordForm",
    "set_password": "salesmgmt.web.forms.FirstPasswordForm",
    "reauthenticate": "salesmgmt.web.forms.ConfirmForm",
}

# Language and time: the product speaks English only; stored in UTC, shown in the person's zone
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "salesmgmt.web.finders.PackageFinder",
    "salesmgmt.web.finders.BundleFinder",
]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "salesmgmt.web.storage.HashedStaticFilesStorage"
    },
}
# A function that is given each file before it is kept, such as salesmgmt.files.scanning.clamd
FILE_SCANNER = env.str("FILE_SCANNER", default="")
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="localhost:3310")
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
LARGEST_UPLOAD = 200 * 1024 * 1024  # bytes of one file, the largest that an import takes

# Where the parameters of the sample company are written when it is loaded
SAMPLE_TRUTH = env.path("SAMPLE_TRUTH", default=str(VAR_DIR / "sample-company.json"))

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# A mail provider instead of SMTP: the name of its backend in django-anymail, and the keys that it asks for
MAIL_PROVIDER = env.str("MAIL_PROVIDER", default="")
if MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    ANYMAIL = env.json("MAIL_PROVIDER_SETTINGS", default={})
MAIL_QUIET_HOURS = env.str("MAIL_QUIET_HOURS", default="20:00-07:00")  # in the person's zone, unless they chose others
MAIL_WEEKDAYS = env.str("MAIL_WEEKDAYS", default="12345")  # Monday is 1
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=8)  # of each answer; a mail is handed over inside a transaction
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sales@localhost")
MESSAGE_ID_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")  # what links in mails begin with

# Webhooks go by https to public addresses. Networks of one's own that they may reach as well, also by http
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=["127.0.0.0/8", "::1/128"] if DEBUG else [])
WEBHOOK_PAUSE_DAYS = env.int("WEBHOOK_PAUSE_DAYS", default=3)  # of taking nothing, after which one is paused

# Logs: JSON lines, or plain text for a terminal
LOGGING = logs.configuration(
    as_json=env.bool("LOG_JSON", default=not DEBUG), level=env.str("LOG_LEVEL", default="INFO")
)

# Safety
SECURE_SSL_REDIRECT = HTTPS and not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]  # asked from inside, over http
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT
SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# htmx: no styles and no code out of strings
HTMX_CONFIG = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "historyCacheSize": 0,  # pages with pay or candidates are not kept in the browser's storage
    "refreshOnHistoryMiss": True,
    "defaultSettleDelay": 0,  # a form that has just come is never sent before it is wired up
    "attributesToSettle": ["class"],  # a style attribute carried over to new content breaks the CSP
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "409", "swap": True},  # the thing as it is now, changed by somebody else
        {"code": "422", "swap": True},  # a form with its errors
        {"code": "[45]..", "swap": False, "error": True},
    ],
}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "salesmgmt.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "salesmgmt.api.schema.operations.SentenceSchema",
    "DEFAULT_THROTTLE_CLASSES": ["salesmgmt.api.throttles.SenderThrottle"],
    "EXCEPTION_HANDLER": "salesmgmt.api.handler.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": 1 if env.bool("BEHIND_PROXY", default=False) else 0,
}
KNOX_TOKEN_MODEL = "api.Token"  # noqa: S105
MIGRATION_MODULES = {"knox": None}  # its own table of tokens is not made where ours takes its place
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False}
# How many requests a token, a person by session, and a network address that names nobody may send in so many seconds; 0
# counts nothing
API_RATES = {
    "token": (env.int("API_RATE_TOKEN", default=1200), 60),
    "person": (env.int("API_RATE_PERSON", default=600), 60),
    "address": (env.int("API_RATE_ADDRESS", default=120), 60),
}
LINK_RATE = env("LINK_RATE", default="240/hour")  # looks at pages by link from one network address
SPECTACULAR_SETTINGS = {
    "TITLE": "Sales management",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "salesmgmt.api.schema.answers.tell_what_may_be_empty",
        "salesmgmt.api.schema.answers.add_problems",
        "salesmgmt.api.schema.selections.add_selections",
        "salesmgmt.api.schema.examples.add_examples",
    ],
    # Enumerations that several components share, or that share a field name
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}

# Celery wakes consumers and jobs up; what is to be done stands in rows
CELERY_BROKER_URL = addresses.broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=2)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Jobs wait in a queue of their own, so that long work does not hold up consumers, reminders and mails. A worker serves
# both unless it is told which with -Q; `manage.py up` runs one for each.
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="salesmgmt")
CELERY_JOBS_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-jobs"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in (CELERY_TASK_DEFAULT_QUEUE, CELERY_JOBS_QUEUE)
]
# So do webhooks: a receiver may take ten seconds to answer
CELERY_TASK_ROUTES = {task: {"queue": CELERY_JOBS_QUEUE} for task in ("events.run_job", "outbox.send_webhooks")}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_throttle": 1,
    "max_retries": 0,  # a page does not wait for a broker that is away: beat finds the work
    "socket_connect_timeout": 2,
}
REMIND_SECONDS = env.float("REMIND_SECONDS", default=300.0)
CELERY_BEAT_SCHEDULE = {
    "refresh-rollups": {"task": "figures.refresh_rollups", "schedule": 30.0, "options": {"expires": 30}},
    "prove": {"task": "figures.prove", "schedule": crontab(minute=30), "options": {"expires": 3600}},
    "settle-sign-ins": {"task": "people.settle_sign_ins", "schedule": 900.0, "options": {"expires": 900}},
    # a wake-up that no worker took in time is dropped: the next one does the same
    "sweep-jobs": {"task": "events.sweep_jobs", "schedule": 10.0, "options": {"expires": 10}},
    "drain-consumers": {"task": "events.drain_consumers", "schedule": 10.0, "options": {"expires": 10}},
    "remind": {"task": "outbox.remind", "schedule": REMIND_SECONDS, "options": {"expires": REMIND_SECONDS}},
    "send-mails": {"task": "outbox.send_mails", "schedule": 30.0, "options": {"expires": 30}},
    "send-webhooks": {"task": "outbox.send_webhooks", "schedule": 10.0, "options": {"expires": 10}},
    "forget-deliveries": {"task": "outbox.forget_deliveries", "schedule": 3600.0, "options": {"expires": 3600}},
    "settle-approvals": {"task": "approvals.settle", "schedule": 600.0, "options": {"expires": 600}},
    "expire-offers": {"task": "hiring.expire_offers", "schedule": 600.0, "options": {"expires": 600}},
    "ask-for-consents": {"task": "hiring.ask_before_consents_end", "schedule": 3600.0, "options": {"expires": 3600}},
    "send-due-letters": {"task": "hiring.send_due_letters", "schedule": 300.0, "options": {"expires": 300}},
    "let-candidates-go": {"task": "hiring.let_go", "schedule": crontab(minute=40), "options": {"expires": 3600}},
    "score-leads": {
        "task": "pipeline.score_leads",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
    "count-odds": {"task": "pipeline.count_odds", "schedule": crontab(minute=5), "options": {"expires": 3600}},
    "open-renewals": {
        "task": "pipeline.open_renewals",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget-undos": {"task": "web.forget_undos", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-import-changes": {"task": "imports.forget_changes", "schedule": 3600.0, "options": {"expires": 3600}},
    "remove-expired-files": {"task": "files.remove_expired", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-old-answers": {"task": "api.forget_old_answers", "schedule": 3600.0, "options": {"expires": 3600}},
    "remove-orphaned-files": {"task": "files.remove_orphans", "schedule": 86400.0, "options": {"expires": 3600}},
}
