"""Production: SECRET_KEY and ALLOWED_HOSTS must be set; HTTPS unless HTTPS=off (a plain-http intranet)."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import DATA_DIR, DATABASES, TRUSTED_PROXY_COUNT, env

DEBUG = False


def _required(name: str, hint: str) -> str:
    # Not through env(): it takes a leading "$" for the name of another variable.
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"请先设置环境变量 {name}：{hint}")
    return value


SECRET_KEY = _required("SECRET_KEY", "不少于 50 个随机字符，各台服务器相同，不得写入代码库。")
ALLOWED_HOSTS = [
    host.strip()
    for host in _required("ALLOWED_HOSTS", "网站域名，多个以英文逗号分隔。").split(",")
    if host.strip()
]

HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Not in each process's own memory: what one worker clears, the others must not go on showing.
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{DATA_DIR / 'cache'}")}

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {process:d} {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Two lines for each page saved.
        "django.tasks": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # Scanners send wrong host names all day long.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
