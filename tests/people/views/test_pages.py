"""What the pages do, and what they cost."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.people.domain import members
from core.people.enums import MemberLevel, NetworkForm, RoleName
from core.people.models import Network, Organisation, OrganisationMember, Role
from core.people.models.periods import current
from core.programmes.models import Programme
from tests.factories import people, programmes

SignIn = Callable[[User], Client]


def url(name: str, **kwargs: object) -> str:
    return reverse(f"people:{name}", kwargs={"slug": "prova", **kwargs})


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["organisation_list", "organisation_export", "network_list"])
def test_lists_cost_the_same_at_any_length(
    programme: Programme, sign_in: SignIn, name: str
) -> None:
    client, costs = sign_in(people.facilitator()), []
    for size in (3, 30):
        while Network.objects.count() < size:
            people.network(f"Rete {Network.objects.count()}")
        costs.append(cost(client, url(name)))
    assert costs[0] == costs[1], costs


def test_the_list_of_people_costs_the_same_at_any_length(
    programme: Programme, sign_in: SignIn
) -> None:
    client, costs = sign_in(people.coordinator()), []
    for size in (3, 30):
        while Role.objects.count() < size:
            people.with_role(RoleName.EVALUATOR, people.user(f"Persona {Role.objects.count()}"))
        costs.append(cost(client, url("people_list")))
    assert costs[0] == costs[1], costs


def test_members_and_partners_cost_the_same_at_any_number(
    programme: Programme, sign_in: SignIn
) -> None:
    network = people.network()
    client, costs = sign_in(network.created_by), []
    for size in (3, 12):
        while network.members.count() < size:
            number = network.members.count()
            people.partner(network, people.organisation(f"Partner {number}"))
            people.member(network.lead, MemberLevel.VIEWER, people.user(f"Voce {number}"))
        costs.append(
            cost(client, url("network_detail", network_id=network.pk))
            + cost(client, url("member_list", organisation_id=network.lead_id))
        )
    assert costs[0] == costs[1], costs


def test_an_organisation_is_added_in_two_minutes(programme: Programme, sign_in: SignIn) -> None:
    ada = people.user()
    answer = sign_in(ada).post(
        url("organisation_create"), {"kind": "ets", "name": "Orti", "tax_code": people.TAX_CODE}
    )
    made = Organisation.objects.get()
    assert answer.headers["Location"] == url("organisation_detail", organisation_id=made.pk)
    assert made.members.get().user == ada


def test_what_was_typed_wrong_is_kept_and_named(programme: Programme, sign_in: SignIn) -> None:
    wrong = people.TAX_CODE[:-1] + str((int(people.TAX_CODE[-1]) + 1) % 10)
    shown = sign_in(people.user()).post(
        url("organisation_create"), {"kind": "ets", "name": "Orti", "tax_code": wrong}
    )
    html = shown.content.decode()
    assert wrong in html
    assert 'value="Orti"' in html
    assert "tax_code" in shown.context["form"].errors
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("kind", ["ets", "informal_group"])
def test_what_only_the_verb_knows_is_said_beside_the_field(
    programme: Programme, sign_in: SignIn, kind: str
) -> None:
    people.organisation("Prima", tax_code=people.TAX_CODE)
    shown = sign_in(people.user("Bea Prova")).post(
        url("organisation_create"), {"kind": kind, "name": "Orti", "tax_code": people.TAX_CODE}
    )
    assert list(shown.context["form"].errors) == ["tax_code"]


def test_the_page_after_adding_is_never_another_site(programme: Programme, sign_in: SignIn) -> None:
    address = f"{url('organisation_create')}?next=https://example.com/"
    answer = sign_in(people.user()).post(address, {"kind": "ets", "name": "Orti"})
    assert answer.headers["Location"].startswith("/prova/area/enti/")


def test_the_record_is_changed_and_keeps_its_territory(
    programme: Programme, sign_in: SignIn
) -> None:
    rivoli = programmes.territory("Rivoli")
    organisation = people.organisation("Orti", territory=rivoli, tax_code=people.TAX_CODE)
    client = sign_in(organisation.created_by)
    address = url("organisation_change", organisation_id=organisation.pk)
    form = client.get(address).context["form"]
    assert form["territory"].value() == rivoli.pk
    data = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(address, data | {"iban": people.IBAN, "website": "orti.example.org"})
    assert answer.status_code == 302
    organisation.refresh_from_db()
    assert organisation.website == "https://orti.example.org"
    assert (organisation.iban, organisation.territory) == (people.IBAN, rivoli)


def test_what_is_missing_stands_first_and_leads_to_its_field(
    programme: Programme, sign_in: SignIn
) -> None:
    organisation = people.organisation("Orti", tax_code=people.TAX_CODE)
    client = sign_in(organisation.created_by)
    page = client.get(url("organisation_detail", organisation_id=organisation.pk)).content.decode()
    change = url("organisation_change", organisation_id=organisation.pk)
    form = client.get(change).content.decode()
    assert f'href="{url("contact_add", organisation_id=organisation.pk)}"' in page
    for field in ("id_pec", "id_iban", "id_legal_form", "id_municipality"):
        assert page.index(f"{change}#{field}") < page.index("<dl")
        assert f'id="{field}"' in form


def test_a_network_grows_on_its_pages(programme: Programme, sign_in: SignIn) -> None:
    organisation = people.organisation()
    client = sign_in(organisation.created_by)
    client.post(
        url("network_create"),
        {"name": "Rete", "territory": programmes.territory().pk, "lead": organisation.pk},
    )
    network = Network.objects.get()
    sent = client.post(
        url("partner_invite", network_id=network.pk),
        {"partner_name": "Coop", "email": "coop@example.org", "language": "it"},
    )
    assert sent.status_code == 302
    step = {"form": NetworkForm.PARTNERSHIP, "since": clock.today().isoformat()}
    address = url("network_change_form", network_id=network.pk)
    assert client.post(address, step).status_code == 200  # alone: the page says why
    people.partner(network)
    assert client.post(address, step).status_code == 302
    network.refresh_from_db()
    assert network.form == NetworkForm.PARTNERSHIP


def test_nobody_leads_a_network_with_somebody_elses_organisation(
    programme: Programme, sign_in: SignIn
) -> None:
    other = people.organisation("D'altri")
    bea = people.organisation("Mia", by=people.user("Bea Prova")).created_by
    data = {"name": "Rete", "territory": programmes.territory().pk, "lead": other.pk}
    assert sign_in(bea).post(url("network_create"), data).status_code == 200
    assert not Network.objects.exists()


def test_the_last_manager_is_told_why_on_a_409(programme: Programme, sign_in: SignIn) -> None:
    organisation = people.organisation()
    [own] = organisation.members.select_related("user")
    answer = sign_in(own.user).post(url("member_end", member_id=own.pk))
    assert answer.status_code == 409
    assert OrganisationMember.objects.filter(current()).count() == 1


def test_handing_over_and_giving_back(programme: Programme, sign_in: SignIn) -> None:
    organisation = people.organisation()
    owner, heir = organisation.created_by, people.member(organisation, MemberLevel.EDITOR)
    sign_in(owner).post(url("member_hand_over", member_id=heir.pk))
    assert [one.user for one in organisation.members.filter(current())] == [heir.user]
    address = url("access_recover", organisation_id=organisation.pk)
    client = sign_in(people.facilitator())
    unknown = client.post(address, {"email": "nessuno@example.org", "proof": "Verbale"})
    assert "email" in unknown.context["form"].errors
    given = client.post(address, {"email": owner.email, "proof": "Verbale", "end_others": "on"})
    assert given.status_code == 302
    assert [one.user for one in organisation.members.filter(current())] == [owner]


def test_a_role_is_offered_and_ended(programme: Programme, sign_in: SignIn) -> None:
    carla = people.coordinator()
    client = sign_in(carla)
    data = {"role": "municipal_official", "email": "m@example.org", "language": "it"}
    assert "territory" in client.post(url("role_invite"), data).context["form"].errors
    data["territory"] = str(programmes.territory().pk)
    assert client.post(url("role_invite"), data).status_code == 302
    [own] = Role.objects.filter(user=carla)
    assert client.post(url("role_end", role_id=own.pk)).status_code == 409


def test_the_export_is_harmless_and_keeps_its_filters(
    programme: Programme, sign_in: SignIn
) -> None:
    people.organisation("=SOMMA(A1)", kind="company")
    people.organisation("Orti", iban="", kind="ets")
    client = sign_in(people.facilitator())
    whole = client.get(url("organisation_export")).content.decode("utf-8-sig")
    assert "'=SOMMA(A1)" in whole
    assert "Orti" in whole
    some = client.get(url("organisation_export"), {"kind": "ets"}).content.decode("utf-8-sig")
    assert "SOMMA" not in some


def test_the_profile_changes_name_and_language(programme: Programme, sign_in: SignIn) -> None:
    ada = people.user()
    answer = sign_in(ada).post(url("profile"), {"full_name": " Ada Nuova ", "language": "en"})
    assert answer.status_code == 302
    ada.refresh_from_db()
    assert (ada.full_name, ada.language) == ("Ada Nuova", "en")


def test_the_work_area_says_what_waits(programme: Programme, sign_in: SignIn) -> None:
    from core.people.domain import invitations, networks

    network = people.network(lead=people.organisation("Orti"))
    owner = network.created_by
    networks.invite_partner(
        network_id=network.pk, partner_name="Coop Lenta", email="c@example.org", by=owner
    )
    invitations.invite_to_role(
        email=owner.email, role=RoleName.EVALUATOR, by=people.user("Ugo Invita")
    )
    html = sign_in(owner).get(reverse("area:home", args=["prova"])).content.decode()
    assert "Coop Lenta" in html
    assert url("organisation_detail", organisation_id=network.lead_id) in html
    assert "/area/inviti/" in html


def test_leaving_is_possible_for_a_viewer(programme: Programme, sign_in: SignIn) -> None:
    one = people.member(people.organisation(), MemberLevel.VIEWER)
    assert sign_in(one.user).post(url("member_end", member_id=one.pk)).headers["Location"] == url(
        "organisation_list"
    )
    assert members.level_blockers(OrganisationMember.objects.get(pk=one.pk), None)
