"""The product's settings with everything taken away that the floor program does not use."""

from salesmgmt.settings import *  # noqa: F403
from salesmgmt.settings import INSTALLED_APPS as ALL_APPS

ROOT_URLCONF = "tests.bench.floor"
INSTALLED_APPS = [app.replace("allauth.account", "tests.bench.floor_apps.Models") for app in ALL_APPS]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
