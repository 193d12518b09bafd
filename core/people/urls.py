"""Addresses of the work area; the page of an invitation's link stands in `invitation_urls`."""

from django.urls import path

from core.people.views import (
    delegations,
    invitations,
    members,
    networks,
    organisations,
    people,
    ties,
)

app_name = "people"
urlpatterns = [
    path("enti/", organisations.organisation_list, name="organisation_list"),
    path("enti/esporta/", organisations.organisation_export, name="organisation_export"),
    path("enti/nuovo/", organisations.organisation_create, name="organisation_create"),
    path(
        "enti/<uuid:organisation_id>/",
        organisations.organisation_detail,
        name="organisation_detail",
    ),
    path(
        "enti/<uuid:organisation_id>/modifica/",
        organisations.organisation_change,
        name="organisation_change",
    ),
    path("enti/<uuid:organisation_id>/iban/", organisations.iban_verify, name="iban_verify"),
    path(
        "enti/<uuid:organisation_id>/iscrizione/",
        organisations.registration_add,
        name="registration_add",
    ),
    path(
        "enti/iscrizioni/<uuid:registration_id>/verifica/",
        organisations.registration_check,
        name="registration_check",
    ),
    path(
        "enti/iscrizioni/<uuid:registration_id>/rimuovi/",
        organisations.registration_remove,
        name="registration_remove",
    ),
    path(
        "enti/<uuid:organisation_id>/rappresentante/",
        organisations.representative_set,
        name="representative_set",
    ),
    path("enti/<uuid:organisation_id>/referente/", organisations.contact_add, name="contact_add"),
    path("enti/referenti/<uuid:contact_id>/fine/", organisations.contact_end, name="contact_end"),
    path("enti/<uuid:organisation_id>/persone/", members.member_list, name="member_list"),
    path(
        "enti/<uuid:organisation_id>/persone/invita/", members.member_invite, name="member_invite"
    ),
    path(
        "enti/persone/<uuid:member_id>/livello/",
        members.member_change_level,
        name="member_change_level",
    ),
    path("enti/persone/<uuid:member_id>/fine/", members.member_end, name="member_end"),
    path(
        "enti/persone/<uuid:member_id>/passaggio/",
        members.member_hand_over,
        name="member_hand_over",
    ),
    path("enti/<uuid:organisation_id>/recupero/", members.access_recover, name="access_recover"),
    path("reti/", networks.network_list, name="network_list"),
    path("reti/nuova/", networks.network_create, name="network_create"),
    path("reti/<uuid:network_id>/", networks.network_detail, name="network_detail"),
    path("reti/<uuid:network_id>/modifica/", networks.network_change, name="network_change"),
    path("reti/<uuid:network_id>/invita/", networks.partner_invite, name="partner_invite"),
    path("reti/<uuid:network_id>/forma/", networks.network_change_form, name="network_change_form"),
    path("reti/membri/<uuid:member_id>/esci/", networks.network_leave, name="network_leave"),
    path(
        "reti/membri/<uuid:member_id>/capofila/",
        networks.network_change_lead,
        name="network_change_lead",
    ),
    path("persone/", people.people_list, name="people_list"),
    path("persone/invita/", people.role_invite, name="role_invite"),
    path("persone/ruoli/<uuid:role_id>/", people.role_detail, name="role_detail"),
    path("persone/ruoli/<uuid:role_id>/fine/", people.role_end, name="role_end"),
    path("persone/ruoli/<uuid:role_id>/delega/", delegations.role_delegate, name="role_delegate"),
    path("persone/ruoli/<uuid:role_id>/legame/", ties.tie_record, name="tie_record"),
    path(
        "persone/deleghe/<uuid:delegation_id>/fine/",
        delegations.delegation_end,
        name="delegation_end",
    ),
    path("profilo/", people.profile, name="profile"),
    path("profilo/legame/", ties.tie_declare, name="tie_declare"),
    path("legami/<uuid:tie_id>/fine/", ties.tie_end, name="tie_end"),
    path("inviti/", invitations.invitation_list, name="invitation_list"),
    path(
        "inviti/<uuid:invitation_id>/",
        invitations.own_invitation_answer,
        name="own_invitation_answer",
    ),
    path(
        "inviti/<uuid:invitation_id>/rifiuta/",
        invitations.own_invitation_decline,
        name="own_invitation_decline",
    ),
    path(
        "inviti/<uuid:invitation_id>/revoca/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path(
        "inviti/<uuid:invitation_id>/rinvia/",
        invitations.invitation_resend,
        name="invitation_resend",
    ),
]
