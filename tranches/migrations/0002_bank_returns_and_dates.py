"""What the bank returns waits while a sister moves (T2, T10); an order is not earlier than what it rests on
(T6); a row moved from one parent to another is counted at both (T1)."""

from django.db import migrations, models
from django.db.models import F, Q

DATES = ("published_on", "cleared_on", "iban_verified_on", "declared_on")

# Orders issued before these days were kept: the gate held when they were issued, so their own day stands.
# Changing a type rewrites every row whatever its programme; an UPDATE by the owner would see none of them.
FILL = "".join(
    f"ALTER TABLE tranches_paymentorder ALTER COLUMN {name} TYPE date USING date;" for name in DATES
)

COUNT_BOTH = """
CREATE OR REPLACE FUNCTION tranches_check_plan(plan uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM tranches_trancheplan WHERE id = plan) AND
       (SELECT sum(percent) FROM tranches_plannedshare WHERE plan_id = plan)
           IS DISTINCT FROM 100 THEN
        RAISE EXCEPTION 'The shares of the plan do not make 100'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'trancheplan_shares_make_a_whole';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION tranches_plan_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'tranches_trancheplan' THEN
        PERFORM tranches_check_plan((to_jsonb(NEW)->>'id')::uuid);
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM tranches_check_plan((to_jsonb(OLD)->>'plan_id')::uuid);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM tranches_check_plan((to_jsonb(NEW)->>'plan_id')::uuid);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tranches_check_grant(concession uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    whole numeric;
    shares numeric;
    amounts numeric;
BEGIN
    SELECT amount INTO whole FROM tranches_grant WHERE id = concession;
    SELECT sum(percent), sum(amount) INTO shares, amounts
        FROM tranches_tranche WHERE grant_id = concession;
    IF shares IS DISTINCT FROM 100 OR amounts IS DISTINCT FROM whole THEN
        RAISE EXCEPTION 'The tranches do not make the grant: % %% and % of %', shares, amounts, whole
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_tranches_make_the_whole';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION tranches_grant_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'tranches_grant' THEN
        PERFORM tranches_check_grant((to_jsonb(NEW)->>'id')::uuid);
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM tranches_check_grant((to_jsonb(OLD)->>'grant_id')::uuid);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM tranches_check_grant((to_jsonb(NEW)->>'grant_id')::uuid);
    END IF;
    RETURN NULL;
END $$;
"""

COUNT_ONE = """
CREATE OR REPLACE FUNCTION tranches_plan_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tranches_check_plan(
        CASE TG_TABLE_NAME WHEN 'tranches_trancheplan' THEN (to_jsonb(NEW)->>'id')::uuid
        ELSE (to_jsonb(COALESCE(NEW, OLD))->>'plan_id')::uuid END);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION tranches_grant_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tranches_check_grant(
        CASE TG_TABLE_NAME WHEN 'tranches_grant' THEN (to_jsonb(NEW)->>'id')::uuid
        ELSE (to_jsonb(COALESCE(NEW, OLD))->>'grant_id')::uuid END);
    RETURN NULL;
END $$;
"""

IN_HAND = ["approved", "opinion_given", "ordered", "requested", "verified"]


def day(label: str, *, null: bool) -> models.DateField:
    return models.DateField(null=null, verbose_name=label)


LABELS = dict(
    zip(
        DATES,
        (
            "act published on",
            "clearance asked on",
            "IBAN verified on",
            "withholding declared on",
        ),
        strict=True,
    )
)


class Migration(migrations.Migration):
    dependencies = [("tranches", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="tranche", name="tranche_one_in_flight"),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.UniqueConstraint(
                condition=Q(state__in=IN_HAND),
                fields=("programme", "grant"),
                name="tranche_one_in_flight",
            ),
        ),
        *[
            migrations.AddField("paymentorder", name, day(label, null=True))
            for name, label in LABELS.items()
        ],
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *[
            migrations.AlterField("paymentorder", name, day(label, null=False))
            for name, label in LABELS.items()
        ],
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=Q(date__gte=F("published_on"))
                & Q(date__gte=F("cleared_on"))
                & Q(date__gte=F("iban_verified_on"))
                & Q(date__gte=F("declared_on")),
                name="paymentorder_after_what_it_rests_on",
            ),
        ),
        migrations.RunSQL(COUNT_BOTH, COUNT_ONE),
    ]
