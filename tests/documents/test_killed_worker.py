"""A worker killed with the job in its hands: another one finishes it."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest

from core.access.clock import at, now
from core.access.scope import open_programme
from core.documents import tasks
from core.documents.domain import pdf
from core.documents.enums import PdfState
from core.documents.models import PdfJob
from tests.factories.programmes import programme as make_programme

WORKER = """
import sys, time, uuid
import django
django.setup()
from core.access.scope import open_programme
from core.documents.domain.pdf import take_job
with open_programme(uuid.UUID(sys.argv[1])):
    assert take_job(uuid.UUID(sys.argv[2]))
print("taken", flush=True)
time.sleep(60)
"""


@pytest.mark.usefixtures("committed_db")
def test_a_job_survives_the_worker_that_held_it(test_database_name: str, note: str) -> None:
    made = make_programme(slug="gara", name="Gara")
    with open_programme(made.pk):
        job = pdf.ask_pdf(note, about=made, by=None)
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{test_database_name}")
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(made.pk), str(job.pk)],
        env={
            **os.environ,
            "DATABASE_URL": urlunsplit(address),
            "DJANGO_SETTINGS_MODULE": "topmetro.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "taken"
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert tasks.due_jobs() == []
    with at(now() + pdf.LEASE + timedelta(seconds=1)):
        ((programme_id, job_id),) = tasks.due_jobs()
        tasks.render_pdf(programme_id, job_id)
    with open_programme(made.pk):
        job = PdfJob.objects.get(pk=job.pk)
    assert (job.state, job.attempts) == (PdfState.DONE, 2)
