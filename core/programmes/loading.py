"""From a definition to a programme and back: one transaction, so nothing is ever half-written."""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access.models import User
from core.access.scope import open_programme
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.definition import Section
from core.programmes.domain.programmes import create_programme
from core.programmes.models import Programme
from core.programmes.places import Places
from core.programmes.reading import Definition, Fault, Refused, read
from core.programmes.writing import write


def check(text: str, sections: Sequence[Section], *, today: date | None = None) -> Definition:
    """Read the file and see that its address is free. Raises Refused."""
    definition = read(text, sections, today=today)
    slug = definition.data["programme"].slug
    if Programme.objects.filter(slug=slug).exists():
        line = Places(text).line(("programme", "slug"))
        message = _(
            "a programme at /%(slug)s/ exists already; a definition is loaded once, then the programme"
            " changes on its own pages: give the file another slug"
        )
        raise Refused([Fault(line, "[programme] slug", message % {"slug": slug})])
    return definition


@transaction.atomic
def load(
    text: str, sections: Sequence[Section], *, by: User | None, today: date | None = None
) -> Programme:
    """Make the programme that the file describes, as a draft. With `today`, its dates move first.

    Raises Refused, and then nothing was written. Must be called outside any programme.
    """
    definition = check(text, sections, today=today)
    about = definition.data["programme"]
    programme = create_programme(slug=about.slug, by=by, **about.details(definition.shift.weeks))
    with open_programme(programme.pk):
        for section in sections:
            if section.name in definition.data:
                section.load(definition.data[section.name], by=by)
        digest = hashlib.sha256(text.encode()).hexdigest()
        record(
            programme,
            Verb.LOAD,
            by=by,
            data={"sha256": digest, "weeks": definition.shift.weeks},
        )
    return programme


def export(programme_id: UUID, sections: Sequence[Section]) -> str:
    """The text of a file that `load` accepts, with the dates as they are now."""
    with open_programme(programme_id, read_only=True):
        programme = Programme.objects.get(pk=programme_id)
        contents = {section.name: section.export() for section in sections}
    heading = _("Definition of the programme “%(name)s”") % {"name": programme.name}
    return write({name: content for name, content in contents.items() if content}, heading=heading)
