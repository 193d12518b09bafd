"""Only the coordinators of a programme run it."""

import rules

from core.people.rules import is_coordinator

rules.add_perm("steering.run_programme", is_coordinator)
