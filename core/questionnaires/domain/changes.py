"""What each change of a draft leaves, so that it can be undone: the form as it was before (docs/adr/0181)."""

from typing import Any

from core.access import clock
from core.access.models import User
from core.questionnaires.domain.versions import to_spec, write_spec
from core.questionnaires.enums import DraftAct
from core.questionnaires.models import DraftChange, RemovedPart, Version
from core.questionnaires.spec import QuestionnaireSpec
from core.ui.bilingual import Bilingual

KEPT = 50
"""Changes of a draft that can be undone; what came before them stays as it is."""

Snapshot = dict[str, Any]
"""`{"form": QuestionnaireSpec, "removed": [RemovedPart, …]}` as JSON."""

ABOUT_SECTIONS = frozenset(
    {
        DraftAct.SECTION_ADDED,
        DraftAct.SECTION_COPIED,
        DraftAct.SECTION_CHANGED,
        DraftAct.SECTION_REMOVED,
        DraftAct.SECTION_MOVED,
        DraftAct.QUESTIONS_COPIED,
    }
)


def snapshot_of(version: Version) -> Snapshot:
    """The draft as it stands, with what can be put back into it. Four queries."""
    return {
        "form": to_spec(version).model_dump(mode="json", exclude_defaults=True),
        "removed": [
            {
                "id": str(part.pk),
                "section_key": part.section_key,
                "place": part.place,
                "spec": part.spec,
                "removed_at": part.removed_at.isoformat(),
                "removed_by_id": str(part.removed_by_id),
            }
            for part in version.removed.order_by("pk")
        ],
    }


def write_snapshot(version: Version, snapshot: Snapshot) -> None:
    """Make the draft what it was."""
    version.questions.all().delete()
    version.sections.all().delete()
    write_spec(version, QuestionnaireSpec.model_validate(snapshot["form"]))
    version.removed.all().delete()
    RemovedPart.objects.bulk_create(
        RemovedPart(version=version, **part) for part in snapshot["removed"]
    )


def kinds_in(snapshot: Snapshot) -> dict[str, str]:
    """The type of each question, by its key."""
    sections = snapshot["form"]["sections"]
    return {each["key"]: each["type"] for section in sections for each in section["questions"]}


def keep_change(
    version: Version, before: Snapshot, what: DraftAct, key: str, by: User | None
) -> None:
    """Remember one change, unless nothing is different; what was undone can't be done again then."""
    after = snapshot_of(version)
    if after == before:
        return
    version.changes.exclude(undone_at=None).delete()
    last = version.changes.order_by("-number").values_list("number", flat=True).first() or 0
    DraftChange.objects.create(
        version=version,
        number=last + 1,
        what=what,
        title=_title(what, key, after, before),
        before=before,
        made_at=clock.now(),
        made_by=by,
    )
    version.changes.filter(number__lte=last + 1 - KEPT).delete()


def _title(what: DraftAct, key: str, *snapshots: Snapshot) -> Bilingual:
    for snapshot in snapshots:
        sections = snapshot["form"]["sections"]
        if what in ABOUT_SECTIONS:
            found = [each["title"] for each in sections if each["key"] == key]
        else:
            rows = [row for section in sections for row in section["questions"]]
            found = [row["label"] for row in rows if row["key"] == key]
            found += [each["title"] for each in sections if each["key"] == key]
        if found:
            return Bilingual(found[0])
    return Bilingual()
