#!/usr/bin/env python3
"""Times sending beside rendering: a loopback server that takes 50 ms for each command, four connections.

    send_speed.py QUARTERDECK [REPORTS]

Default 500 reports of 120 tickets (HTML, PDF, JSON in both languages) with three recipients each, approval off. Prints the
wall time of `run`, of `send`, and of `run --send` beside `run` alone (wanted: at most 1.2 times), the CPU of `send` for
each mail (an upper bound of what the ledger adds; wanted: 1 ms for the ledger), and the CPU of a `run --send` that is
interrupted in the middle and resumed beside that of one that is not (wanted: at most 1.02 times). Measures and judges
nothing, but ends with 1 when a mail is missing or comes twice. Build with optimisation for figures that count.
"""

import collections
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

from loopback import Server

PAUSE = 0.05
PEOPLE = [f"{name}@client.example" for name in ("li", "ann", "bo")]


def project(folder, reports, port):
    (folder / "data").mkdir(parents=True)
    rows = ["ticket_id,created_at,resolved_at,status"]
    for at in range(120):
        day = f"2026-{at % 9 + 1:02}-{at % 27 + 1:02}"
        rows.append(f"{at},{day} 10:00:00,{day} 12:00:00,resolved")
    (folder / "data/tickets.csv").write_text("\n".join(rows) + "\n")
    smtp = {"host": "127.0.0.1", "port": port, "tls": "none", "connections": 4, "timeout_seconds": 30}
    delivery = {"smtp": smtp, "from": "reports@example.com", "approval": "none",
                "recipients": [{"address": address} for address in PEOPLE]}
    defaults = {"as_of": "2026-10-15", "locales": ["zh-CN", "en"], "delivery": delivery, "gate": {"same_file": "off"}}
    each = [{"id": f"client-{at}", "client": f"Client {at}", "data": "data", "tables": {"tickets": "tickets.csv"}}
            for at in range(reports)]
    (folder / "reports.yaml").write_text(json.dumps({"version": 1, "defaults": defaults, "reports": each}))


def timed(program, folder, line, stop_after=None):
    """Wall and CPU seconds of a command; it may be interrupted."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen([program, *line.split(), "--quiet"], cwd=folder, stdout=subprocess.DEVNULL)
    if stop_after is not None:
        time.sleep(stop_after)
        process.send_signal(signal.SIGINT)
    code = process.wait()
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if code not in ((0,) if stop_after is None else (0, 130)):
        sys.exit(f"`{line}` ended with {code}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def complete(server, reports, name):
    """Whether everybody has each report once."""
    taken = collections.Counter()
    for to, content in server.taken:
        head = content.split(b"\r\n\r\n")[0]
        taken[(to, [line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id")][0])] += 1
    good = len(taken) == reports * len(PEOPLE) and set(taken.values()) == {1}
    if not good:
        print(f"WRONG {name}: {len(taken)} of {reports * len(PEOPLE)} messages, {sum(taken.values())} in all")
    return good


def main(program, reports=500):
    mails, good = reports * len(PEOPLE), True
    with tempfile.TemporaryDirectory() as name:
        base = pathlib.Path(name)
        servers = {}
        for case in ("apart", "together", "interrupted"):
            servers[case] = Server(pause=PAUSE)
            project(base / case, reports, servers[case].port)
        rendering, _ = timed(program, base / "apart", "run")
        sending, cpu = timed(program, base / "apart", "send")
        good &= complete(servers["apart"], reports, "apart")
        together, whole = timed(program, base / "together", "run --send")
        good &= complete(servers["together"], reports, "together")
        first, cut = timed(program, base / "interrupted", "run --send", stop_after=together / 2)
        _, rest = timed(program, base / "interrupted", "run --send")
        good &= complete(servers["interrupted"], reports, "interrupted")
        print(f"{reports} reports, {mails} mails, {os.cpu_count()} processors: run {rendering:.1f} s, send {sending:.1f} s, "
              f"run --send {together:.1f} s = {together / rendering:.2f} times run alone (wanted 1.20)")
        print(f"CPU of send: {cpu * 1000 / mails:.2f} ms for each mail, composing and SMTP included; "
              f"run --send interrupted after {first:.1f} s and resumed: {(cut + rest) / whole:.3f} times (wanted 1.020)")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve()), *map(int, sys.argv[2:3])))
