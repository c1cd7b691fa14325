"""The conventions of the REST API."""
