#!/usr/bin/env python3
"""Sends issues through Debian's Postfix and imports the bounces that it really makes.

    postfix.py QUARTERDECK

Needs root and the package `postfix`; runs an instance of its own in a temporary folder on a free port of loopback,
which ends with the script. One address takes its message, one does not exist (5.1.1), one is refused by rule (5.7.1),
one's server cannot be reached and is told as late before it fails for good (4.4.1). Ends with 1 when a check fails.
"""

import mailbox
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import mail
from mail import CHECKS, check, house, send

PEOPLE = [("Ann Lee", "ann@client.example", "en"), ("李伟", "gone@client.example", "zh-CN"),
          ("Bo", "bo@refused.example", "en"), ("Cy", "cy@late.example", "en")]


def main_cf(base, port, owner):
    return f"""compatibility_level = 3.6
queue_directory = {base}/queue
data_directory = {base}/data
mail_owner = postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.com
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
virtual_mailbox_domains = example.com, client.example
virtual_mailbox_maps = inline:{{ reports@example.com=reports/, ann@client.example=ann/ }}
virtual_mailbox_base = {base}/boxes
virtual_uid_maps = static:{owner.pw_uid}
virtual_gid_maps = static:{owner.pw_gid}
virtual_minimum_uid = 1
transport_maps = inline:{{ {{ refused.example = error:5.7.1 not welcome here }}, {{ late.example = retry:4.4.1 nobody answers }} }}
delay_warning_time = 1s
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
maximal_queue_lifetime = 8s
bounce_queue_lifetime = 8s
maillog_file = {base}/mail.log
maillog_file_prefixes = {base}
"""


MASTER = """{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def arrived(base, box):
    folder = base / "boxes" / box
    return list(mailbox.Maildir(folder)) if folder.is_dir() else []


def until(what, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not what():
        time.sleep(0.2)
    return what()


def rounds(program, base, port):
    project = base / "project"
    mail.PEOPLE = PEOPLE
    house(project, {"host": "127.0.0.1", "port": port, "tls": "none", "timeout_seconds": 20})
    ended = send(program, project)
    check("all are taken", ended.returncode == 0 and "4 sent" in ended.stdout, ended.stdout + ended.stderr)
    check("one arrives", until(lambda: len(arrived(base, "ann")) == 1, 20))
    # Two bounces at once, a warning, then the third bounce.
    check("reports come back", until(lambda: len(arrived(base, "reports")) >= 4, 60), len(arrived(base, "reports")))
    boxes = base / "boxes" / "reports"
    ended = send(program, project, f"bounces import {boxes}")
    print(ended.stdout, end="")
    check("they are read", ended.returncode == 5 and "4 reports read, 3 deliveries failed" in ended.stdout, ended.stdout + ended.stderr)
    status = send(program, project, "status --json").stdout
    said = send(program, project, "send --dry-run").stdout
    print(said, end="")
    check("the address that does not exist takes no mail from now on", "gone@client.example: takes no mail" in said and "gone@client.example: was refused" not in said, said)
    check("what was refused by rule failed and is tried only when asked", "bo@refused.example: was refused" in said, said)
    check("what nobody took in time failed", "cy@late.example: was refused" in said, said)
    check("what arrived was sent", "ann@client.example: was sent before" in said, said)
    again = send(program, project, f"bounces import {boxes}")
    check("a second import changes nothing", send(program, project, "status --json").stdout == status, again.stdout)
    ended = send(program, project)
    time.sleep(3)
    check("nothing is sent again by itself", ended.returncode == 5 and len(arrived(base, "ann")) == 1, ended.stdout + ended.stderr)
    ended = send(program, project, "resend --failed")
    check("asked for, what failed leaves again, and not to who takes no mail", "2 sent" in ended.stdout, ended.stdout)


def main(program):
    base = pathlib.Path(tempfile.mkdtemp(prefix="postfix-"))
    base.chmod(0o755)
    owner = pwd.getpwnam("nobody")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = base / "config"
    for folder in ("config", "queue", "data", "boxes"):
        (base / folder).mkdir()
    shutil.chown(base / "data", "postfix")
    os.chown(base / "boxes", owner.pw_uid, owner.pw_gid)
    (config / "main.cf").write_text(main_cf(base, port, owner), "utf-8")
    (config / "master.cf").write_text(MASTER.format(port=port), "utf-8")
    for table in ("dynamicmaps.cf", "postfix-files"):
        source = pathlib.Path("/etc/postfix") / table
        if source.exists():
            shutil.copy(source, config / table)
    started = subprocess.run(["postfix", "-c", str(config), "start"], capture_output=True, text=True)
    try:
        check("postfix starts", started.returncode == 0, started.stdout + started.stderr)
        rounds(program, base, port)
    finally:
        subprocess.run(["postfix", "-c", str(config), "stop"], capture_output=True)
        shutil.rmtree(base, ignore_errors=True)
    print(f"{sum(CHECKS)} of {len(CHECKS)} checks hold")
    return 0 if all(CHECKS) else 1


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve())))
