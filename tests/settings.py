"""The product's settings on servers of the suite's own, which are named before the product reads the environment."""

from tests.plugins.servers import prepare_environment

prepare_environment()

from salesmgmt.settings import *  # noqa: E402, F403

FOUND_ON_SIGN_IN = True  # also on a server that the suite was given
API_RATES = dict.fromkeys(("token", "person", "address"), (0, 60))  # tests of quotas set their own
LINK_RATE = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the product's is slow on purpose
