"""Reading the repository of practices. Lists of the work area start from `visible_to`."""

from education.queries.practices import (
    Library,
    NewestLesson,
    awaiting_author,
    awaiting_publication,
    awaiting_review,
    library,
    matching,
    mine,
    newest_lesson,
    offered_networks,
    possible_authors,
    public_practices,
    published_to,
    visible_to,
    with_parties,
    written_by,
)

__all__ = [
    "Library",
    "NewestLesson",
    "awaiting_author",
    "awaiting_publication",
    "awaiting_review",
    "library",
    "matching",
    "mine",
    "newest_lesson",
    "offered_networks",
    "possible_authors",
    "public_practices",
    "published_to",
    "visible_to",
    "with_parties",
    "written_by",
]
