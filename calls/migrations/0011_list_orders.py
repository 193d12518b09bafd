"""The two orders in which a list of a call's applications begins."""

from django.db import migrations, models

from core.access.together import Together


class Migration(migrations.Migration):

    dependencies = [("calls", "0010_shared_views")]

    operations = [
        Together(
            [
                migrations.AddIndex(
                    "submission",
                    models.Index(
                        models.F("programme"),
                        models.F("call"),
                        models.F("submitted_at").desc(nulls_last=True),
                        models.F("id"),
                        name="submission_call_sent",
                    ),
                ),
                migrations.AddIndex(
                    "submission",
                    models.Index(
                        fields=["programme", "call", "number", "id"],
                        name="submission_call_number",
                    ),
                ),
            ]
        )
    ]
