"""Chains of approval, what was asked, and who said what."""

from salesmgmt.approvals.models.chain import ApprovalChain, ApprovalStep
from salesmgmt.approvals.models.delegation import Delegation
from salesmgmt.approvals.models.request import ApprovalDecision, ApprovalRequest, ApprovalTurn

__all__ = ["ApprovalChain", "ApprovalDecision", "ApprovalRequest", "ApprovalStep", "ApprovalTurn", "Delegation"]
