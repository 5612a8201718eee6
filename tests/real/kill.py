#!/usr/bin/env python3
"""Ends `run --send` by kill -9 at random moments and looks at what is left, then lets it finish.

    kill.py QUARTERDECK [ROUNDS [SEED]]

Default 300 rounds, seed 1. Each round begins with an empty output folder, ledger and cache. After each kill: every issue
that can be seen is whole by its own list, every record can be read, the ledger is sound. One round in three is killed
twice. Then the next run completes: what is unknown is settled by what the server has, as a person would, and in the
end everybody has each report exactly once, and all files and messages are those of an undisturbed run (but for the
time of the run, which stands in `issue.json` and moves the boundaries of messages, and for the identities of messages,
which are those of their ledger). Ends with 1 when anything is wrong.
"""

import collections
import hashlib
import json
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from loopback import Server

REPORTS = ["bank", "telecom"]
PEOPLE = [("li@client.example", "zh-CN"), ("ann@client.example", "en"), ("bo@client.example", "en")]
WRONG = []


def wrong(text):
    WRONG.append(text)
    print("WRONG", text, flush=True)


def project(folder):
    rows = ["ticket_id,created_at,first_resolved_at,resolved_at,status,channel"]
    for at in range(180):
        month, day = at % 9 + 1, at % 27 + 1
        rows.append(f"{at},2026-{month:02}-{day:02} 10:00:00,2026-{month:02}-{day:02} 12:00:00,"
                    f"2026-{month:02}-{day:02} 12:00:00,resolved,{'phone' if at % 3 else 'mail'}")
    for report in REPORTS:
        (folder / report).mkdir(parents=True)
        (folder / report / "tickets.csv").write_text("\n".join(rows + [f"x-{report},2026-09-30 10:00:00,,,open,mail"]) + "\n")


def configure(folder, port):
    people = [{"address": address, "locale": locale} for address, locale in PEOPLE]
    smtp = {"host": "127.0.0.1", "port": port, "tls": "none", "connections": 2, "timeout_seconds": 10}
    delivery = {"smtp": smtp, "from": "reports@example.com", "approval": "none", "recipients": people}
    defaults = {"as_of": "2026-10-15", "formats": ["html"], "locales": ["zh-CN", "en"], "delivery": delivery}
    reports = [{"id": report, "client": report, "data": report, "tables": {"tickets": "tickets.csv"}} for report in REPORTS]
    text = json.dumps({"version": 1, "defaults": defaults, "reports": reports})
    (folder / "reports.yaml").write_text(text)


def start(program, folder, line):
    return subprocess.Popen([program, *line.split(), "--quiet"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def ended(program, folder, line, codes):
    process = start(program, folder, line)
    said = process.communicate(timeout=120)[0].decode()
    if process.returncode not in codes:
        wrong(f"`{line}` ended with {process.returncode}: {said}")
    return process.returncode, said


def whole(folder, when):
    """Everything that can be seen is whole."""
    for issue in folder.glob("output/*/*/issue-*"):
        record = issue / "issue.json"
        if not record.is_file():
            wrong(f"{when}: {issue.name} without its record")
            continue
        files = {one["path"]: one["sha256"] for one in json.loads(record.read_text())["files"]}
        found = {str(path.relative_to(issue)): hashlib.sha256(path.read_bytes()).hexdigest()
                 for path in issue.rglob("*") if path.is_file() and path != record}
        if files != found:
            wrong(f"{when}: {issue} is not what it lists: {sorted(set(files.items()) ^ set(found.items()))}")
    for path in [*folder.glob("output/*/run.json"), *folder.glob("output/*/*/latest.json")]:
        try:
            json.loads(path.read_text())
        except ValueError as error:
            wrong(f"{when}: {path}: {error}")
    for path in [*folder.glob("output/*/events.ndjson"), *folder.glob("output/*/*/receipts/*.ndjson")]:
        lines = path.read_bytes().split(b"\n")
        for number, line in enumerate(lines[:-1]):
            try:
                json.loads(line)
            except ValueError:
                wrong(f"{when}: {path.name}, line {number + 1}: {line[:80]}")
    ledger = folder / "deliveries.sqlite"
    if ledger.exists() and ledger.stat().st_size:
        copy = folder / "copy"
        copy.mkdir()
        for name in folder.glob("deliveries.sqlite*"):
            shutil.copy(name, copy)
        with sqlite3.connect(copy / ledger.name) as database:
            sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        database.close()
        shutil.rmtree(copy)
        if sound != "ok":
            wrong(f"{when}: the ledger: {sound}")


def states(folder):
    database = sqlite3.connect(folder / "deliveries.sqlite")
    rows = database.execute("SELECT report, recipient, state FROM delivery").fetchall()
    database.close()
    return {(report, recipient): state for report, recipient, state in rows}


def messages(server):
    """Who received which report, each message without its date and boundaries."""
    taken = collections.defaultdict(list)
    for to, content in server.taken:
        text = re.sub(r"=_[0-9a-f]{32}", "=_", content.decode())
        text = re.sub(r"\r\n(Date|Message-ID): [^\r]*", "", text)
        report = next(one for one in REPORTS if f"{one}_2026-Q3" in text)
        taken[(report, to)].append(text)
    return taken


def files(folder):
    found = {}
    for path in sorted(folder.glob("output/*/*/issue-*/**/*")):
        if path.is_file():
            content = path.read_bytes()
            if path.name == "issue.json":
                content = re.sub(rb'"created_at": "[^"]*"', b"", content)
            found[str(path.relative_to(folder))] = content
    return found


def settle(program, folder, server):
    """Says of each unknown delivery what the server knows, and sends again what did not arrive."""
    settled = 0
    taken = messages(server)
    for (report, recipient), state in states(folder).items():
        if state == "unknown":
            truth = "sent" if taken[(report, recipient)] else "failed"
            ended(program, folder, f"send --resolve {truth} --report {report} --to {recipient}", {0})
            settled += 1
    if settled:
        ended(program, folder, "resend --failed", {0})
    return settled


def fresh(base, name, server):
    folder = base / name
    shutil.copytree(base / "project", folder)
    configure(folder, server.port)
    return folder


def main(program, rounds=300, seed=1):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        base = pathlib.Path(name)
        project(base / "project")
        server = Server(pause=0.002)
        folder = fresh(base, "undisturbed", server)
        began = time.monotonic()
        ended(program, folder, "run --send", {0})
        whole_time = time.monotonic() - began
        expected, mails = files(folder), messages(server)
        whole(folder, "undisturbed")
        if len(mails) != len(REPORTS) * len(PEOPLE):
            wrong(f"undisturbed: {sorted(mails)}")
        kills, unknown, where = 0, 0, collections.Counter()
        for number in range(rounds):
            server = Server(pause=0.002)
            folder = fresh(base, f"round-{number}", server)
            for _ in range(1 + (chance.random() < 1 / 3)):
                process = start(program, folder, "run --send")
                time.sleep(chance.random() * whole_time * 1.1)
                if process.poll() is None:
                    kills += 1
                process.kill()
                process.communicate()
                made = len(list(folder.glob("output/*/*/issue-*")))
                where["messages taken" if server.taken else f"{made} issues made"] += 1
                whole(folder, f"round {number}, after the kill")
                for key, copies in messages(server).items():
                    if len(copies) > 1:
                        wrong(f"round {number}: {key} twice")
            code, said = ended(program, folder, "run --send", {0, 5})
            settled = settle(program, folder, server)
            unknown += settled
            if (code == 5) != (settled > 0):
                wrong(f"round {number}: code {code} with {settled} unknown: {said}")
            whole(folder, f"round {number}, at the end")
            if files(folder) != expected:
                other = files(folder)
                names = [name for name in sorted(set(expected) | set(other)) if expected.get(name) != other.get(name)]
                wrong(f"round {number}: other files than undisturbed: {names}")
            if messages(server) != mails:
                wrong(f"round {number}: other messages: { {key: len(copies) for key, copies in messages(server).items()} }")
            if set(states(folder).values()) != {"sent"}:
                wrong(f"round {number}: {states(folder)}")
            left = [str(path) for path in folder.rglob("*") if "quarterdeck-part" in path.name or "quarterdeck-old" in path.name]
            if left:
                wrong(f"round {number}: left behind: {left}")
            server.shutdown()
            server.server_close()
            shutil.rmtree(folder)
            if (number + 1) % 20 == 0:
                print(f"{number + 1} rounds, {kills} kills, {unknown} unknown and settled, {len(WRONG)} wrong", flush=True)
        print(f"{rounds} rounds (seed {seed}), {kills} kills of runs of {whole_time:.1f} s, left at: {dict(sorted(where.items()))}; "
              f"{unknown} deliveries unknown and settled; {len(WRONG)} wrong")
    return 1 if WRONG or not kills else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve()), *map(int, sys.argv[2:4])))
