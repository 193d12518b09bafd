"""What PostgreSQL holds about money beyond one row: deferred to the commit, when all rows are there.

Shares make 100 and amounts make the grant's (T1); what was paid is the sum of the ledger (T8). Python
computes them right; these refuse whoever does not.
"""

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION tranches_plan_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan uuid := CASE TG_TABLE_NAME WHEN 'tranches_trancheplan' THEN (to_jsonb(NEW)->>'id')::uuid
                 ELSE (to_jsonb(COALESCE(NEW, OLD))->>'plan_id')::uuid END;
BEGIN
    IF EXISTS (SELECT 1 FROM tranches_trancheplan WHERE id = plan) AND
       (SELECT sum(percent) FROM tranches_plannedshare WHERE plan_id = plan)
           IS DISTINCT FROM 100 THEN
        RAISE EXCEPTION 'The shares of the plan do not make 100'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'trancheplan_shares_make_a_whole';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tranches_grant_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concession uuid := CASE TG_TABLE_NAME WHEN 'tranches_grant' THEN (to_jsonb(NEW)->>'id')::uuid
                       ELSE (to_jsonb(COALESCE(NEW, OLD))->>'grant_id')::uuid END;
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
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tranches_paid_is_the_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    instalment uuid := CASE TG_TABLE_NAME WHEN 'tranches_tranche' THEN (to_jsonb(NEW)->>'id')::uuid
                       ELSE (to_jsonb(NEW)->>'tranche_id')::uuid END;
    due numeric;
    held numeric;
BEGIN
    SELECT CASE state WHEN 'paid' THEN amount ELSE 0 END INTO due
        FROM tranches_tranche WHERE id = instalment;
    SELECT COALESCE(sum(amount), 0) INTO held
        FROM tranches_ledgerentry WHERE tranche_id = instalment;
    IF held IS DISTINCT FROM due THEN
        RAISE EXCEPTION 'The ledger says % and the tranche %', held, due
            USING ERRCODE = 'check_violation', CONSTRAINT = 'tranche_paid_is_the_sum';
    END IF;
    RETURN NULL;
END $$;
"""

TRIGGERS = (
    ("plan_is_whole", "tranches_trancheplan", "INSERT", "tranches_plan_is_whole"),
    (
        "plan_is_whole",
        "tranches_plannedshare",
        "INSERT OR UPDATE OR DELETE",
        "tranches_plan_is_whole",
    ),
    ("grant_is_whole", "tranches_grant", "INSERT OR UPDATE OF amount", "tranches_grant_is_whole"),
    ("grant_is_whole", "tranches_tranche", "INSERT OR UPDATE OR DELETE", "tranches_grant_is_whole"),
    ("paid_is_the_sum", "tranches_tranche", "INSERT OR UPDATE", "tranches_paid_is_the_sum"),
    ("paid_is_the_sum", "tranches_ledgerentry", "INSERT", "tranches_paid_is_the_sum"),
)


def money_adds_up() -> migrations.RunSQL:
    """The three functions and their deferred constraint triggers."""
    build = [FUNCTIONS]
    for name, table, events, function in TRIGGERS:
        build.append(
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}();"
        )
    remove = [f"DROP TRIGGER IF EXISTS {name} ON {table};" for name, table, *_ in TRIGGERS]
    remove += [
        f"DROP FUNCTION IF EXISTS {name}();" for name in sorted({row[3] for row in TRIGGERS})
    ]
    return migrations.RunSQL(sql="\n".join(build), reverse_sql="\n".join(remove))
