"""What every form of the product has in common."""

from django import forms

from salesmgmt.console.forms.plain import ConsoleForm


class Numbers(ConsoleForm):
    kept_days = forms.IntegerField(min_value=1, max_value=3650)
    cost = forms.DecimalField(min_value=0, label="What it costs")
    own = forms.IntegerField(min_value=1, error_messages={"min_value": "Write how many there are."})


def test_a_number_out_of_bounds_names_itself_the_rule_and_the_way_out():
    low, high = (Numbers({"kept_days": number, "cost": "-1", "own": "0"}) for number in ("0", "4000"))
    assert low.errors["kept_days"] == high.errors["kept_days"] == ["“Kept days” is from 1 to 3650; correct it."]
    assert low.errors["cost"] == ["“What it costs” is 0 or more; correct it."]
    assert low.errors["own"] == ["Write how many there are."]
