"""Public pages under `progetti/`, the work on each project under `area/progetti/`, and mentorship."""

from django.urls import path

from projects.mentorship_urls import MENTORSHIP_URLS
from projects.views import agreements, decisions, papers, plan, public, reading

app_name = "projects"
ONE = "area/progetti/<uuid:key>/"
PLAN = f"{ONE}piano/"
AGREEMENT = f"{ONE}convenzione/"
PAPERS = f"{ONE}giustificativi/"
urlpatterns = [
    path("progetti/", public.project_list, name="project_list"),
    path("progetti/<slug:project_slug>/", public.project_public, name="project_public"),
    path("area/progetti/", reading.project_desk, name="project_desk"),
    path("area/progetti/apri/", decisions.project_open, name="project_open"),
    path(ONE, reading.project_detail, name="project_detail"),
    path(f"{ONE}in-breve/", plan.project_change, name="project_change"),
    path(f"{ONE}tavoli/convoca/", plan.table_convene, name="table_convene"),
    path(PLAN, reading.plan_detail, name="plan_detail"),
    path(f"{PLAN}invia/", decisions.plan_submit, name="plan_submit"),
    path(f"{PLAN}rimanda/", decisions.plan_return, name="plan_return"),
    path(f"{PLAN}bilancio/stampa/", reading.budget_print, name="budget_print"),
    path(f"{PLAN}bilancio.<str:extension>", reading.budget_export, name="budget_export"),
    path(f"{PLAN}<slug:kind>/aggiungi/", plan.plan_row_add, name="plan_row_add"),
    path(f"{PLAN}<slug:kind>/<uuid:row>/", plan.plan_row_change, name="plan_row_change"),
    path(f"{PLAN}<slug:kind>/<uuid:row>/togli/", plan.plan_row_remove, name="plan_row_remove"),
    path(f"{ONE}tappe/<uuid:row>/raggiunta/", plan.milestone_complete, name="milestone_complete"),
    path(f"{ONE}parere/", decisions.opinion_give, name="opinion_give"),
    path(f"{ONE}approva/", decisions.project_approve, name="project_approve"),
    path(f"{ONE}revoca/", decisions.project_revoke, name="project_revoke"),
    path(f"{ONE}avvia/", decisions.project_activate, name="project_activate"),
    path(AGREEMENT, agreements.agreement_detail, name="agreement_detail"),
    path(f"{AGREEMENT}testo/", agreements.agreement_draft, name="agreement_draft"),
    path(f"{AGREEMENT}firma/", agreements.agreement_sign, name="agreement_sign"),
    path(f"{AGREEMENT}firma/togli/", agreements.signature_remove, name="signature_remove"),
    path(f"{AGREEMENT}file/", agreements.agreement_attach, name="agreement_attach"),
    path(f"{AGREEMENT}file/togli/", agreements.agreement_detach, name="agreement_detach"),
    path(f"{AGREEMENT}cup/", agreements.cup_check, name="cup_check"),
    path(f"{AGREEMENT}approva/", agreements.agreement_approve, name="agreement_approve"),
    path(PAPERS, papers.paper_list, name="paper_list"),
    path(f"{PAPERS}nuovo/", papers.paper_add, name="paper_add"),
    path(f"{PAPERS}<uuid:paper>/", papers.paper_detail, name="paper_detail"),
    path(f"{PAPERS}<uuid:paper>/ritira/", papers.paper_withdraw, name="paper_withdraw"),
    *MENTORSHIP_URLS,
]
