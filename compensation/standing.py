"""Whether the company lets managers see the pay of their line."""

from django.db.models import Exists

from salesmgmt.people.models import Company
from salesmgmt.people.standing import register_standing

register_standing("compensation.managers_see_pay", lambda: Exists(Company.objects.filter(managers_see_pay=True)))
