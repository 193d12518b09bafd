"""Forms and their versions: made from data, published, copied to be changed.

A published version never changes under the answers given to it (RULES C3): a change is a new version,
and the sheets keep theirs. Drafts are written by the acts of `editing`.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.access.blocked import Blocked, Blocker, refuse
from core.access.clock import now
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.questionnaires.models import Question, Questionnaire, Section, Version
from core.questionnaires.spec import QuestionnaireSpec, QuestionSpec, SectionSpec

OWN_COLUMNS = frozenset({"key", "type", "label", "required"})


@transaction.atomic
def create_questionnaire(spec: QuestionnaireSpec, *, by: User | None = None) -> Version:
    """A new form with its first version, still a draft. The key must be new in the programme."""
    if Questionnaire.objects.filter(key=spec.key).exists():
        raise Blocked([Blocker("key_taken", _("A form with this key exists already."))])
    form = Questionnaire.objects.create(key=spec.key, title=spec.title.bilingual)
    version = Version.objects.create(questionnaire=form, number=1)
    write_spec(version, spec)
    record(form, Verb.CREATE, by=by, data={"key": spec.key})
    return version


def publish_blockers(version: Version) -> list[Blocker]:
    """Why this version can't be published now."""
    if version.is_published:
        return [Blocker("published", _("This version is published already."))]
    writer = _("Who writes the form")
    if not version.questions.exists():
        return [Blocker("empty", _("The form has no questions yet."), writer)]
    return [
        Blocker(
            "section_empty",
            _("The section “%(title)s” has no questions: add one, or take it out.")
            % {"title": section.title},
            writer,
        )
        for section in version.sections.filter(questions=None).order_by("position")
    ]


@transaction.atomic
def publish_version(*, version_id: UUID, by: User) -> Version:
    """Freeze the version: from now on it can be answered and never changed."""
    version = lock(Version, version_id)
    refuse(publish_blockers(version))
    version.published_at, version.published_by = now(), by
    version.save(update_fields=["published_at", "published_by"])
    version.removed.all().delete()
    version.changes.all().delete()
    record(version, Verb.PUBLISH, by=by, data={"number": version.number})
    return version


@transaction.atomic
def new_version(
    *, questionnaire_id: UUID, by: User | None, spec: QuestionnaireSpec | None = None
) -> Version:
    """A draft after the last version: a copy of it, or what `spec` says. One draft at a time."""
    form = lock(Questionnaire, questionnaire_id)
    last = form.versions.order_by("-number").first()
    if last is not None and not last.is_published:
        raise Blocked([Blocker("draft", _("A draft of this form is open already."))])
    number = (form.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    if spec is None:
        assert last is not None  # create_questionnaire made the first
        spec = to_spec(last)
    version = Version.objects.create(questionnaire=form, number=number)
    write_spec(version, spec)
    record(version, Verb.CREATE, by=by, data={"number": number})
    return version


def to_spec(version: Version) -> QuestionnaireSpec:
    """The version as data, equal to what it was built from."""
    form = version.questionnaire
    sections = version.sections.prefetch_related("questions").order_by("position")
    return QuestionnaireSpec.model_validate(
        {
            "key": form.key,
            "title": dict(form.title),
            "sections": [_section_data(section) for section in sections],
        }
    )


def _section_data(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": dict(section.title),
        "intro": dict(section.intro) if section.intro else None,
        "minutes": section.minutes,
        "questions": [
            question.spec.model_dump(mode="json", exclude_defaults=True)
            for question in sorted(section.questions.all(), key=lambda each: each.position)
        ],
    }


def write_spec(version: Version, spec: QuestionnaireSpec) -> None:
    """The sections and questions of a version that has none."""
    for place, section_spec in enumerate(spec.sections, start=1):
        section = Section.objects.create(**section_columns(version, section_spec, place))
        Question.objects.bulk_create(
            Question(**question_columns(version, section, question, number))
            for number, question in enumerate(section_spec.questions, start=1)
        )


def section_columns(version: Version, spec: SectionSpec, place: int) -> dict[str, Any]:
    """The columns of a section's row; `place` counts from one."""
    return {
        "version": version,
        "key": spec.key,
        "position": place,
        "title": spec.title.bilingual,
        "intro": spec.intro.bilingual if spec.intro else {},
        "minutes": spec.minutes,
    }


def question_columns(
    version: Version, section: Section, spec: QuestionSpec, place: int
) -> dict[str, Any]:
    """The columns of a question's row; `place` counts from one in its section."""
    return {
        "version": version,
        "section": section,
        "key": spec.key,
        "position": place,
        "type": spec.type,
        "label": spec.label.bilingual,
        "required": spec.required,
        "config": spec.model_dump(mode="json", exclude=set(OWN_COLUMNS), exclude_defaults=True),
    }
