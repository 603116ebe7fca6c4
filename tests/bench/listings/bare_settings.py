"""A Django with nothing in it: no middleware, no apps, no database, one address."""

DEBUG = False
SECRET_KEY = "only-for-the-bench"
ALLOWED_HOSTS = ["*"]
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
ROOT_URLCONF = "tests.bench.listings.bare_urls"
USE_TZ = True
