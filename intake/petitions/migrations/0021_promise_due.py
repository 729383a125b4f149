"""A case remembers by when the unit that answered is to do what it promised."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0020_reopen_asked")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="promise_due",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                condition=models.Q(("promise_due__isnull", False)),
                fields=["id"],
                name="petition_promise_to_keep",
            ),
        ),
    ]
