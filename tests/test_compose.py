"""What compose.yaml and the Dockerfile say fits the product: commands, variables, queues, order, and no secret."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PRODUCT = {name: service for name, service in SERVICES.items() if service["image"] == "salesmgmt"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
READ = re.compile(r"""(?:env(?:\.\w+)?|os\.environ\.get)\(\s*"([A-Z_]+)\"""")
INTERPOLATED = re.compile(r"\$\{([A-Z_]+)(:[-?])?([^}]*)\}")
SECRETS = {"SECRET_KEY", "APP_PASSWORD", "OWNER_PASSWORD", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"}


def words(name: str) -> list[str]:
    return [str(word) for word in SERVICES[name]["command"]]


def test_there_are_all_parts_of_the_product_and_its_servers():
    assert set(SERVICES) == {"web", "worker", "jobs", "beat", "migrate", "postgres", "valkey"}


def test_every_variable_of_the_product_is_one_that_it_reads():
    sources = [ROOT / "salesmgmt" / "settings.py", ROOT / "salesmgmt" / "embedded" / "gunicorn_settings.py"]
    read = {name for source in sources for name in READ.findall(source.read_text())}
    for name, service in PRODUCT.items():
        assert set(service["environment"]) <= read, name
    own = {"PATH", "PYTHONUNBUFFERED"}
    set_by_image = set(
        re.findall(r"([A-Z_]+)=", DOCKERFILE[DOCKERFILE.index("ENV") : DOCKERFILE.index("# What people")])
    )
    assert set_by_image - own == {"MEDIA_ROOT", "SAMPLE_TRUTH", "WEB_BIND"}
    assert set_by_image - own <= read


def test_secrets_have_no_defaults_and_nothing_else_is_asked_for():
    found = INTERPOLATED.findall((ROOT / "compose.yaml").read_text())
    assert {name for name, how, _ in found if how == ":?"} == SECRETS
    assert not [name for name, how, _ in found if how != ":?" and name in SECRETS]
    assert re.findall(r"(\w*(?:SECRET|PASSWORD|TOKEN)\w*)=(\S+)", DOCKERFILE) == [("SECRET_KEY", "unused")]


def test_only_the_migration_runs_as_the_owner():
    roles = {
        name: re.match(r"postgres://(\w+):", service["environment"]["DATABASE_URL"])[1]
        for name, service in PRODUCT.items()
    }
    assert roles.pop("migrate") == "salesmgmt_owner"
    assert set(roles.values()) == {"salesmgmt_app"}
    made = (ROOT / "docker" / "make_roles.sh").read_text()
    assert re.findall(r"CREATE ROLE (\w+) LOGIN", made) == ["salesmgmt_owner", "salesmgmt_app"]
    assert "grant_app_role salesmgmt_app" in words("migrate")[-1]


@pytest.mark.parametrize("name", sorted(PRODUCT))
def test_every_command_is_one_of_the_image(name):
    program, *rest = words(name)
    assert program in {"gunicorn", "celery", "sh"}
    for command in re.findall(r"python manage\.py (\w+)", " ".join(rest)):
        assert command in get_commands()
    if program == "gunicorn":
        assert words(name) == re.search(r"^CMD (\[.*\])$", DOCKERFILE, flags=re.MULTILINE)[1].strip("[]").replace(
            '"', ""
        ).split(", ")


def test_workers_serve_every_queue_once():
    served = [
        word.removeprefix("--queues=") for name in PRODUCT for word in words(name) if word.startswith("--queues=")
    ]
    default, prefix = settings.CELERY_TASK_DEFAULT_QUEUE, "salesmgmt"
    assert sorted(served) == sorted(queue.name.replace(default, prefix) for queue in settings.CELERY_TASK_QUEUES)


def test_the_order_of_the_start_can_be_waited_for():
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in SERVICES[other]["healthcheck"], f"{name} waits for the health of {other}"
            else:
                assert (how["condition"], SERVICES[other]["restart"]) == ("service_completed_successfully", "no")
    assert set(PRODUCT["web"]["depends_on"]) == {"migrate", "valkey"}


def test_servers_are_the_ones_the_product_needs():
    assert SERVICES["postgres"]["image"] == "postgres:18"
    command = words("valkey")[-1]
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert COMPOSE["networks"]["data"] == {"internal": True}
    for name in ("postgres", "valkey"):
        assert SERVICES[name]["networks"] == ["data"]
        assert "ports" not in SERVICES[name]
        assert SERVICES[name]["volumes"][0].partition(":")[0] in COMPOSE["volumes"]


def test_the_product_runs_without_rights_on_what_it_does_not_write():
    for service in PRODUCT.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, flags=re.MULTILINE) == re.findall(r"--uid (\d+)", DOCKERFILE)
    assert DOCKERFILE.index("\nUSER ") > DOCKERFILE.rindex("\nRUN ")


def test_the_image_holds_the_apps_and_no_secret_data_or_tests():
    allowed = {
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    copied = {
        word
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, flags=re.MULTILINE)
        for word in line.split()
    }
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)
    assert {
        app.partition(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()
    } <= copied
    left_out = re.search(r"grep -vE '\^\((.*)\)=='", DOCKERFILE)[1].split("|")
    requirements = (ROOT / "requirements.txt").read_text()
    assert all(f"\n{name}==" in f"\n{requirements}" for name in left_out)
