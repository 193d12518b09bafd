"""The web process: refuses to start with a database role that could go around the tenant walls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "topmetro.settings")
application = get_wsgi_application()

from core.access.grants import refuse_power  # noqa: E402 - needs the apps that the line above loads

refuse_power()
