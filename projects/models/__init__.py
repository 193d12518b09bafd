"""Pilots (*sperimentazioni territoriali*): what a project is, its plan, its papers; and mentorship."""
