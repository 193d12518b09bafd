"""What `dev.py` does: makes the environment, starts the demo, runs the tests and the checks.

`cli` and the modules it imports at once (`failure`, `layout`, `locks`, `venv`) are the first stage:
standard library only, run by any Python the newcomer has. The rest is the second stage, run by
`.venv`'s Python, and may import the locked packages.
"""
