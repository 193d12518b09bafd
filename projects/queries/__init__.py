"""Reading projects. Lists start from `visible_to`; mentorship is read from its own module."""
