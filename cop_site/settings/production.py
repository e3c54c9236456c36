"""For a server on a network: what differs by installation is read from the environment, not guessed."""

import environ
from django.core.exceptions import ImproperlyConfigured

from cop_site.settings.base import *  # noqa: F403
from cop_site.settings.base import ENV

DEBUG = False

for name, given in {
    "SECRET_KEY": bool(ENV.secret_key),
    "ALLOWED_HOSTS": bool(ENV.hosts),
    "SITE_URL": bool(ENV.site_url),
    "EMAIL_URL": bool(ENV.mail_url),
}.items():
    if not given:
        raise ImproperlyConfigured(f"Set {name} in the environment: production has no default for it.")

vars().update(environ.Env.email_url_config(ENV.mail_url))
EMAIL_TIMEOUT = 20

# TLS ends at the proxy, which overwrites this header; nothing else may reach the server (deploy/nginx.conf).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True

SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # Wagtail's admin frames its own previews; frame-ancestors forbids it everywhere else
    "security.W021",  # to be listed for HSTS preload is for the owner of the whole domain to decide
]
