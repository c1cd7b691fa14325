"""The seeded model: pure Python, no Django, no clock. The same seed and arguments give the same company."""
