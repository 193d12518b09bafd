"""Who answers questions on a call. Anybody may ask, and anybody reads what was answered."""

import rules

from core.people.rules import is_facilitator

rules.add_perm("calls.answer_question", is_facilitator)
