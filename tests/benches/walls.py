#!/usr/bin/env python3
"""Prints what this build costs against an older one on the same machine, line by line with its wall.

    walls.py QUARTERDECK OLDER_QUARTERDECK [--quick]

The older build that the walls are ratios of is 9a574ce: `git worktree add ../older 9a574ce`, there
`cargo build --release`. Measures, each in a folder of its own: the sample cold, again, and again with one client's
commentary edited; many clients cold, and again with one client's raw file changed; one client with its PDF; many
clients at once; many tickets in one report; and the size of the program. `--quick` takes a tenth of the clients and
tickets. Time per PDF page stands in `cargo bench --bench render`. Fails when a wall is broken. Needs `duckdb`.
"""

import contextlib
import os
import shutil
import sys
import tempfile

import duckdb

import reruns
import ten_million
from ten_million import TICKETS, measured


def cold(quarterdeck, folder, *options):
    for made in ("output", ".quarterdeck"):
        shutil.rmtree(f"{folder}/{made}", ignore_errors=True)
    return again(quarterdeck, folder, *options)


def again(quarterdeck, folder, *options):
    return measured([quarterdeck, "run", "--quiet", "--config", f"{folder}/reports.yaml", *options])


def of_the_sample(quarterdeck, is_older):
    with tempfile.TemporaryDirectory() as folder:
        changes = reruns.sample(folder, is_older)
        one = cold(quarterdeck, folder, "--report", "telecom", "--format", "pdf")
        first = cold(quarterdeck, folder)
        same = again(quarterdeck, folder)
        changes["commentary of one"]()
        edited = again(quarterdeck, folder)
    return {"sample": first, "sample again": same, "commentary": edited, "telecom": one}


def of_many(quarterdeck, clients, at_once):
    with tempfile.TemporaryDirectory() as folder:
        change = reruns.many(folder, clients, 25_000)["raw data of one"]
        first = cold(quarterdeck, folder)
        change()
        changed = again(quarterdeck, folder)
    with tempfile.TemporaryDirectory() as folder:
        reruns.many(folder, at_once, 25_000)
        return {"many": first, "many, one changed": changed, "at once": cold(quarterdeck, folder)}


def of_tickets(quarterdeck, rows):
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/data")
        duckdb.execute(f"COPY ({TICKETS.format(rows=rows)}) TO '{folder}/data/tickets.csv' (HEADER)")
        with open(f"{folder}/reports.yaml", "w", encoding="utf-8") as file:
            file.write(ten_million.CONFIG % "")
        return {"tickets": cold(quarterdeck, folder)}


def figures(quarterdeck, is_older, scale):
    found = of_the_sample(quarterdeck, is_older)
    found.update(of_many(quarterdeck, 100 // scale, 400 // scale))
    found.update(of_tickets(quarterdeck, 10_000_000 // scale))
    found["megabytes"] = os.path.getsize(quarterdeck) / 1e6
    return found


def lines(new, old, scale):
    """What was measured, as figures of the older build and this one, and the wall."""

    def cpu(found, of, per):
        return found[of][0] / found[per][0]

    yield "sample, nothing changed, CPU / cold", *(cpu(one, "sample again", "sample") for one in (old, new)), 0.02
    yield f"{100 // scale} clients, one changed, CPU / cold", *(
        cpu(one, "many, one changed", "many") for one in (old, new)
    ), 0.03
    yield "sample, one commentary edited, CPU / cold", *(cpu(one, "commentary", "sample") for one in (old, new)), None
    for name, of, wall in (
        ("sample, cold, CPU", "sample", 0.5),
        (f"{400 // scale} clients, cold, CPU", "at once", 0.6),
        (f"{10_000_000 // scale:,} tickets, every metric, CPU", "tickets", 0.7),
    ):
        yield f"{name} / older", 1.0, new[of][0] / old[of][0], wall
    for name, of, wall in (
        (f"{400 // scale} clients, peak MB", "at once", 400),
        ("one client with its PDF, peak MB", "telecom", 200),
        ("sample, peak MB", "sample", 250),
    ):
        yield name, old[of][2], new[of][2], wall
    yield "program, MB", old["megabytes"], new["megabytes"], 60


def main():
    new, old = (os.path.abspath(path) for path in sys.argv[1:3])
    scale = 10 if "--quick" in sys.argv else 1
    with contextlib.redirect_stdout(sys.stderr):
        old, new = figures(old, True, scale), figures(new, False, scale)
    broken = 0
    print(f"{'':<48} {'older':>9} {'this':>9} {'wall':>7}")
    for name, before, now, wall in lines(new, old, scale):
        verdict = "" if wall is None else "  holds" if now <= wall else "  BROKEN"
        broken += verdict == "  BROKEN"
        print(f"{name:<48} {before:9.3f} {now:9.3f} {'' if wall is None else wall:>7}{verdict}")
    return broken > 0


if __name__ == "__main__":
    sys.exit(main())
