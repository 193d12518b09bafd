"""A bank's return is recorded only once the account it came back from is no longer counted as verified (T6)."""

from django.db import migrations

DOUBT = """
CREATE FUNCTION tranches_return_doubts_iban() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tranches_paymentorder o
            JOIN tranches_tranche t ON t.id = o.tranche_id
            JOIN tranches_grant g ON g.id = t.grant_id
            JOIN people_organisation p ON p.id = g.beneficiary_id
        WHERE o.id = NEW.order_id AND p.verified_iban = o.iban) THEN
        RAISE EXCEPTION 'The account that the payment came back from still counts as verified'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bankreturn_iban_no_longer_verified';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER return_doubts_iban BEFORE INSERT ON tranches_bankreturn
    FOR EACH ROW EXECUTE FUNCTION tranches_return_doubts_iban();
"""
TRUST = """
DROP TRIGGER return_doubts_iban ON tranches_bankreturn;
DROP FUNCTION tranches_return_doubts_iban();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
        ("tranches", "0003_reports"),
    ]

    operations = [migrations.RunSQL(DOUBT, TRUST)]
