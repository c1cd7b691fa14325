"""The pay engine: plans and facts in, lines out; integers only, no Django, no clock."""
