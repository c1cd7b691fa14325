"""The drawn parts of a page as plain functions: values in, safe HTML out. Templates get them by `{% load ui %}`."""
