"""For a server on a network: everything that differs by installation is read from the environment, nothing is guessed."""

import environ
from django.core.exceptions import ImproperlyConfigured

from cop_site.settings.base import *  # noqa: F403
from cop_site.settings.base import ENV, STORAGES

DEBUG = False

for name, value in {
    "SECRET_KEY": ENV.secret_key,
    "ALLOWED_HOSTS": ENV.hosts,
    "SITE_URL": ENV.site_url,
    "EMAIL_URL": ENV.mail_url,
}.items():
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: production has no default for it.")

vars().update(environ.Env.email_url_config(ENV.mail_url))

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

if ENV.s3_bucket:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ENV.s3_bucket,
            "endpoint_url": ENV.s3_endpoint or None,
            "querystring_auth": True,
        },
    }
