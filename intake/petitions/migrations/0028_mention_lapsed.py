"""A request for approval that lapsed is told to its asker where notes that call one by name stand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0027_disposal")]

    operations = [
        migrations.AddField("mention", "lapsed", models.CharField(default="", max_length=24)),
    ]
