"""What facilitators keep beside the applications: views, who follows which, reminders, time spent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel

QUERY_AT_MOST = 1000
"""Characters of the address that a view keeps."""


class SavedView(TenantModel):
    """Filters, words, order and columns of a list, under a name of the person's own.

    `query` is the canonical query string, so the view is also an address that can be passed on; what a
    colleague sees there is what that colleague may see. A shared one is offered to whoever may open the
    list; it stays its person's, and only that person writes it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=40)
    name = models.CharField(_("name of the view"), max_length=60)
    query = models.CharField(max_length=QUERY_AT_MOST)
    saved_at = models.DateTimeField(editable=False)
    shared_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "person", "place", "name"], name="saved_view_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_with_name"),
        ]

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None

    def __str__(self) -> str:
        return self.name


class Handling(TenantModel):
    """Which of the facilitators looks after an application; one at a time, the register keeps the rest."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.CASCADE, related_name="handlings"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission"], name="handling_one_per_submission"
            )
        ]


class DraftReminder(TenantModel):
    """A reminder sent by hand to who writes a draft; append-only, so that nobody is pressed twice a day."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.CASCADE, related_name="draft_reminders"
    )
    note = models.TextField(_("what you want to add"), blank=True)
    sent_at = models.DateTimeField(editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]


class WritingTime(TenantModel):
    """How long a draft was really worked on before it was first sent: see `calls.domain.burden`.

    `seconds` adds the pauses between saves that are no longer than the idle gap.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.CASCADE, related_name="writing_times"
    )
    first_save_at = models.DateTimeField()
    last_save_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission"], name="writing_time_one_per_submission"
            ),
            models.CheckConstraint(
                condition=Q(last_save_at__gte=F("first_save_at")), name="writing_time_in_order"
            ),
        ]
