"""A view of a list may be shared; whose it is, and of which list, never changes."""

from django.db import migrations, models

KEEP = """
CREATE OR REPLACE FUNCTION calls_kept_view() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A view stays with its person and its list'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE TRIGGER kept_view BEFORE UPDATE ON calls_savedview FOR EACH ROW
    WHEN ((NEW.person_id, NEW.place) IS DISTINCT FROM (OLD.person_id, OLD.place))
    EXECUTE FUNCTION calls_kept_view();
"""
LET_GO = """
DROP TRIGGER kept_view ON calls_savedview;
DROP FUNCTION calls_kept_view();
"""


class Migration(migrations.Migration):

    dependencies = [("calls", "0009_certificates")]

    operations = [
        migrations.AddField("SavedView", "shared_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunSQL(KEEP, LET_GO),
    ]
