"""Tells the pipeline how far new hires are, so that they are given fewer leads."""

from onboarding.queries.ramp_shares import ramp_shares_of
from pipeline.queries.ramp_shares import register_ramp_shares

register_ramp_shares(ramp_shares_of)
