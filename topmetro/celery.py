"""Worker and beat: the same refusal as the web process, one task list."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "topmetro.settings")
app = Celery("topmetro")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_power_at_start(**_: Any) -> None:
    from core.access.grants import refuse_power

    refuse_power()
