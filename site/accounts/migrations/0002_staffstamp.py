import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """The mark that changes with every membership. Without a row, what was read of the staff before holds as long."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="StaffStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("token", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
    ]
