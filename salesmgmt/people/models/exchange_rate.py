"""What a currency was worth in the company's currency."""

from django.db import models

from salesmgmt.people.models.open_rows import OpenRows


class ExchangeRate(models.Model):
    """From `valid_date` on, one unit of `currency` is worth `rate` of the company's currency, until the next row."""

    currency = models.CharField(max_length=3)
    valid_date = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=100)

    objects = OpenRows.as_manager()

    class Meta:
        ordering = ["currency", "-valid_date"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "valid_date"], name="one_rate_per_currency_and_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="an_exchange_rate_is_positive"),
            models.CheckConstraint(condition=models.Q(currency__regex="^[A-Z]{3}$"), name="rate_currency_is_iso"),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.worth} from {self.valid_date}"

    @property
    def worth(self) -> str:
        """The rate without the zeros at its end."""
        return format(self.rate.normalize(), "f")
