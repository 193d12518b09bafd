"""Hanging the builder under a part's pages.

    urlpatterns += mount(
        "area/bandi/<uuid:key>/modulo/",
        load=desk_call, desk=CallFormDesk, change="calls.change_form", publish="calls.publish_form",
    )

Every address gets the part's `load` with the part's own arguments (`key`); the builder keeps `section`
and `question`. Names begin with `form_`, in the namespace of the urlconf that includes them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path, reverse

from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires.builder import reading, structure, undoing, versions, writing
from core.questionnaires.builder.desk import FormDesk

BuilderView = Callable[[PortalRequest, FormDesk], HttpResponseBase]
DeskOf = Callable[..., FormDesk]
OWN = frozenset({"section", "question"})
READ, WRITE = frozenset[str](), frozenset({"POST"})

PAGES: tuple[tuple[str, BuilderView, frozenset[str]], ...] = (
    ("", structure.form_build, READ),
    ("inizia/", versions.form_begin, WRITE),
    ("nuova-versione/", versions.form_revise, WRITE),
    ("sezioni/nuova/", structure.form_section_add, WRITE),
    ("sezioni/<slug:section>/", structure.form_section_change, WRITE),
    ("sezioni/<slug:section>/togli/", structure.form_section_remove, WRITE),
    ("sezioni/<slug:section>/domande/nuova/", writing.form_question_add, WRITE),
    ("sezioni/<slug:section>/copia/", structure.form_copy, WRITE),
    ("sposta/", structure.form_move, WRITE),
    ("domande/<slug:question>/", writing.form_question_change, WRITE),
    ("domande/<slug:question>/condizione/", writing.form_question_condition, WRITE),
    ("domande/<slug:question>/chiedi-una-volta/", writing.form_question_bind, WRITE),
    ("domande/<slug:question>/duplica/", structure.form_question_duplicate, WRITE),
    ("domande/<slug:question>/togli/", structure.form_question_remove, WRITE),
    ("rimetti/", structure.form_restore, WRITE),
    ("modifiche/", undoing.form_changes, READ),
    ("modifiche/annulla/", undoing.form_undo, WRITE),
    ("modifiche/rifai/", undoing.form_redo, WRITE),
    ("prova/", reading.form_preview, WRITE),
    ("prova/<slug:section>/", reading.form_preview_section, READ),
    ("stampa/", reading.form_print, READ),
)


def mount(
    prefix: str,
    *,
    load: Callable[..., Any],
    desk: DeskOf,
    change: str,
    publish: str,
) -> list[URLPattern]:
    """The builder's addresses under `prefix`; `change` and `publish` are the part's permissions."""
    patterns = [_hang(prefix, *each, load=load, desk=desk, permission=change) for each in PAGES]
    last = ("pubblica/", versions.form_publish, WRITE)
    return [*patterns, _hang(prefix, *last, load=load, desk=desk, permission=publish)]


def _hang(
    prefix: str,
    route: str,
    view: BuilderView,
    writes: frozenset[str],
    *,
    load: Callable[..., Any],
    desk: DeskOf,
    permission: str,
) -> URLPattern:
    def find(request: PortalRequest, **kwargs: Any) -> Any:
        return load(request, **{name: value for name, value in kwargs.items() if name not in OWN})

    @page(permission, writes=writes, load=find)
    @wraps(view)
    def hung(request: PortalRequest, target: Any) -> HttpResponseBase:
        return view(request, desk(request, target, url=_addresses(request)))

    return path(f"{prefix}{route}", hung, name=view.__name__)


def _addresses(request: PortalRequest) -> Callable[..., str]:
    """Addresses of the builder's other pages for the thing of this request."""
    match = request.resolver_match
    assert match is not None
    kept = {name: value for name, value in match.kwargs.items() if name not in OWN}

    def url(name: str, **more: str) -> str:
        full = f"{match.namespace}:{name}" if match.namespace else name
        return reverse(full, kwargs={**kept, **more})

    return url
