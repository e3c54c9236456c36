"""The only place that reads the process environment: every variable, its type and its default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Environment:
    """What the environment says. Production refuses the empty defaults of secret_key, hosts, mail_url."""

    debug: bool
    secret_key: str
    hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    site_url: str
    site_name: str
    data: Path
    static_root: Path
    database_url: str
    redis_url: str
    elasticsearch_url: str
    search_backend: str
    search_meaning: bool
    search_index: str
    mail_url: str
    mail_from: str
    media_accel: bool
    ffmpeg: str
    proxy_count: int


def read_environment() -> Environment:
    """Read the environment once; a value of the wrong type raises ImproperlyConfigured."""
    env = environ.Env()
    data = Path(env.str("COMMONPLACE_DATA", default=str(BASE_DIR / "var"))).resolve()
    return Environment(
        debug=env.bool("DEBUG", default=False),
        secret_key=env.str("SECRET_KEY", default=""),
        hosts=tuple(env.list("ALLOWED_HOSTS", default=[])),
        trusted_origins=tuple(env.list("CSRF_TRUSTED_ORIGINS", default=[])),
        site_url=env.str("SITE_URL", default=""),
        site_name=env.str("SITE_NAME", default="Commonplace"),
        data=data,
        static_root=Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "static-collected"))),
        database_url=env.str("DATABASE_URL", default=f"sqlite:///{data / 'db.sqlite3'}"),
        redis_url=env.str("REDIS_URL", default=""),
        elasticsearch_url=env.str("ELASTICSEARCH_URL", default=""),
        search_backend=env.str("SEARCH_BACKEND", default="search.backends.database.DatabaseSearch"),
        search_meaning=env.bool("SEARCH_MEANING", default=False),
        search_index=env.str("SEARCH_INDEX", default="commonplace"),
        mail_url=env.str("EMAIL_URL", default=""),
        mail_from=env.str("MAIL_FROM", default="commonplace@localhost"),
        media_accel=env.bool("MEDIA_ACCEL", default=False),
        ffmpeg=env.str("FFMPEG", default=""),
        proxy_count=env.int("PROXY_COUNT", default=0),
    )
