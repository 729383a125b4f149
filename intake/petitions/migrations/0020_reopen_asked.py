"""A closed case remembers that its petitioner asks to have it opened again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0019_index_of_keys")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="reopen_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                condition=models.Q(("reopen_asked_at__isnull", False)),
                fields=["id"],
                name="petition_asked_to_reopen",
            ),
        ),
    ]
