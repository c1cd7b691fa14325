"""Endpoints of the kernel: company, people, jobs."""
