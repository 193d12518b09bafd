"""The names read in a signed file become what each signature says; a name alone is all an old row knows."""

from django.db import migrations, models

FORWARD = """
ALTER TABLE calls_submissionsignature RENAME COLUMN named_in_file TO certificates;
ALTER TABLE calls_submissionsignature ALTER COLUMN certificates TYPE jsonb USING
  CASE WHEN certificates = '' THEN '[]'::jsonb
  ELSE jsonb_build_array(jsonb_build_object(
    'holder', certificates, 'issuer', '', 'is_qualified', false,
    'stated_at', NULL, 'valid_until', NULL
  )) END;
"""
BACKWARD = """
ALTER TABLE calls_submissionsignature ALTER COLUMN certificates TYPE varchar(300)
  USING left(coalesce(certificates -> 0 ->> 'holder', ''), 300);
ALTER TABLE calls_submissionsignature RENAME COLUMN certificates TO named_in_file;
"""


class Migration(migrations.Migration):

    dependencies = [("calls", "0008_following")]

    operations = [
        migrations.RunSQL(
            FORWARD,
            BACKWARD,
            state_operations=[
                migrations.RemoveField("SubmissionSignature", "named_in_file"),
                migrations.AddField(
                    "SubmissionSignature", "certificates", models.JSONField(blank=True, default=list)
                ),
            ],
        ),
    ]
