"""Every page of every role: the accessibility rules of axe, a phone's width, and no dead link."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.addresses import addresses
from tests.journeys.looking import overflow_on_a_phone, violations
from tests.journeys.walker import Walk
from topmetro.demo.people import TOP_METRO, VICINATO, accounts

ENTRANCES = [
    *("/", "/top-metro-fa-bene/", "/accounts/login/", "/accounts/signup/"),
    *("/accounts/password/reset/", "/galleria/", "/demo/posta/"),
]
RANKED = "/top-metro-fa-bene/bandi/call-for-proposals/graduatoria/"
"""Led to by its call; of two calls a walk enters one, and what follows a ranking belongs to this one."""
CAST = ["", *(account.name for account in accounts() if account.slug != VICINATO)]
EXAMINED = frozenset({
    *("area:home", "calls:commission_home", "calls:commission_declare", "calls:scorecard_write"),
    *("calls:commission_calibration", "calls:score_change", "calls:scorecard_set_aside"),
    *("calls:assignment_list", "calls:assignment_move"),
    *("calls:commission_texts", "calls:commission_text"),
    *("calls:ranking_detail", "calls:ranking_simulate", "calls:empty_place_decide"),
})  # fmt: skip
"""Of the second programme, where each call is examined in another way; the rest looks as in the first."""
PAPERS = frozenset({
    "projects:project_desk", "projects:project_detail", "projects:paper_list", "projects:paper_detail",
})  # fmt: skip
"""Of each pilot: one alone has supporting documents."""
AMONG = {
    "Bruna Talpo": (f"/{VICINATO}/area/", EXAMINED),
    "Zita Colonnello": (f"/{VICINATO}/area/", EXAMINED),
    "Gemma Roveri": (f"/{VICINATO}/area/", EXAMINED),
    "Piero Vottero": (f"/{TOP_METRO}/area/progetti/", PAPERS),
}
"""Chair, member, official and verifier: from where, and among which pages, each walks call by call or
project by project."""
UNREACHED = {
    "calls:commission_sheet": "a download",
    "calls:ranking_act_draft": "a download",
    "calls:draft_comments": "linked while a draft is being written (test_answered_together)",
    "calls:draft_print": "linked while a draft is being written (test_answered_together)",
    "calls:form_changes": "linked once a draft of a form was changed (test_form_built)",
    "calls:form_blank": "linked while a call can still be answered (test_answered_together)",
    "calls:submission_earlier_form": "appears when the form of a call changes under a draft",
    "calls:submission_draft": "goes on to the section that is next, where links lead directly",
    "calls:view_copy": "appears with a view that somebody shares (test_views_kept)",
    "calls:view_list": "appears with the first view that is kept (test_views_kept)",
    "calls:view_rename": "appears with the first view that is kept (test_views_kept)",
    "demo:account_list": "the sign-in page: the walk comes from there",
    "demo:demo_home": "goes on to the sign-in page",
    "demo:letter_attachment": "a download",
    "demo:letter_detail": "no mail has left yet when the walk begins",
    "demo:letter_html": "the frame of a message",
    "documents:document_download": "a download",
    "documents:pdf_job_show": "asked for by scripts while a PDF is drawn",
    "healthz": "for machines",
    "labs:event_calendar": "a download",
    "notices:feed": "for calendars, by personal address",
    "people:invitation_list": "appears with a pending invitation",
    "people:organisation_export": "a download",
    "platform:account_detail": "found by its address, never listed",
    "public_documents:public_document_download": "a download",
    "readyz": "for machines",
}
"""Pages of ours that no link of the seeded demo leads to, and why."""

TWO_OF_A_KIND = """() => {
  const kind = (node) => {
    const names = node.getAttributeNames().filter((name) => name !== "class").sort();
    const classes = [...node.classList].sort().join(".");
    const children = [...new Set([...node.children].map(kind))].sort().join("");
    return `${node.tagName}.${classes}[${names}](${children})`;
  };
  const thin = (parent) => {
    const met = new Map();
    for (const node of [...parent.children]) {
      const before = met.get(kind(node)) || 0;
      met.set(kind(node), before + 1);
      if (before >= 2 && node.matches("tr, li")) node.remove();
      else thin(node);
    }
  };
  const main = document.querySelector("main");
  if (main) thin(main);
}"""
"""A long list breaks the rules in its first two lines, or not at all: axe need not read three hundred."""

visited: dict[str, set[str]] = {}


@pytest.fixture(scope="session")
def shown() -> set[str]:
    """Skeletons that were judged: a page that looks alike for two roles is judged once."""
    return set()


@pytest.mark.parametrize("name", CAST, ids=lambda name: name or "stranger")
def test_every_page_can_be_used_by_everybody(
    name: str,
    shown: set[str],
    new_page: Callable[..., Page],
    sign_in_as: Callable[..., Page],
) -> None:
    page = sign_in_as(name) if name else new_page()
    starts = [urlsplit(page.url).path, "/accounts/email/", RANKED] if name else ENTRANCES
    _judge(page, Walk(), starts, shown, name)


@pytest.mark.parametrize("name", AMONG)
def test_every_call_and_project_can_be_used_by_everybody(
    name: str, shown: set[str], sign_in_as: Callable[..., Page]
) -> None:
    page = sign_in_as(name)
    start, within = AMONG[name]
    _judge(page, Walk(within=within), [start], shown, f"{name} among some")


def _judge(page: Page, walk: Walk, starts: list[str], shown: set[str], name: str) -> None:
    """Every page of the walk whose shape was not judged before."""
    faults = []
    for visit in walk.visits(page.request, starts):
        if visit.skeletons <= shown:
            continue
        shown |= visit.skeletons
        page.goto(visit.path)
        if overflow := overflow_on_a_phone(page):
            faults.append(f"{visit.name}: {overflow} px too wide at 320, at {visit.path}")
        page.evaluate(TWO_OF_A_KIND)
        faults += [f"{visit.name}: {fault}" for fault in violations(page)]
    visited[name] = walk.seen
    assert not walk.dead
    assert not faults


@pytest.mark.last
def test_the_walks_reach_every_page_of_ours(shown: set[str]) -> None:
    """A page that no link leads to cannot be found by a person either. Runs after the walks."""
    if len(visited) < len(CAST) + len(AMONG):
        pytest.skip("asked alone, without the walks")
    assert len(shown) > 200, "the browser judged too few kinds of page"
    reached = set().union(*visited.values())
    pages = {each.name for each in addresses() if each.ours and each.page and not each.page.writes}
    assert pages - reached <= set(UNREACHED)
