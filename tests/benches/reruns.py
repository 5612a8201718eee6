#!/usr/bin/env python3
"""Measures what a rerun costs against a cold run, and both against an older build, in one run.

    reruns.py QUARTERDECK [OLDER_QUARTERDECK [CLIENTS [ROWS]]]

For a copy of the sample, and for CLIENTS clients (default 100) of ROWS tickets each (default 25,000): a cold run, a
rerun after nothing has changed, and reruns after one client's raw file, target or commentary has changed. Prints CPU
seconds, wall seconds, peak memory and the share of the cold run's CPU. Checks that a rerun leaves every file of the
reports as a cold run makes it. Needs `duckdb`.
"""

import hashlib
import os
import shutil
import sys
import tempfile

import duckdb

from many_clients import CONFIG, REPORT
from ten_million import TICKETS, measured

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def replaced(path, old, new):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if old not in text:
        sys.exit(f"{path} has no `{old}`")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new, 1))


def appended(path, text):
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


def sample(folder, older):
    shutil.copytree(os.path.join(ROOT, "data"), f"{folder}/data")
    shutil.copy(os.path.join(ROOT, "reports.yaml"), folder)
    if older:
        replaced(f"{folder}/reports.yaml", ", doubt_warning: 0.01", "")
    return {
        "commentary of one": lambda: appended(f"{folder}/data/telecom/commentary.en.md", "\nA further line.\n"),
        "a target of one": lambda: replaced(f"{folder}/reports.yaml", "csat_top2: 80", "csat_top2: 81"),
    }


def many(folder, clients, rows):
    for client in range(clients):
        os.makedirs(f"{folder}/data/{client}")
        own = TICKETS.format(rows=f"{client * rows}, {(client + 1) * rows}")
        duckdb.execute(f"COPY ({own}) TO '{folder}/data/{client}/tickets.csv' (HEADER)")
    with open(f"{folder}/reports.yaml", "w", encoding="utf-8") as file:
        file.write(CONFIG + "".join(REPORT % ((client,) * 4) for client in range(clients)))

    def change():
        path = f"{folder}/data/7/tickets.csv"
        with open(path, encoding="utf-8") as file:
            lines = file.readlines()
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(lines[:-1])

    return {"raw data of one": change}


def outputs(folder):
    found = {}
    for below, _, files in os.walk(f"{folder}/output"):
        for name in files:
            # What says when something was made differs from one run to the next.
            if name not in ("run.json", "events.ndjson", "issue.json", "latest.json") and not name.startswith("."):
                path = os.path.join(below, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


def walk(title, quarterdeck, folder, changes):
    command = [quarterdeck, "run", "--quiet", "--config", f"{folder}/reports.yaml"]
    print(f"{title}")
    cold, wall, peak = measured(command)
    print(f"  {'cold':<20} {cold:8.2f} CPU s {wall:8.2f} s {peak:6.0f} MB peak")
    before = outputs(folder)

    def again(name):
        cpu, wall, peak = measured(command)
        print(f"  {name:<20} {cpu:8.2f} CPU s {wall:8.2f} s {peak:6.0f} MB peak, {cpu / cold:6.3f} of cold")

    again("nothing changed")
    if outputs(folder) != before:
        sys.exit("a rerun has changed files")
    for name, change in changes.items():
        change()
        again(name)
    rerun = outputs(folder)
    shutil.rmtree(f"{folder}/.quarterdeck")
    shutil.rmtree(f"{folder}/output")
    measured(command)
    if outputs(folder) != rerun:
        sys.exit("reruns and a cold run differ")
    return cold, peak


def main():
    builds = {"this build": os.path.abspath(sys.argv[1])}
    if len(sys.argv) > 2 and sys.argv[2] != "-":
        builds["older build"] = os.path.abspath(sys.argv[2])
    clients = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    rows = int(sys.argv[4]) if len(sys.argv) > 4 else 25_000
    cold = {}
    for name, quarterdeck in builds.items():
        with tempfile.TemporaryDirectory() as folder:
            cold[name, "sample"] = walk(f"the sample, {name}", quarterdeck, folder, sample(folder, name != "this build"))
        with tempfile.TemporaryDirectory() as folder:
            changes = many(folder, clients, rows)
            cold[name, "many"] = walk(f"{clients} clients × {rows:,} tickets, {name}", quarterdeck, folder, changes)
    if len(builds) == 2:
        for what in ("sample", "many"):
            (cpu, peak), (old, old_peak) = cold["this build", what], cold["older build", what]
            print(f"{what}, cold, this / older: CPU {cpu / old:.2f}, peak {peak / old_peak:.2f}")


if __name__ == "__main__":
    main()
