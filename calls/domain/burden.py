"""How long writing an answer really takes: the minutes that the form costs, not the days it lay open.

Time counts from the first save of a draft to its first sending. A pause between two saves counts while it
is no longer than `IDLE`: after half an hour nobody is at the form any more. Several people writing at once
count once. What is written after the first sending is not counted.
"""

from django.db.models import F

from calls.models import Submission, WritingTime
from calls.queries.overview import IDLE
from core.access import clock


def note_save(submission: Submission) -> None:
    """Add the time since the save before. The caller holds the row of `submission`."""
    if submission.number:
        return
    now = clock.now()
    held = WritingTime.objects.filter(submission=submission)
    worked = held.filter(last_save_at__gte=now - IDLE, last_save_at__lte=now)
    for last in worked.values_list("last_save_at", flat=True):
        seconds = int((now - last).total_seconds())
        held.update(seconds=F("seconds") + seconds, last_save_at=now)
        return
    if not held.filter(last_save_at__lt=now).update(last_save_at=now) and not held.exists():
        WritingTime.objects.create(submission=submission, first_save_at=now, last_save_at=now)
