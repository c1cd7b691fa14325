"""What operators are told about the settings is true."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
READ = re.compile(r"""(?:env(?:\.\w+)?|os\.environ\.get)\(\s*"([A-Z_]+)\"""")


def test_env_example_names_every_variable_that_is_read_and_no_other():
    sources = [ROOT / "salesmgmt" / "settings.py", ROOT / "salesmgmt" / "embedded" / "gunicorn_settings.py"]
    read = {name for source in sources for name in READ.findall(source.read_text())}
    read |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    documented = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert documented == read


def test_deployment_check_is_silent_with_the_defaults():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_requirements_are_pinned_and_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        packages = [line for line in lines if line and not line.lstrip().startswith("#")]
        assert packages
        assert [line for line in packages if not re.fullmatch(r"[A-Za-z0-9._-]+==[^ ;]+", line)] == []


def test_browser_packages_are_locked_by_hash_and_name_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: facts for name, facts in packages.items() if name}
    assert installed
    assert [name for name, facts in installed.items() if "integrity" not in facts or "resolved" in facts] == []
