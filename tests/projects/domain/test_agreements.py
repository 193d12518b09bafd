"""An agreement from its draft to its being in force; afterwards nothing of it changes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from core.access.blocked import Blocked
from core.notices.models import OutboxMessage
from core.people.enums import NetworkMemberState, OrganisationKind, RoleName
from core.people.models import NetworkMember, Organisation
from core.programmes.models import Programme
from projects import queries
from projects.domain import agreements, projects
from projects.domain.revisions import Stale
from projects.enums import AgreementState, Party, ProjectState, SignatureMethod
from projects.models import Agreement, PilotSettings, Signature
from tests.factories import people
from tests.factories import projects as factory


def codes(error: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {blocker.code for blocker in error.value.blockers}


def approve(agreement: Agreement) -> Agreement:
    return agreements.approve_agreement(agreement_id=agreement.pk, by=factory.official())


@pytest.mark.rule("P2")
class TestApprove:
    def test_without_anything(self, programme: Programme) -> None:
        agreement = factory.drafted(factory.submitted(), cup="")
        with pytest.raises(Blocked) as error:
            approve(agreement)
        assert codes(error) == {
            "project_not_approved", "no_cup", "no_body_signature", "no_lead_signature",
            "no_signed_file",
        }  # fmt: skip

    def test_without_a_lead_in_the_network(self, programme: Programme) -> None:
        agreement = factory.signed()
        NetworkMember.objects.filter(organisation=agreement.project.lead).update(
            state=NetworkMemberState.LEFT, closed_at=agreement.drafted_at
        )
        with pytest.raises(Blocked) as error:
            approve(agreement)
        assert codes(error) == {"no_lead"}

    def test_with_an_informal_group_as_lead(self, programme: Programme) -> None:
        agreement = factory.signed()
        lead = Organisation.objects.filter(pk=agreement.project.lead_id)
        lead.update(kind=OrganisationKind.INFORMAL_GROUP)
        with pytest.raises(Blocked) as error:
            approve(Agreement.objects.get(pk=agreement.pk))
        assert codes(error) == {"informal_lead"}

    def test_in_force(self, programme: Programme) -> None:
        payer = people.with_role(RoleName.FINANCE_OFFICER)
        project = factory.approved()
        assert [b.code for b in queries.payment_blockers(project)] == ["agreement_not_in_force"]
        agreement = approve(factory.signed(project))
        assert (agreement.state, agreement.in_force_since) == (
            AgreementState.IN_FORCE,
            date(2021, 3, 10),
        )
        assert queries.payment_blockers(project) == []
        told = OutboxMessage.objects.filter(kind="projects.agreement_in_force")
        assert payer.email in set(told.values_list("address", flat=True))
        with pytest.raises(Blocked) as error:
            approve(agreement)
        assert codes(error) == {"in_force"}

    def test_a_programme_without_public_money_may_do_without_cup(
        self, programme: Programme
    ) -> None:
        PilotSettings.objects.create(cup_required=False)
        assert approve(factory.signed(cup="")).is_in_force


@pytest.mark.rule("P2")
class TestInTheDatabase:
    def test_an_agreement_in_force_does_not_change(self, programme: Programme) -> None:
        agreement = factory.in_force()
        rows = Agreement.objects.filter(pk=agreement.pk)
        for change in ({"text": "altro"}, {"cup": ""}, {"state": AgreementState.DRAFT}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)
        with pytest.raises(IntegrityError, match="not change"), transaction.atomic():
            rows.delete()
        with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
            agreement.signatures.update(name="Altra")
        with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
            agreement.signatures.all().delete()

    def test_only_the_check_of_its_cup_is_added(self, programme: Programme) -> None:
        agreement = factory.in_force()
        by = people.facilitator()
        assert agreements.check_cup(agreement_id=agreement.pk, by=by).cup_checked_by == by
        with pytest.raises(Blocked) as error:
            agreements.check_cup(agreement_id=agreement.pk, by=by)
        assert codes(error) == {"cup_checked"}

    @pytest.mark.parametrize("lacking", ["cup", "file", "signature"])
    def test_not_in_force_without(self, programme: Programme, lacking: str) -> None:
        agreement = factory.signed()
        values = {
            "state": AgreementState.IN_FORCE, "in_force_since": date(2021, 3, 14),
            "approved_at": agreement.drafted_at, "approved_by": factory.official(),
        }  # fmt: skip
        if lacking == "cup":
            values["cup"] = ""
        elif lacking == "file":
            values["signed_document"] = None
        else:
            agreement.signatures.filter(party=Party.LEAD).delete()
        name = {
            "signature": "needs both signatures",
            "cup": "agreement_in_force_with_cup_text_file",
            "file": "agreement_in_force_with_cup_text_file",
        }[lacking]
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**values)

    @pytest.mark.parametrize("cup", ["J87G2100012000", "j87g21000120005", "887G21000120005"])
    def test_the_shape_of_a_cup(self, programme: Programme, cup: str) -> None:
        agreement = factory.drafted()
        with pytest.raises(IntegrityError, match="agreement_cup_shape"), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(cup=cup)

    def test_one_per_project(self, programme: Programme) -> None:
        agreement = factory.drafted()
        with pytest.raises(Blocked) as error:
            factory.drafted(agreement.project)
        assert codes(error) == {"agreement_drafted"}
        agreement.pk = None
        agreement._state.adding = True
        agreement.id = Agreement._meta.pk.get_default()
        with pytest.raises(IntegrityError, match="agreement_one_per_project"):
            agreement.save()


class TestDraft:
    def test_a_stale_save_changes_nothing(self, programme: Programme) -> None:
        agreement = factory.drafted()
        by = people.facilitator()
        save = agreements.change_agreement
        save(agreement_id=agreement.pk, revision=0, text="Primo", cup="", by=by)
        with pytest.raises(Stale) as stale:
            save(agreement_id=agreement.pk, revision=0, text="Secondo", cup="", by=by)
        assert stale.value.row.text == "Primo"

    def test_a_signed_text_does_not_change_but_the_cup_may_come(self, programme: Programme) -> None:
        agreement = factory.signed(cup="")
        by = people.facilitator()
        with pytest.raises(Blocked) as error:
            agreements.change_agreement(
                agreement_id=agreement.pk, revision=0, text="Altro", cup="", by=by
            )
        assert codes(error) == {"signed"}
        changed = agreements.change_agreement(
            agreement_id=agreement.pk, revision=0, text=agreement.text, cup=factory.CUP, by=by
        )
        assert changed.cup == factory.CUP

    def test_one_signature_for_each_party_none_of_tomorrow(self, programme: Programme) -> None:
        agreement = factory.drafted()
        factory.sign(agreement, Party.LEAD)
        with pytest.raises(Blocked) as error:
            agreements.declare_signature(
                agreement_id=agreement.pk, party=Party.LEAD, name="X", role="Y",
                signed_on=date(2021, 3, 11), method=SignatureMethod.DIGITAL,
                by=people.facilitator(),
            )  # fmt: skip
        assert codes(error) == {"already_signed", "signed_in_future"}
        agreements.remove_signature(
            agreement_id=agreement.pk, party=Party.LEAD, by=factory.official()
        )
        assert not Signature.objects.exists()

    def test_only_a_pdf_or_a_p7m_is_a_signed_file(self, programme: Programme) -> None:
        agreement = factory.drafted()
        upload = SimpleUploadedFile("convenzione.txt", b"firmata")
        with pytest.raises(ValidationError):
            agreements.attach_signed_file(
                agreement_id=agreement.pk, upload=upload, by=people.facilitator()
            )

    def test_a_file_taken_off_stays_in_the_archive(self, programme: Programme) -> None:
        agreement = factory.signed()
        document = agreement.signed_document
        taken = agreements.detach_signed_file(agreement_id=agreement.pk, by=people.facilitator())
        assert taken.signed_document is None
        assert document is not None
        document.refresh_from_db()


@pytest.mark.parametrize("state", ProjectState)
def test_what_may_be_paid_in_each_state(programme: Programme, state: ProjectState) -> None:
    """Only an approved or running project whose agreement is in force."""
    project = factory.active()
    project.state = state
    found = queries.payment_blockers(project)
    assert bool(found) == (state not in {ProjectState.APPROVED, ProjectState.ACTIVE})
    if state == ProjectState.SUSPENDED:
        assert [blocker.code for blocker in found] == ["project_suspended"]


def test_the_tables_of_pilots_have_their_triggers(programme: Programme) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname = ANY(%s)", [[
            "project_budget_adds_up", "budget_line_adds_up", "agreement_stands",
            "agreement_in_force_signed_by_both", "signature_stands",
        ]])  # fmt: skip
        assert len(cursor.fetchall()) == 5


def test_projects_verbs_do_not_skip_the_agreement(programme: Programme) -> None:
    agreement = factory.signed()
    with pytest.raises(Blocked) as error:
        projects.activate_project(project_id=agreement.project_id, by=people.facilitator())
    assert "agreement_not_in_force" in codes(error)
