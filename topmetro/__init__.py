"""The roof: settings, addresses, jobs, and the pages that read every part."""

from .celery import app as celery_app

__all__ = ["celery_app"]
