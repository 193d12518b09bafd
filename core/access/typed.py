"""What somebody had typed when their form could not be taken: handed back to them, to send again.

A form left open past the end of a session must not cost its text, also without JavaScript. Only a
form sent from our own pages is handed back: another site must not put words in a person's mouth.
"""

from django.http import HttpRequest

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code")


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of each field of the refused form, in order; secrets and files left out."""
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not name.startswith(NEVER_SHOWN)
    ]
