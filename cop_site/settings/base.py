"""What holds everywhere. `dev`, `test` and `production` list only their differences."""

from __future__ import annotations

import environ
from django.contrib.messages import constants as message_levels

from cop_site.environment import BASE_DIR, read_environment

ENV = read_environment()
ENV.data.mkdir(parents=True, exist_ok=True)

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = list(ENV.hosts)
CSRF_TRUSTED_ORIGINS = list(ENV.trusted_origins)

INSTALLED_APPS = [
    "cop_site",
    "search",
    "notifications",
    "curation",
    "screencasts",
    "communities",
    "people",
    "core",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "cop_site.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cop_site.middleware.PackedMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cop_site.middleware.NoNulMiddleware",
    "cop_site.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cop_site.middleware.FormsOnlyMiddleware",
    "communities.middleware.HiddenPagesMiddleware",
    "communities.middleware.OldAddressMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cop_site.urls"
WSGI_APPLICATION = "cop_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "communities.context_processors.standing",
                "cop_site.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- database, cache, files ----------------------------------------------------------------------------
DATABASES = {"default": environ.Env.db_url_config(ENV.database_url)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one writes; FULL keeps an accepted write through a power cut;
    # IMMEDIATE takes the write lock at the start, so that a transaction waits instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
    }
    if ENV.redis_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "commonplace"},
}
SESSION_ENGINE = (
    "django.contrib.sessions.backends.cached_db" if ENV.redis_url else "django.contrib.sessions.backends.db"
)

STATIC_URL = "/static/"
STATIC_ROOT = ENV.static_root
MEDIA_ROOT = ENV.data / "media"
MEDIA_URL = "/media/"  # never served as such: every file goes through a view that asks the policy
MEDIA_ACCEL = ENV.media_accel  # let the web server send the bytes (X-Accel-Redirect)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a job aid of 60 steps, or 200 pieces with each sentence to tick

# -- tasks -------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "media"]}}

# Enqueued by `manage.py tick` when that many seconds have passed since the last time.
SCHEDULE = {
    "cop_site.tasks.beat": 60,
    "cop_site.tasks.tidy": 6 * 60 * 60,
    "communities.tasks.empty_bins": 24 * 60 * 60,
    "communities.tasks.remove_old_drafts": 24 * 60 * 60,
    "screencasts.tasks.resume_stalled_screencasts": 60,
    "screencasts.tasks.remove_abandoned_uploads": 60 * 60,
    "curation.evidence.tasks.weigh_all_practices": 24 * 60 * 60,
    "curation.candidates.tasks.search_for_candidates": 24 * 60 * 60,
    "curation.desk.tasks.count_lead_times": 24 * 60 * 60,
    "curation.upkeep.tasks.remind_owners": 60 * 60,
    "curation.upkeep.tasks.tidy_the_library": 6 * 60 * 60,
    "curation.tasks.publish_planned": 30,
    "curation.tasks.remind_reviewers": 60 * 60,
    "curation.confirming.tasks.remind_to_confirm": 60 * 60,
    "search.tasks.refresh_lapsed": 60,
    "search.tasks.tidy_words": 24 * 60 * 60,
    "search.outbox.tell_engine": 60,
    "search.tasks.count_what_was_asked": 60 * 60,
    "search.tasks.forget_who_asked": 24 * 60 * 60,
    "search.tasks.look_again": 60 * 60,
    "search.tasks.relate_some": 5 * 60,
    "search.tasks.count_use": 24 * 60 * 60,
    "notifications.tasks.remove_old_notices": 24 * 60 * 60,
}

# -- curation ----------------------------------------------------------------------------------------------
# A job aid that was unverified and read by nobody for so long is proposed for the archive, and goes there so many
# days after its people were told.
ARCHIVE_AFTER_DAYS = 180
ARCHIVE_NOTICE_DAYS = 7

# Readings gather in memory for so long before they are written; None: only when `reads.write` is called.
READS_HELD_SECONDS: int | None = 15

# What each part of the evidence for a practice counts for at most; against it, what is taken off at most.
EVIDENCE_WEIGHTS = {
    "worked": 30,
    "authors": 15,
    "flags": 10,
    "accepted": 10,
    "endorsed": 15,
    "reuse": 10,
    "read": 5,
    "recent": 5,
    "against": 40,
}
EVIDENCE_HALF_LIFE_DAYS = 180  # after so many days without news, recency counts for half

# What each part counts for at most when a candidate for a practice is found; together 100.
CANDIDATE_WEIGHTS = {"authors": 40, "worked": 25, "accepted": 15, "links": 10, "thanks": 10}
CANDIDATE_HALF_LIFE_DAYS = 180  # a candidate without news stands where one half as strong stands that is new

# -- search, media -----------------------------------------------------------------------------------------
SEARCH_BACKEND = ENV.search_backend
ELASTICSEARCH_URL = ENV.elasticsearch_url
# What the score of words is multiplied by, by the engine itself; 1 for what is not named.
SEARCH_TRUST_WEIGHTS = {"verified": 1.5, "check": 1.3, "endorsed": 1.2, "emerging": 1.1, "outdated": 0.7}
SEARCH_KIND_WEIGHTS = {"job_aid": 1.2}
# How much more a place counts by each part of the order at most: 0.3 is 1.3 times as much.
SEARCH_WEIGHTS = {"worked": 0.3, "uses": 0.15, "fresh": 0.2, "near": 0.3}
SEARCH_HALF_LIFE_DAYS = 365  # after so many days without a change, freshness counts for half
# Whether questions of four and more words are answered by their meaning too; needs requirements-meaning.txt.
SEARCH_MEANING = ENV.search_meaning
SEARCH_INDEX = ENV.search_index  # what all names in the engine begin with
# Searches gather in memory for so long before they are written; None: only when `search.asked_log.write` is called.
SEARCHES_HELD_SECONDS: int | None = 15
SEARCH_NAMES_KEPT_DAYS = 30  # who searched is known so long, to tell people apart and what was said again
SEARCH_GAP_PEOPLE = 2  # curators see words that so many different people looked for
SEARCH_PATIENCE = 0.7  # seconds; then the database answers, so that a person waits about one
FFMPEG = ENV.ffmpeg  # empty: the system's, then the wheel's
TRANSCODER = "screencasts.transcoding.ffmpeg.FFmpeg"
SCREENCAST_MAX_BYTES = 500 * 1024 * 1024
SCREENCAST_MAX_SECONDS = 4 * 60 * 60

# -- people and sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "communities.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "people.models.display_name"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxy_count
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = False

DEMO = False  # only where nobody else can sign in: the password of the demo's people is in the README

NOTICES_KEPT_DAYS = 90  # after they were read

# -- mail --------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = ENV.mail_from
SERVER_EMAIL = ENV.mail_from

# -- language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# -- Wagtail -----------------------------------------------------------------------------------------------
SITE_NAME = ENV.site_name
WAGTAIL_SITE_NAME = ENV.site_name
WAGTAILADMIN_BASE_URL = ENV.site_url
WAGTAILADMIN_LOGIN_URL = "people:sign_in_to_admin"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "curation.reviewing.finish.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # experts agree to words, not to a job aid
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False  # a version that goes live on its day leaves the next review alone
# Old addresses are kept by communities/addresses.py: Wagtail's redirects ask no policy, so they would tell anybody
# where a hidden page went, and hold a line for every page below.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing on a page comes from elsewhere
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTO_UPDATE_PREVIEW = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# -- what a browser may do ---------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview frames its own pages; the policy above forbids the rest
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_FAILURE_VIEW = "cop_site.views.csrf_failure"

MESSAGE_TAGS = {message_levels.ERROR: "danger", message_levels.SUCCESS: "ok", message_levels.WARNING: "warn"}
SILENCED_SYSTEM_CHECKS: list[str] = []

# -- log: everything to standard error, for whoever runs the processes ---------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "errors": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # The worker sets these to INFO and writes a line for each task; the failures are enough.
        "django_tasks": {"handlers": ["errors"], "propagate": False},
        "django_tasks_db": {"handlers": ["errors"], "propagate": False},
        # The client tells of each failure, with a trace; the breaker tells once.
        "elastic_transport": {"handlers": ["errors"], "level": "CRITICAL", "propagate": False},
    },
}
