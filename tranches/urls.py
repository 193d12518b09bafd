"""Addresses of this part; the public ones on transparency belong to the roof."""

from django.urls import URLPattern, URLResolver, path

from tranches.views import evidence, money, reports, steps, tranches

app_name = "tranches"
ONE = "area/contributi/<uuid:key>"
REPORT = f"{ONE}/rendicontazione/<uuid:report>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("area/contributi/", tranches.tranche_list, name="tranche_list"),
    path("area/contributi/concedi/<uuid:key>/", money.grant_award, name="grant_award"),
    path(f"{ONE}/", tranches.tranche_detail, name="tranche_detail"),
    path(f"{ONE}/richiedi/", steps.tranche_request, name="tranche_request"),
    path(f"{ONE}/istruttoria/", steps.tranche_verify, name="tranche_verify"),
    path(f"{ONE}/parere/", steps.tranche_give_opinion, name="tranche_give_opinion"),
    path(f"{ONE}/approva/", steps.tranche_approve, name="tranche_approve"),
    path(f"{ONE}/pubblica/", steps.act_publish, name="act_publish"),
    path(f"{ONE}/ordina/", money.tranche_order, name="tranche_order"),
    path(f"{ONE}/quietanza/", money.tranche_pay, name="tranche_pay"),
    path(f"{ONE}/ritorno/", money.tranche_bank_return, name="tranche_bank_return"),
    path(f"{ONE}/restituisci/", steps.tranche_return, name="tranche_return"),
    path(f"{ONE}/sospendi/", steps.tranche_suspend, name="tranche_suspend"),
    path(f"{ONE}/riprendi/", steps.tranche_resume, name="tranche_resume"),
    path(f"{ONE}/durc/", evidence.clearance_record, name="clearance_record"),
    path(f"{ONE}/ritenuta/", evidence.withholding_declare, name="withholding_declare"),
    path(f"{ONE}/rendicontazione/", reports.report_hand_over, name="report_hand_over"),
    path(f"{REPORT}/accetta/", reports.report_accept, name="report_accept"),
    path(f"{REPORT}/restituisci/", reports.report_return, name="report_return"),
    path(f"{ONE}/condizioni/<str:condition>/", evidence.condition_record, name="condition_record"),
]
