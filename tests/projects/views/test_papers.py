"""Supporting documents: who reads whose, by role and by address; what PostgreSQL keeps private."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.documents.domain.files import show_to, store
from core.documents.enums import Visibility
from core.documents.queries import last_version
from core.people.domain.networks import leave_network
from core.people.domain.ties import declare_tie
from core.people.enums import MemberLevel, RoleName, TieKind
from core.people.models import Organisation
from core.programmes.models import Programme
from projects.domain import papers
from projects.enums import PaperKind, ProjectState
from projects.models import Project, SupportingDocument
from projects.paper_blockers import TWICE, twice_blockers
from tests.factories import documents, people, programmes
from tests.factories import projects as factory
from tests.factories.calls import DURING
from tests.stages import stage

SignIn = Callable[[User], Client]
LATER = factory.UNDER_WAY + timedelta(days=1)


@stage(at=factory.DESIGN)
def with_partners() -> tuple[Project, Organisation, Organisation]:
    """An approved project whose network has two partners beside its lead."""
    with clock.at(DURING):
        network = people.network("Rete Orti")
        first, second = (people.organisation(name) for name in ("Cooperativa Uno", "Bottega Due"))
        people.partner(network, first)
        people.partner(network, second)
    return factory.approved(network), first, second


pytestmark = pytest.mark.begins_from(stage=with_partners)


def put_in(
    project: Project, owner: Organisation, kind: PaperKind = PaperKind.PAYSLIP, **fields: Any
) -> SupportingDocument:
    said = {"title": f"{kind} di {owner.name}", "upload": documents.upload(), **fields}
    with clock.at(LATER):
        return papers.add_paper(
            project_id=project.pk, organisation=owner, kind=kind, by=owner.created_by, **said
        )


def url(project: Project, name: str, **more: object) -> str:
    return reverse(f"projects:{name}", kwargs={"slug": "prova", "key": project.pk, **more})


def cast(project: Project, owner: Organisation, other: Organisation) -> dict[str, User]:
    tied = people.with_role(RoleName.VERIFIER, people.user("Tina Legata"))
    declare_tie(user=tied, network=project.network, kind=TieKind.HELPED, by=tied)
    elsewhere = programmes.territory("Rivoli")
    return {
        "owner": owner.created_by,
        "owner's editor": people.member(owner, MemberLevel.EDITOR).user,
        "owner's viewer": people.member(owner, MemberLevel.VIEWER).user,
        "lead": project.lead.created_by,
        "other partner": other.created_by,
        "other network": people.network("Rete altrui", territory=elsewhere).lead.created_by,
        "verifier": people.with_role(RoleName.VERIFIER),
        "tied verifier": tied,
        "verifier of the municipality": people.with_role(
            RoleName.VERIFIER, people.municipal_official(name="Elio Doppio")
        ),
        "official": factory.official(),
        "finance": people.with_role(RoleName.FINANCE_OFFICER),
        "coordinator": people.coordinator(),
        "municipality": people.municipal_official(),
        "other municipality": people.municipal_official(elsewhere, "Elsa Altrove"),
        "mentor": people.mentor(project.network),
        "stranger": people.user("Sara Straniera"),
    }


READ_PAYSLIP = {"owner", "owner's editor", "verifier"}
READ_INVOICE = READ_PAYSLIP | {"lead", "official", "finance"}


def test_who_reads_whose_file(programme: Programme, sign_in: SignIn) -> None:
    """Never another partner, nor the lead, another network, the municipality or that of another place."""
    project, owner, other = with_partners()
    payslip = put_in(project, owner)
    invoice = put_in(project, owner, PaperKind.INVOICE)
    for who, person in cast(project, owner, other).items():
        client = sign_in(person)
        listed = client.get(url(project, "paper_list")).content.decode()
        for paper, readers in ((payslip, READ_PAYSLIP), (invoice, READ_INVOICE)):
            page = url(project, "paper_detail", paper=paper.pk)
            expected = 200 if who in readers else 404
            assert client.get(page).status_code == expected, (who, paper.kind)
            assert client.get(paper.document.url()).status_code == expected, (who, paper.kind)
            assert (paper.title in listed) == (who in readers), (who, paper.kind)
            withdraw = url(project, "paper_withdraw", paper=paper.pk)
            if who not in {"owner", "owner's editor"}:
                assert client.post(withdraw).status_code in {403, 404}, (who, paper.kind)
    assert not SupportingDocument.objects.exclude(withdrawn_at=None).exists()


def test_putting_in_and_withdrawing(programme: Programme, sign_in: SignIn) -> None:
    project, owner, other = with_partners()
    client, add = sign_in(owner.created_by), url(project, "paper_add")
    assert url(project, "paper_list") in client.get(url(project, "project_detail")).content.decode()
    assert add in client.get(url(project, "paper_list")).content.decode()
    typed = {"organisation": owner.pk, "kind": "payslip", "title": "Cedolini di marzo"}
    wrong = client.post(add, {**typed, "organisation": other.pk, "upload": documents.upload()})
    assert set(wrong.context["form"].errors) == {"organisation"}
    assert "Cedolini di marzo" in wrong.content.decode()
    assert client.post(add, {**typed, "upload": documents.upload()}).status_code == 302
    again = client.post(add, {**typed, "upload": documents.upload()})
    assert set(again.context["form"].errors) == {"upload"}
    paper = SupportingDocument.objects.get()
    assert [event.verb for event in history_of(paper)] == [Verb.ADD]
    assert str(paper.pk) not in str([event.data for event in history_of(project)])
    assert paper.is_personal
    verifier = sign_in(people.with_role(RoleName.VERIFIER))
    page = url(project, "paper_detail", paper=paper.pk)
    assert verifier.get(page).status_code == 200
    withdraw = url(project, "paper_withdraw", paper=paper.pk)
    client = sign_in(owner.created_by)
    assert withdraw in client.get(page).content.decode()
    assert client.post(withdraw).status_code == 302
    assert client.post(withdraw).status_code == 409
    assert client.get(page).status_code == 200
    assert sign_in(User.objects.get(full_name="Verifier Prova")).get(page).status_code == 404


def test_the_same_file_counts_as_sent_twice_in_its_own_project_only(programme: Programme) -> None:
    project, owner, _other = with_partners()
    paper = put_in(project, owner)
    said = (owner, paper.title, last_version(paper.document).sha256)
    assert [one.code for one in twice_blockers(project, *said)] == [TWICE]
    assert not twice_blockers(Project(), *said)


def test_who_left_the_network_still_reads_and_withdraws_its_own(
    programme: Programme, sign_in: SignIn
) -> None:
    project, owner, _other = with_partners()
    paper = put_in(project, owner)
    member = project.network.members.get(organisation=owner)
    leave_network(member_id=member.pk, by=owner.created_by)
    client = sign_in(owner.created_by)
    assert client.get(paper.document.url()).status_code == 200
    assert client.get(url(project, "paper_detail", paper=paper.pk)).status_code == 200
    assert client.post(url(project, "paper_withdraw", paper=paper.pk)).status_code == 302
    with pytest.raises(Blocked, match="not_in_network"):
        put_in(project, owner, title="Altro")


def test_only_into_an_approved_project_by_a_member(programme: Programme) -> None:
    project, owner, _other = with_partners()
    with pytest.raises(Blocked, match="not_in_network"):
        put_in(project, people.organisation("Fuori"))
    Project.objects.filter(pk=project.pk).update(
        state=ProjectState.DESIGNING, approved_at=None, approved_by=None, act_number="",
        act_date=None, act_url="",
    )  # fmt: skip
    with pytest.raises(Blocked, match="project_not_approved"):
        put_in(project, owner)


def test_what_the_database_refuses(programme: Programme) -> None:
    project, owner, _other = with_partners()
    paper = put_in(project, owner)
    outside = people.organisation("Fuori")

    def constraint(act: Callable[[], object]) -> str:
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            act()
        cause: Any = error.value.__cause__
        return str(cause.diag.constraint_name)

    def another(**fields: Any) -> None:
        values = {
            "project": project, "organisation": owner, "kind": PaperKind.PAYSLIP, "title": "T",
            "is_personal": True, "added_at": LATER, "added_by": owner.created_by,
        }  # fmt: skip
        row = SupportingDocument(**values | fields)
        row.document = fields.get("document") or store(documents.upload(), about=row, by=None)
        row.save(force_insert=True)

    rows = SupportingDocument.objects.filter(pk=paper.pk)
    private, stands = "supportingdocument_file_is_private", "supportingdocument_stands"
    for visibility in (Visibility.PUBLIC, Visibility.PARTIES):
        shown = partial(show_to, document_id=paper.document_id, by=owner.created_by)
        assert constraint(partial(shown, visibility=visibility)) == private
    assert constraint(lambda: another(document=paper.document)) == private
    assert constraint(lambda: another(organisation=outside)) == "supportingdocument_of_a_member"
    assert constraint(lambda: rows.update(is_personal=False)) == stands
    assert constraint(lambda: rows.update(organisation=outside)) == stands
    assert constraint(rows.delete) == stands
    personal = "supportingdocument_payslip_is_personal"
    assert constraint(lambda: another(is_personal=False)) == personal
    assert constraint(lambda: another(title="")) == "supportingdocument_title_present"
