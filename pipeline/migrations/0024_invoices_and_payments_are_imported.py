"""What imports do to invoices and payments, and to the balances of orders, is kept, so that it can be taken back."""

from django.db import migrations

TABLES = "'pipeline_order', 'pipeline_invoice', 'pipeline_creditnote', 'pipeline_payment', 'pipeline_refund'"


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0023_odds_mentions_and_hand_overs"),
        ("imports", "0007_what_imports_only_added_can_be_taken_back"),
    ]

    operations = [migrations.RunSQL(f"SELECT imports_watch({TABLES});", f"SELECT imports_unwatch({TABLES});")]
