"""Supporting documents (*giustificativi di spesa*): what an organisation of the network keeps for the checks."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from projects.enums import PaperKind


class SupportingDocument(TenantModel):
    """A file that an organisation put in; who reads it is in `projects.queries.papers`.

    A payslip is always personal: the other organisations of the network never read it, nor does a
    municipality (Reg. (EU) 2016/679 art. 5 c. 1 c). Nothing changes but that it is withdrawn; the file then
    stays with the organisation alone. The database holds that the organisation takes part in the project and
    that the file is private.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="papers")
    organisation = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PaperKind)
    title = models.CharField(_("what it is"), max_length=200)
    is_personal = models.BooleanField(_("it speaks of persons"), default=False)
    document = models.ForeignKey(
        "documents.Document", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("put in"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("supporting document")
        verbose_name_plural = _("supporting documents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "document"], name="supportingdocument_file_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values), name="supportingdocument_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=PaperKind.PAYSLIP) | Q(is_personal=True),
                name="supportingdocument_payslip_is_personal",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="supportingdocument_title_present"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="supportingdocument_withdrawn_with_date_and_actor",
            ),
        ]

    def __str__(self) -> str:
        return self.title
