"""Jobs of the register."""

from uuid import UUID

from celery import shared_task

from core.audit.domain.sealer import seal_programme
from core.audit.queries import programmes_to_seal


@shared_task(name="audit.seal")
def seal(programme_id: str) -> None:
    seal_programme(UUID(programme_id))


@shared_task(name="audit.sweep_seals")
def sweep_seals() -> None:
    """Seal whatever a lost kick left behind."""
    for programme_id in programmes_to_seal():
        seal_programme(programme_id)
