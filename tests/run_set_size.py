"""`python -m tests.run_set_size`: the packages of requirements.txt, installed, take at most 650 MB."""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

LIMIT_MB = 650
REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"


def installed_bytes(package: str) -> int:
    files = distribution(package).files or []
    return sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).exists())


def main() -> int:
    names = re.findall(r"^([A-Za-z0-9._-]+)==", REQUIREMENTS.read_text(), flags=re.MULTILINE)
    try:
        sizes = sorted(((installed_bytes(name), name) for name in names), reverse=True)
    except PackageNotFoundError as missing:
        sys.exit(f"{missing.name} of requirements.txt is not installed, so its size is unknown: run `make check`.")
    total = sum(size for size, _ in sizes) // 1_000_000
    largest = ", ".join(f"{name} {size // 1_000_000}" for size, name in sizes[:4])
    print(f"The run set takes {total} MB of at most {LIMIT_MB} ({largest}).")
    return 0 if total <= LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
