"""Pages of mentorship × everybody, what they do, and that a private note shows to its author alone."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.access.scope import open_programme
from core.people.enums import MemberLevel, RoleName
from core.people.models import Network
from core.people.queries import forget
from core.programmes.models import Programme
from projects.domain import mentorship_sessions as meetings
from projects.mentorship_enums import ActionState, AssignmentState
from projects.models import (
    AgreedAction,
    MeetingRequest,
    MentorshipAssignment,
    MentorshipSession,
    PrivateNote,
)
from tests.factories import calls, people, programmes
from tests.factories import mentorship as factory
from tests.factories.projects import DESIGN
from tests.stages import stage

SignIn = Callable[[User], Client]


@dataclass(frozen=True)
class Cast:
    """Everybody who might look at one mentorship."""

    mentor: User
    other_mentor: User
    editor: User
    viewer: User
    partner_editor: User
    facilitator: User
    coordinator: User
    municipal: User
    metropolitan: User
    evaluator: User
    other_network: User
    stranger: User


EVERYBODY = tuple(field.name for field in fields(Cast))
TEAM = {"facilitator", "coordinator"}
WRITERS = {"editor", "partner_editor"}
NETWORK = WRITERS | {"viewer"}


@dataclass(frozen=True)
class Scene:
    cast: Cast
    network: Network
    assignment: MentorshipAssignment
    proposal: MentorshipAssignment
    session: MentorshipSession
    action: AgreedAction


@pytest.fixture
def scene(programme: Programme) -> Scene:
    return made_scene()


@stage(at=DESIGN)
def made_scene() -> Scene:
    network = people.network()
    assignment = factory.accepted(network)
    action = factory.action(assignment)
    partner = people.partner(network).organisation
    assert partner is not None
    elsewhere = people.network("Rete altrui", territory=programmes.territory("Rivoli"))
    forget(assignment.mentor)
    return Scene(
        cast=Cast(
            mentor=assignment.mentor,
            other_mentor=factory.accepted(elsewhere).mentor,
            editor=people.member(network.lead, MemberLevel.EDITOR).user,
            viewer=people.member(network.lead, MemberLevel.VIEWER).user,
            partner_editor=people.member(partner, MemberLevel.EDITOR).user,
            facilitator=people.facilitator(),
            coordinator=people.coordinator(),
            municipal=people.municipal_official(network.territory),
            metropolitan=people.with_role(RoleName.METROPOLITAN_OFFICIAL),
            evaluator=people.with_role(RoleName.EVALUATOR),
            other_network=elsewhere.lead.created_by,
            stranger=people.user("Sara Straniera"),
        ),
        network=network,
        assignment=assignment,
        proposal=factory.proposed(people.network("Rete terza"), assignment.mentor),
        session=action.session,
        action=action,
    )


KNOW = TEAM | NETWORK | {"mentor"}

# page → (row it is about, who gets 200, who gets 403); the others get 404
PAGES: dict[str, tuple[str, set[str], set[str]]] = {
    "mentorship_detail": ("assignment", KNOW, set()),
    "mentorship_network": ("network", KNOW, set()),
    "mentorship_accept": ("proposal", {"mentor"}, TEAM),
    "mentorship_decline": ("proposal", {"mentor"}, TEAM),
    "mentorship_suspend": ("assignment", TEAM, KNOW - TEAM),
    "mentorship_close": ("assignment", TEAM, KNOW - TEAM),
    "mentorship_reassign": ("assignment", TEAM, KNOW - TEAM),
    "mentorship_request": ("assignment", WRITERS, KNOW - WRITERS),
    "mentorship_log": ("assignment", {"mentor"}, KNOW - {"mentor"}),
    "mentorship_plan": ("assignment", {"mentor"}, KNOW - {"mentor"}),
    "mentorship_correct": ("session", {"mentor"}, KNOW - {"mentor"}),
    "mentorship_cancel": ("session", {"mentor"}, KNOW - {"mentor"}),
    "mentorship_note": ("session", {"mentor"}, KNOW - {"mentor"}),
    "mentorship_agree": ("session", {"mentor"}, KNOW - {"mentor"}),
    "mentorship_action_drop": ("action", TEAM | {"mentor"}, NETWORK),
}
OF_ALL: dict[str, dict[str, str]] = {
    "mentorship_home": {},
    "mentorship_equity": {},
    "mentorship_export": {"what": "ore", "extension": "csv"},
}
WALKED = (
    *(("projects:" + name, row) for name, (row, _yes, _no) in PAGES.items()),
    ("projects:mentorship_mine", ""),
    ("area:home", ""),
    ("notices:inbox", ""),
    ("notices:agenda", ""),
)


def address(programme: Programme, name: str, scene: Scene) -> str:
    row = getattr(scene, PAGES[name][0])
    return at(programme, name, key=row.pk)


def at(programme: Programme, name: str, **kwargs: Any) -> str:
    return reverse(f"projects:{name}", kwargs={"slug": programme.slug, **kwargs})


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.begins_from(stage=made_scene)
def test_pages_by_person(programme: Programme, scene: Scene, sign_in: SignIn, name: str) -> None:
    _row, welcome, refused = PAGES[name]
    found = {
        who: sign_in(getattr(scene.cast, who)).get(address(programme, name, scene)).status_code
        for who in EVERYBODY
    }
    wanted = {who: 200 if who in welcome else 403 if who in refused else 404 for who in EVERYBODY}
    assert found == wanted


@pytest.mark.parametrize("name", OF_ALL)
@pytest.mark.begins_from(stage=made_scene)
def test_the_whole_is_the_facilitators(
    programme: Programme, scene: Scene, sign_in: SignIn, name: str
) -> None:
    page = at(programme, name, **OF_ALL[name])
    found = {who: sign_in(getattr(scene.cast, who)).get(page).status_code for who in EVERYBODY}
    assert {who for who, code in found.items() if code == 200} == TEAM
    assert set(found.values()) == {200, 403}


@pytest.mark.rule("R14")
@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.begins_from(stage=made_scene)
def test_only_the_author_reads_a_private_note(
    programme: Programme, scene: Scene, sign_in: SignIn, who: str
) -> None:
    client = sign_in(getattr(scene.cast, who))
    seen = set()
    pages = [
        *((name, at_row(programme, name, getattr(scene, row, None))) for name, row in WALKED),
        *((name, at(programme, name, **rest)) for name, rest in OF_ALL.items()),
    ]
    for name, page in pages:
        if factory.SECRET_WORDS in client.get(page).content.decode(errors="replace"):
            seen.add(name)
    wanted = {"mentorship_detail", "mentorship_network", "mentorship_note"}
    assert seen == ({f"projects:{name}" for name in wanted} if who == "mentor" else set())


def at_row(programme: Programme, name: str, row: Any) -> str:
    kwargs = {"slug": programme.slug, **({"key": row.pk} if row is not None else {})}
    return reverse(name, kwargs=kwargs)


@pytest.mark.rule("R14")
@pytest.mark.begins_from(stage=made_scene)
def test_a_later_mentor_reads_the_shared_note_and_not_the_private_one(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    heir = factory.accepted(scene.network).mentor
    forget(heir)
    page = sign_in(heir).get(at(programme, "mentorship_network", key=scene.network.pk))
    assert "Abbiamo parlato della rete." in page.content.decode()
    assert factory.SECRET_WORDS not in page.content.decode()


@pytest.mark.rule("R14")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.begins_from(stage=made_scene)
def test_another_programme_finds_nothing(
    db: None, other_programme: Programme, sign_in: SignIn, name: str
) -> None:
    """Whoever opens the page under another programme's address, the mentor included."""
    ours = programmes.programme(slug="nostro", name="Nostro")
    with open_programme(ours.pk):
        scene = made_scene()
    row = getattr(scene, PAGES[name][0])
    page = at(other_programme, name, key=row.pk)
    assert sign_in(scene.cast.mentor).get(page).status_code == 404
    assert sign_in(scene.cast.coordinator).get(page).status_code == 404


@pytest.mark.begins_from(stage=made_scene)
def test_the_network_does_not_read_the_declaration(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    page = address(programme, "mentorship_detail", scene)
    words = "Nessun conflitto dichiarato."
    read = {
        who: any(
            text in sign_in(getattr(scene.cast, who)).get(page).content.decode()
            for text in (words, "No conflict declared.")
        )
        for who in sorted(KNOW)
    }
    assert {who for who, seen in read.items() if seen} == TEAM | {"mentor"}


# ── Doing ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def applicants(programme: Programme) -> list[Network]:
    """Two networks that answered a call."""
    with clock.at(calls.DURING):
        call = calls.open_call()
        return [calls.sent(call)[0].network for _ in range(2)]


def test_from_the_gap_to_nobody_in_it(
    programme: Programme, applicants: list[Network], sign_in: SignIn
) -> None:
    mentor = factory.known_mentor()
    client = sign_in(people.facilitator())
    home = at(programme, "mentorship_home")
    assert all(network.name in client.get(home).content.decode() for network in applicants)
    chosen = "&".join(f"networks={network.pk}" for network in applicants)
    page = client.get(f"{at(programme, 'mentorship_choose')}?{chosen}", follow=True)
    assert mentor.full_name in page.content.decode()
    joined = ",".join(str(network.pk) for network in applicants)
    ask = f"{at(programme, 'mentorship_assign')}?networks={joined}&mentor={mentor.pk}"
    data = {"phase": factory.offer().pk, "support_kind": "design", "hours_planned": "8"}
    refused = client.post(ask, data)
    assert refused.status_code == 200
    assert refused.context["form"].errors.keys() == {"goals"}
    assert client.post(ask, {**data, "goals": "Crescere."}).status_code == 302
    assert MentorshipAssignment.objects.filter(mentor=mentor).count() == 2
    assert list(client.get(home).context["gap"]) == []


def test_choosing_without_networks_leads_back(programme: Programme, sign_in: SignIn) -> None:
    client = sign_in(people.facilitator())
    page = at(programme, "mentorship_choose")
    assert client.get(page).status_code == 302
    assert client.get(f"{page}?networks=nonsense").status_code == 302
    assert client.get(f"{at(programme, 'mentorship_assign')}?mentor=x").status_code == 404


@pytest.mark.rule("C7")
def test_the_duties_that_would_be_left_alone_are_shown(
    programme: Programme, applicants: list[Network], sign_in: SignIn
) -> None:
    verifier = people.with_role(RoleName.VERIFIER)
    client = sign_in(people.coordinator())
    ask = f"{at(programme, 'mentorship_assign')}?networks={applicants[0].pk}&mentor={verifier.pk}"
    [duty] = client.get(ask).context["duties"]
    assert duty.is_left_alone
    people.with_role(RoleName.VERIFIER, people.user("Seconda Verificatrice"))
    [duty] = client.get(ask).context["duties"]
    assert (duty.is_left_alone, duty.others) == (False, 1)


@pytest.mark.rule("C7")
def test_a_seat_in_a_commission_is_shown_before_assigning(
    programme: Programme, applicants: list[Network], sign_in: SignIn
) -> None:
    from calls.queries import answered_calls

    call = answered_calls().get()
    seated = people.with_role(
        RoleName.COMMISSION_MEMBER, people.user("Cora Commissaria"), call_id=call.pk
    )
    ask = f"{at(programme, 'mentorship_assign')}?networks={applicants[0].pk}&mentor={seated.pk}"
    [duty] = sign_in(people.coordinator()).get(ask).context["duties"]
    assert str(call.title) in duty.text


@pytest.mark.rule("R13")
@pytest.mark.begins_from(stage=made_scene)
def test_a_conflict_needs_its_words_and_nothing_typed_is_lost(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    client = sign_in(scene.cast.mentor)
    page = address(programme, "mentorship_accept", scene)
    refused = client.post(page, {"has_conflict": "yes", "declaration": "  "})
    assert refused.context["form"].errors.keys() == {"declaration"}
    data = {"has_conflict": "yes", "declaration": "Ci lavorava mio padre."}
    assert client.post(page, data).status_code == 302
    scene.proposal.refresh_from_db()
    assert scene.proposal.state == AssignmentState.ACCEPTED
    assert client.post(page, data).status_code == 409


def log_data(**changes: str) -> dict[str, str]:
    held = clock.now().astimezone(clock.ROME) - timedelta(minutes=1)
    return {
        "held_at": held.strftime("%Y-%m-%dT%H:%M"),
        "minutes": "45",
        "channel": "video",
        "shared_note": "Detto e scritto.",
        **changes,
    }


@pytest.mark.begins_from(stage=made_scene)
def test_logging_a_meeting_with_its_actions(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    client = sign_in(scene.cast.mentor)
    page = address(programme, "mentorship_log", scene)
    later = clock.now() + timedelta(minutes=5)
    with clock.at(later):
        lost = client.post(page, log_data(**{"action-0-text": "Senza nessuno"}))
        assert lost.status_code == 200
        assert "Senza nessuno" in lost.content.decode()
        owner = f"organisation:{scene.network.lead_id}"
        sent = log_data(**{"action-0-text": "Chiamare il Comune", "action-0-owner": owner})
        assert client.post(page, sent).status_code == 302
    made = AgreedAction.objects.get(text="Chiamare il Comune")
    assert made.organisation == scene.network.lead
    assert made.session.minutes == 45


@pytest.mark.parametrize(
    "changes", [{"minutes": "0"}, {"minutes": "721"}, {"held_at": "2199-01-01T10:00"},
                {"shared_note": ""}, {"channel": "smoke"}], ids=str,
)  # fmt: skip
@pytest.mark.begins_from(stage=made_scene)
def test_bad_input_is_explained(
    programme: Programme, scene: Scene, sign_in: SignIn, changes: dict[str, str]
) -> None:
    client = sign_in(scene.cast.mentor)
    answer = client.post(address(programme, "mentorship_log", scene), log_data(**changes))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == changes.keys()
    assert MentorshipSession.objects.filter(assignment=scene.assignment).count() == 1


@pytest.mark.parametrize("who", ["editor", "partner_editor", "mentor", "facilitator"])
@pytest.mark.begins_from(stage=made_scene)
def test_who_may_says_that_an_action_is_done(
    programme: Programme, scene: Scene, sign_in: SignIn, who: str
) -> None:
    page = at(programme, "mentorship_action_done", key=scene.action.pk)
    assert sign_in(getattr(scene.cast, who)).post(page).status_code == 302
    scene.action.refresh_from_db()
    assert scene.action.state == ActionState.DONE


@pytest.mark.parametrize(("who", "code"), [("viewer", 403), ("other_mentor", 404)])
@pytest.mark.begins_from(stage=made_scene)
def test_who_may_not_does_not(
    programme: Programme, scene: Scene, sign_in: SignIn, who: str, code: int
) -> None:
    page = at(programme, "mentorship_action_done", key=scene.action.pk)
    assert sign_in(getattr(scene.cast, who)).post(page).status_code == code


@pytest.mark.begins_from(stage=made_scene)
def test_the_way_back_is_ours(programme: Programme, scene: Scene, sign_in: SignIn) -> None:
    page = at(programme, "mentorship_action_done", key=scene.action.pk)
    answer = sign_in(scene.cast.editor).post(page, {"next": "https://example.org/elsewhere"})
    assert answer["Location"] == at(programme, "mentorship_network", key=scene.network.pk)


@pytest.mark.begins_from(stage=made_scene)
def test_a_network_asks_and_the_mentor_sees_it(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    page = address(programme, "mentorship_request", scene)
    client = sign_in(scene.cast.editor)
    assert client.post(page, {"text": "I conti della mensa."}).status_code == 302
    assert client.post(page, {"text": "Ancora."}).status_code == 409
    assert MeetingRequest.objects.count() == 1
    seen = sign_in(scene.cast.mentor).get(address(programme, "mentorship_plan", scene))
    assert "I conti della mensa." in seen.content.decode()


@pytest.mark.begins_from(stage=made_scene)
def test_a_note_is_kept_and_thrown_away(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    client, page = sign_in(scene.cast.mentor), address(programme, "mentorship_note", scene)
    assert client.post(page, {"text": "Nuove parole."}).status_code == 302
    assert PrivateNote.objects.get().text == "Nuove parole."
    client.post(page, {"text": ""})
    assert not PrivateNote.objects.exists()


@pytest.mark.parametrize("what", ["ore", "incontri"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.begins_from(stage=made_scene)
def test_exports_open(
    programme: Programme, scene: Scene, sign_in: SignIn, what: str, extension: str
) -> None:
    page = at(programme, "mentorship_export", what=what, extension=extension)
    answer = sign_in(scene.cast.facilitator).get(page)
    assert answer.status_code == 200
    assert len(answer.content) > 100
    missing = at(programme, "mentorship_export", what="note", extension=extension)
    assert sign_in(scene.cast.facilitator).get(missing).status_code == 404


# ── What waits ──────────────────────────────────────────────────────────────────────────────────────


def todos(client: Client, programme: Programme) -> str:
    return client.get(reverse("area:home", args=[programme.slug])).content.decode()


@pytest.mark.begins_from(stage=made_scene)
def test_everybody_finds_their_next_step(
    programme: Programme, scene: Scene, applicants: list[Network], sign_in: SignIn
) -> None:
    mentor = todos(sign_in(scene.cast.mentor), programme)
    assert at(programme, "mentorship_accept", key=scene.proposal.pk) in mentor
    editor = todos(sign_in(scene.cast.editor), programme)
    assert scene.action.text in editor
    facilitator = todos(sign_in(scene.cast.facilitator), programme)
    assert f'href="{at(programme, "mentorship_home")}"' in facilitator
    meetings.request_meeting(
        assignment_id=scene.assignment.pk, text="I conti.", by=scene.cast.editor
    )
    asked = todos(sign_in(scene.cast.mentor), programme)
    assert at(programme, "mentorship_plan", key=scene.assignment.pk) in asked


@pytest.mark.begins_from(stage=made_scene)
def test_a_mentor_is_reminded_of_a_network_not_met_for_two_months(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    told = "Fissa un nuovo incontro, o chiudi la mentorship"
    met = scene.session.held_at
    with clock.at(met + timedelta(days=59)):
        assert told not in todos(sign_in(scene.cast.mentor), programme)
    with clock.at(met + timedelta(days=61)):
        assert told in todos(sign_in(scene.cast.mentor), programme)
        assert told not in todos(sign_in(scene.cast.editor), programme)
        factory.planned(scene.assignment)
        assert told not in todos(sign_in(scene.cast.mentor), programme)


@pytest.mark.begins_from(stage=made_scene)
def test_an_action_not_done_in_time_is_told_to_the_facilitator_too(
    programme: Programme, scene: Scene, sign_in: SignIn
) -> None:
    home, told = (
        reverse("area:home", args=[programme.slug]),
        "Senti come vanno le azioni concordate scadute",
    )
    facilitator = sign_in(scene.cast.facilitator)
    with clock.at(clock.now() + timedelta(days=10)):
        assert told not in facilitator.get(home).content.decode()
    with clock.at(clock.now() + timedelta(days=11)):
        assert told in facilitator.get(home).content.decode()
        assert told not in sign_in(scene.cast.viewer).get(home).content.decode()


@pytest.mark.begins_from(stage=made_scene)
def test_what_is_late_leads_to_the_networks_that_are_late(
    programme: Programme, scene: Scene, applicants: list[Network], sign_in: SignIn
) -> None:
    home, listed = reverse("area:home", args=[programme.slug]), at(programme, "mentorship_home")
    client = sign_in(scene.cast.facilitator)
    with clock.at(clock.now() + timedelta(days=20)):
        alone = at(programme, "mentorship_network", key=scene.network.pk)
        assert f'href="{alone}"' in client.get(home).content.decode()
        with clock.at(clock.now() - timedelta(days=20)):
            second = factory.action(factory.accepted(applicants[0])).session.assignment.network
        assert f'href="{listed}?actions=overdue"' in client.get(home).content.decode()
        page = client.get(f"{listed}?actions=overdue")
    assert {row.cells[0][1].text for row in page.context["page"].rows} == {
        scene.network.name,
        second.name,
    }
    assert [network.name for network in page.context["late"]] == sorted(
        [scene.network.name, second.name]
    )
