"""The sales-management system: kernel, mechanisms and the project that ties the apps together."""

from salesmgmt.celery import app as celery_app

__all__ = ["celery_app"]
