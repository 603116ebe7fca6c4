import os

from django.core.wsgi import get_wsgi_application

from xcms.caching.wsgi import cached

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xcms.site.settings.production")

application = cached(get_wsgi_application())
