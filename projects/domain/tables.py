"""Co-design tables (*tavoli di co-progettazione*): from the selection to the agreement they leave minutes.

The rules on co-design with the third sector ask for them (D.Lgs. 117/2017 art. 55, DM 72/2021). A table
is an event of its own kind; its sitting, its people and its minutes are kept by that part.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.ui.bilingual import LANGUAGES, Bilingual
from labs.domain.events import create_event
from labs.domain.sessions import add_session
from labs.enums import EventKind
from projects.blockers import table_blockers
from projects.models import CodesignTable, Project
from projects.notifications import TableConvened


@transaction.atomic
def convene_table(
    *,
    project_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    place: str = "",
    online_url: str = "",
    objective: str = "",
) -> CodesignTable:
    """Call network, municipality and facilitators to a table, from one aware instant to another."""
    project = lock(Project, project_id)
    refuse(table_blockers(project))
    event = create_event(kind=EventKind.CODESIGN_TABLE, title=_title(project), by=by)
    add_session(
        event_id=event.pk, starts_at=starts_at, ends_at=ends_at, place=place, by=by,
        online_url=online_url, objective=objective,
    )  # fmt: skip
    table = CodesignTable.objects.create(
        project=project, event=event, convened_at=clock.now(), convened_by=by
    )
    table.event.refresh_from_db()
    record(project, Verb.INVITE, by=by, data={"table": event.pk, "at": starts_at})
    TableConvened(table, by=by).queue()
    return table


def _title(project: Project) -> Bilingual:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = (_("Co-design table: %(title)s") % {"title": project.title})[:200]
    return Bilingual(texts)
