"""A programme's definition, whole: the sections of every part, in the order in which they load."""

from datetime import date
from typing import Annotated

from pydantic import Field

from calls.definition import SECTIONS as CALLS
from core.access.models import User
from core.people.definition import SECTIONS as PEOPLE
from core.programmes import loading
from core.programmes.definition import Strict, Words, kept
from core.programmes.models import Programme
from core.programmes.reading import Definition
from core.programmes.sections import SECTIONS as PROGRAMMES
from core.programmes.sections import Email, Url
from education.definition import SECTIONS as EDUCATION
from evaluation.definition import SECTIONS as EVALUATION
from labs.definition import SECTIONS as LABS
from projects.definition import SECTIONS as PROJECTS
from tranches.definition import SECTIONS as TRANCHES


class TransparencySection(Strict):
    """Where the promoter publishes, and whom to write to."""

    url: Url | None = None
    contact_email: Email
    office: Words | None = None
    what: Annotated[tuple[Words, ...], Field(min_length=1)]


SECTIONS = [
    *PROGRAMMES,
    *PEOPLE,
    *LABS,
    *CALLS,
    *PROJECTS,
    *TRANCHES,
    *EVALUATION,
    *EDUCATION,
    kept("transparency", TransparencySection, required=False),
]


def check_definition(text: str, *, today: date | None = None) -> Definition:
    """Read without writing. Raises Refused."""
    return loading.check(text, SECTIONS, today=today)


def load_definition(text: str, *, by: User | None, today: date | None = None) -> Programme:
    """Make the programme of the file. Raises Refused, and then nothing was written."""
    return loading.load(text, SECTIONS, by=by, today=today)


def export_definition(programme: Programme) -> str:
    """The text of a file from which the same programme can be made."""
    return loading.export(programme.pk, SECTIONS)
