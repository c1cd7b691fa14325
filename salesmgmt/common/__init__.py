"""Money, periods, rates and refusals; no models."""
