"""The whole contribution of one pilot, as the plan of its instalments says it."""

from decimal import Decimal

from projects.models import PilotSettings


def set_contribution(amount: Decimal) -> None:
    """Keep the amount (euro) of every pilot of the open programme, whose definition is being loaded."""
    PilotSettings.objects.update_or_create(defaults={"contribution": amount})
