"""The decision register: what was done, by whom under a pseudonym, sealed in a chain.

Accountability without a file on people: an entry names nobody (GDPR art. 5 and 17); the link between
pseudonym and person can be erased while the register stays whole.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.audit.enums import Verb


class Pseudonym(TenantModel):
    """Who stands behind a random identifier, in one programme. Deleting the row erases the link.

    Not unique per person on purpose: two first acts of the same person at the same instant would wait
    for each other on that key, and verbs that hold row locks would deadlock. A second pseudonym of
    one person harms nobody.
    """

    value = models.UUIDField(_("pseudonym"), default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("pseudonym")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "value"], name="pseudonym_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "person"], name="pseudonym_of_person")
        ]


class Entry(TenantModel):
    """One act, as it was recorded inside the transaction that did it. Never changed or removed."""

    at = models.DateTimeField(_("instant"))
    actor = models.UUIDField(_("actor's pseudonym"), null=True)
    verb = models.CharField(_("act"), max_length=40)
    label = models.CharField(_("kind of object"), max_length=80)
    object_id = models.UUIDField(_("object"))
    data = models.JSONField(_("data"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(verb=""), name="entry_names_its_act"),
            models.CheckConstraint(
                condition=models.Q(label__contains="."), name="entry_names_its_model"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "label", "object_id", "at"], name="entry_history"),
            models.Index(fields=["programme", "at"], name="entry_by_time"),
        ]

    @property
    def act(self) -> str:
        """The verb in the reader's language."""
        return str(Verb(self.verb).label) if self.verb in Verb.values else self.verb


class Unsealed(TenantModel):
    """An entry that waits for its seal: what the sealer and its sweep read, instead of every entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "entry"], name="unsealed_entry_once")
        ]


class Seal(TenantModel):
    """The place of an entry in the programme's chain. Never changed or removed.

    `hash` is the SHA-256, in hexadecimal, of the entry's canonical JSON with this number and the hash
    before it (empty for number 1).
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(_("number"))
    previous = models.CharField(_("previous hash"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "entry"], name="seal_one_per_entry"),
            models.UniqueConstraint(fields=["programme", "number"], name="seal_number_once"),
            models.UniqueConstraint(
                fields=["programme", "previous"], name="seal_chain_never_forks"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="seal_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(hash__regex=r"^[0-9a-f]{64}$"), name="seal_hash_is_sha256"
            ),
            models.CheckConstraint(
                condition=models.Q(number=1, previous="")
                | models.Q(number__gt=1, previous__regex=r"^[0-9a-f]{64}$"),
                name="seal_follows_another_or_is_first",
            ),
        ]
