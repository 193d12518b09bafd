"""Running a programme: what it says of itself, where it works, when the public sees it (coordinators)."""
