"""The embedded default that `make run` starts: SQLite, files, no services, this machine only."""

from cop_site.settings.base import *  # noqa: F403
from cop_site.settings.base import ENV
from cop_site.settings.secret import kept_secret

SECRET_KEY = ENV.secret_key or kept_secret(ENV.data)
ALLOWED_HOSTS = [*ENV.hosts, "localhost", "127.0.0.1", "[::1]"]
WAGTAILADMIN_BASE_URL = ENV.site_url or "http://localhost:8000"

DEMO = True  # load_demo may make people whose password everybody knows

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ENV.data / "mail"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
