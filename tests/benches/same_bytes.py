"""Compares the output of the sample by two builds, file by file and byte by byte.

    same_bytes.py BEFORE AFTER [--report ID]…    two programs; each makes the sample in a folder of its own

The run's own record (`run.json`, `events.ndjson`, the lock) tells times and is left out; of the records of issues
(`issue.json`, `latest.json`) everything but times, the build and the key that it is part of is compared. Fails when
any other file differs, is missing or is new.
"""

import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
OWN_RECORD = {"run.json", "events.ndjson", ".quarterdeck-lock"}
RECORDS = {"issue.json", "latest.json"}
OF_THE_RUN = {"created_at", "attempted_at", "build", "key"}


def lasting(value):
    """A record without what belongs to one run of one build."""
    if isinstance(value, dict):
        return {key: lasting(inner) for key, inner in value.items() if key not in OF_THE_RUN}
    return [lasting(inner) for inner in value] if isinstance(value, list) else value


def digest(path: pathlib.Path) -> str:
    data = path.read_bytes()
    if path.name in RECORDS:
        data = json.dumps(lasting(json.loads(data))).encode()
    return hashlib.sha256(data).hexdigest()


def made(program: str, folder: pathlib.Path, options: list[str]) -> dict[str, str]:
    """Every file that the program writes for the sample, with its hash."""
    shutil.copytree(PROJECT / "data", folder / "data")
    shutil.copy(PROJECT / "reports.yaml", folder)
    program = str(pathlib.Path(program).resolve())
    subprocess.run([program, "run", *options], cwd=folder, check=True, capture_output=True)
    output = folder / "output"
    files = sorted(path for path in output.rglob("*") if path.is_file() and path.name not in OWN_RECORD)
    return {str(path.relative_to(output)): digest(path) for path in files}


def main() -> int:
    before, after, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        old, new = made(before, pathlib.Path(first), options), made(after, pathlib.Path(second), options)
    other = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    for name in other:
        print("differs:", name)
    print(f"{len(old)} files before, {len(new)} after, {len(other)} differ")
    return bool(other) or not old


if __name__ == "__main__":
    sys.exit(main())
