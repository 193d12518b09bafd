"""A project that ends before its time: lapsed with its place while it is designed, or revoked by an act.

Signatures are held on both sides of a move: a row can't be moved into an agreement in force either.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("designing", "in design"),
    ("approved", "approved"),
    ("active", "under way"),
    ("completed", "completed"),
    ("closed", "closed"),
    ("suspended", "suspended"),
    ("revoked", "revoked"),
    ("lapsed", "lapsed"),
]
PLANNED = ["designing", "lapsed"]
DECIDED = ["active", "approved", "closed", "completed", "revoked", "suspended"]
ENDED = ["lapsed", "revoked"]

LAPSED_IS_NO_APPROVAL = """
CREATE OR REPLACE FUNCTION projects_check_budget(key uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    project projects_project%ROWTYPE;
    granted numeric;
    shared numeric;
BEGIN
    SELECT * INTO project FROM projects_project WHERE id = key;
    IF NOT FOUND OR project.state IN ('designing', 'lapsed') THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(l.granted), 0), coalesce(sum(l.cofinancing), 0) INTO granted, shared
        FROM projects_budgetline l WHERE l.project_id = key;
    IF granted <> project.contribution OR shared <> project.cofinancing THEN
        RAISE EXCEPTION 'The budget of project % makes % and % instead of % and %',
            key, granted, shared, project.contribution, project.cofinancing
            USING ERRCODE = 'check_violation', CONSTRAINT = 'project_budget_adds_up';
    END IF;
END $$;
CREATE OR REPLACE FUNCTION projects_agreement_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'in_force' AND (
        (SELECT count(*) FROM projects_signature s WHERE s.agreement_id = NEW.id) < 2
        OR NOT EXISTS (
            SELECT 1 FROM projects_project p
            WHERE p.id = NEW.project_id AND p.state NOT IN ('designing', 'lapsed')
        )
    ) THEN
        RAISE EXCEPTION 'An agreement in force needs both signatures and an approved project'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_in_force_signed_by_both';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION projects_signature_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keys uuid[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.agreement_id]
        WHEN 'DELETE' THEN ARRAY[OLD.agreement_id]
        ELSE ARRAY[OLD.agreement_id, NEW.agreement_id] END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM projects_agreement a WHERE a.id = ANY (keys) AND a.state = 'in_force'
    ) THEN
        RAISE EXCEPTION 'Signatures of an agreement in force do not change'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'signature_stands';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def replace(name: str, condition: Q) -> list[object]:
    """The constraint of this name, with another condition."""
    constraint = models.CheckConstraint(condition=condition, name=name)
    return [
        migrations.RemoveConstraint(model_name="project", name=name),
        migrations.AddConstraint(model_name="project", constraint=constraint),
    ]


def add(name: str, condition: Q) -> object:
    return migrations.AddConstraint(
        "project", models.CheckConstraint(condition=condition, name=name)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_codesign_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "project",
            "state",
            models.CharField(
                choices=STATES, default="designing", max_length=10, verbose_name="state"
            ),
        ),
        migrations.AddField(
            "project",
            "ended_at",
            models.DateTimeField(editable=False, null=True, verbose_name="ended early"),
        ),
        migrations.AddField(
            "project",
            "ended_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "project",
            "end_reason",
            models.TextField(blank=True, default="", verbose_name="reason"),
            preserve_default=False,
        ),
        migrations.AddField(
            "project",
            "end_act_number",
            models.CharField(
                blank=True, default="", max_length=60, verbose_name="number of the act"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "project",
            "end_act_date",
            models.DateField(blank=True, null=True, verbose_name="date of the act"),
        ),
        migrations.AddField(
            "project",
            "end_act_url",
            models.URLField(
                blank=True, default="", max_length=500, verbose_name="address of the act"
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("project", "project_state_known"),
        add("project_state_known", Q(state__in=[state for state, _label in STATES])),
        *replace(
            "project_approved_with_date_actor_act",
            Q(state__in=PLANNED)
            & Q(
                approved_at=None,
                approved_by=None,
                act_number="",
                act_date=None,
                act_url="",
            )
            | Q(state__in=DECIDED)
            & Q(
                approved_at__isnull=False,
                approved_by__isnull=False,
                act_number__gt="",
                act_date__isnull=False,
                act_url__gt="",
            ),
        ),
        *replace(
            "project_approved_only_when_sent_and_dated",
            Q(state__in=PLANNED)
            | Q(
                submitted_at__isnull=False,
                starts_on__isnull=False,
                ends_on__isnull=False,
                precision="day",
            ),
        ),
        add(
            "project_ended_early_with_date_actor_reason",
            ~Q(state__in=ENDED) & Q(ended_at=None, ended_by=None, end_reason="")
            | Q(state__in=ENDED)
            & Q(ended_at__isnull=False, ended_by__isnull=False, end_reason__gt=""),
        ),
        add(
            "project_revoked_by_an_act",
            Q(state="revoked")
            & Q(end_act_number__gt="", end_act_date__isnull=False, end_act_url__gt="")
            | ~Q(state="revoked") & Q(end_act_number="", end_act_date=None, end_act_url=""),
        ),
        migrations.RunSQL(LAPSED_IS_NO_APPROVAL, migrations.RunSQL.noop),
    ]
