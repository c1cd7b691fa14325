"""docs/api.md is run as a reader would run it: each block of bash, and after it what it says that it prints."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cast import make_cast
from tests.pipeline_rows import make_process

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
PASSWORD = "a bench kept warm"


NEEDED = ("curl", "jq", "openssl")


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="The walk needs curl, jq and openssl.")
@pytest.mark.django_db(transaction=True)
def test_the_walk_from_a_token_to_a_won_deal(live_server):
    cast = make_cast()
    make_process()
    cast.rita.set_password(PASSWORD)
    cast.rita.save()
    blocks = re.findall(r"^```(bash)?\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    script = "".join(text for language, text in blocks if language)
    promised = "".join(text for language, text in blocks if not language)
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOST": live_server.url, "EMAIL": cast.rita.email, "PASSWORD": PASSWORD,
        "no_proxy": "*",
    }  # fmt: skip
    ran = subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout == promised
