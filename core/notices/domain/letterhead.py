"""Under whose name an e-mail is written."""

from typing import Any

from django.conf import settings

from core.ui.context import DEFAULT_BRAND
from core.ui.pieces import Brand


def brand_of(programme: Any | None) -> Brand:
    """The programme's name and mailbox; the installation's for mail that belongs to no programme."""
    if programme is None:
        return DEFAULT_BRAND
    return Brand(
        name=programme.name,
        home_url=f"{settings.PUBLIC_URL}/{programme.slug}/",
        contact=programme.contact_email,
    )
