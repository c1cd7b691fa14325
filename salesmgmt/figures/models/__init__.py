from salesmgmt.figures.models.proof_run import ProofCheck, ProofDifference, ProofRun
from salesmgmt.figures.models.rollup import Rollup, StaleRollup

__all__ = ["ProofCheck", "ProofDifference", "ProofRun", "Rollup", "StaleRollup"]
