from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["replaces"], name="submissions_by_replaced"),
        ),
    ]
