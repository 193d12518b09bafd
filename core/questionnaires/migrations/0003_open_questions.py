"""An open sheet may say which questions are open (RULES C5): the database refuses the others."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION questionnaires_open_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.sheet_id ELSE NEW.sheet_id END;
    asked uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.question_id ELSE NEW.question_id END;
    opened jsonb;
BEGIN
    SELECT s.open_keys INTO opened FROM questionnaires_answersheet s WHERE s.id = parent;
    IF opened IS NOT NULL AND jsonb_typeof(opened) = 'array' AND NOT EXISTS (
        SELECT 1 FROM questionnaires_question q WHERE q.id = asked AND opened ? q.key
    ) THEN
        RAISE EXCEPTION 'This question is not open'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER open_question BEFORE INSERT OR UPDATE OR DELETE ON questionnaires_answer
    FOR EACH ROW EXECUTE FUNCTION questionnaires_open_question();
"""
LIFT = """
DROP TRIGGER open_question ON questionnaires_answer;
DROP FUNCTION questionnaires_open_question();
"""


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0002_sheet_predecessor")]

    operations = [migrations.RunSQL(GUARD, LIFT)]
