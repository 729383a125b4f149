"""Lists ask the keys of cases for states and days, and the reviews for their own states.

The index of the cases' states served only the reviews still, in a long way round.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0024_petitioner_has_email")]

    operations = [
        migrations.AddIndex(
            model_name="review", index=models.Index(fields=["state", "petition"], name="review_by_state")
        ),
        migrations.RemoveIndex(model_name="petition", name="petition_state_due_owner"),
    ]
