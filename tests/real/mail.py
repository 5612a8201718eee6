#!/usr/bin/env python3
"""Sends issues through a real mail server (PyPI aiosmtpd) with TLS and accounts, and reads what arrives.

    mail.py QUARTERDECK

Needs aiosmtpd, dkimpy, pyzipper and openssl. Servers: STARTTLS with PLAIN, implicit TLS with LOGIN, STARTTLS with XOAUTH2;
then ones that must be refused: without TLS, with a certificate that nobody vouches for, with one of another
name, with a wrong password; then encrypted attachments (opened by PyPI pyzipper) and signatures of the sender's domain
(verified by PyPI dkimpy); and a notice over TLS to a server on the web. What arrives is parsed by Python's own library.
Ends with 1 when a check fails.
"""

import base64
import email
import email.policy
import hashlib
import http.server
import io
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading

import dkim
import pyzipper
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

SECRET = "s3cret-of-the-test"
PEOPLE = [("李伟", "li@client.example", "zh-CN"), ("Ann Lee", "ann@client.example", "en")]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
CHECKS = []


def check(name, good, more=""):
    CHECKS.append(good)
    print(("ok    " if good else "WRONG ") + name + (f": {more}" if more and not good else ""))


class Box:
    """Keeps what arrives."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content,
                               server.transport.get_extra_info("ssl_object") is not None))
        return "250 2.0.0 queued"


class Tokens(SMTP):
    """A server that takes access tokens."""

    async def auth_XOAUTH2(self, server, args):
        said = base64.b64decode(args[1]) if len(args) > 1 else b""
        wanted = f"user=reports\x01auth=Bearer {SECRET}\x01\x01".encode()
        return AuthResult(success=said == wanted, auth_data="reports")


def authenticator(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"reports", SECRET.encode())
    return AuthResult(success=good, handled=False)


class Server(Controller):
    """A server on a free port."""

    def __init__(self, box, context=None, implicit=False, kind=SMTP, **options):
        import socket

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.kind = kind
        if implicit:
            super().__init__(box, hostname="127.0.0.1", port=port, ssl_context=context, auth_require_tls=False, **options)
        else:
            super().__init__(box, hostname="127.0.0.1", port=port, tls_context=context, **options)

    def factory(self):
        return self.kind(self.handler, **self.SMTP_kwargs)


def certificate(folder, name, host):
    key, cert = folder / f"{name}.key", folder / f"{name}.pem"
    line = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}",
            "-addext", f"subjectAltName=DNS:{host}", "-addext", "basicConstraints=critical,CA:FALSE",
            "-keyout", str(key), "-out", str(cert)]
    subprocess.run(line, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert


def house(folder, smtp, notices=None, more=None):
    """A project with one finished issue; `more` is added to its delivery."""
    (folder / "data").mkdir(parents=True)
    (folder / "data/tickets.csv").write_text("ticket_id,created_at\n1,2026-07-01 10:00:00\n", "utf-8")
    people = [{"name": name, "address": address, "locale": locale} for name, address, locale in PEOPLE]
    delivery = {"smtp": smtp, "from": "灯塔咨询 <reports@example.com>", "approval": "none", "recipients": people, **(more or {})}
    config = {"version": 1, "reports": [{"id": "telecom", "client": "示例电信", "data": "data", "as_of": "2026-10-15",
                                         "tables": {"tickets": "tickets.csv"}, "delivery": delivery}]}
    if notices:
        config["notices"] = notices
    (folder / "reports.yaml").write_text(json.dumps(config, ensure_ascii=False), "utf-8")
    issue = folder / "output/2026-Q3/telecom/issue-1"
    files = []
    shown = hashlib.sha256(PICTURE).hexdigest()[:32] + "@report.invalid"
    for tag in ("zh-CN", "en"):
        (issue / tag).mkdir(parents=True)
        for name, content in ((f"telecom_2026-Q3_{tag}.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),
                              ("mail.txt", f"示例电信 · 2026年第三季度 𠮷 {tag}\n\n判定\n.\n".encode()),
                              ("mail-1.png", PICTURE),
                              ("mail.html", f'<html><body><p>判定 {tag}</p><img src="cid:{shown}" alt="x"></body></html>'.encode())):
            (issue / tag / name).write_bytes(content)
            files.append({"path": f"{tag}/{name}", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content),
                          "language": tag, "edition": "full", "format": name.rsplit(".", 1)[1]})
    same = {"record_version": 1, "report": "telecom", "period": "2026-Q3", "issue": 1}
    record = {**same, "key": "k", "data_hash": "d", "created_at": "2026-10-15T09:00:00Z",
              "gate": {"outcome": "pass", "rules": []}, "files": files}
    (issue / "issue.json").write_text(json.dumps(record), "utf-8")
    latest = {**same, "status": "current", "attempted_at": "2026-10-15T09:00:00Z"}
    (issue.parent / "latest.json").write_text(json.dumps(latest), "utf-8")


def send(program, folder, line="send", hook=""):
    environment = {"PATH": "/usr/bin:/bin", "MAIL_PASSWORD": SECRET, "NOTICE_URL": hook}
    return subprocess.run([program, *line.split()], cwd=folder, env=environment, capture_output=True, text=True)


def arrived(box, name):
    check(f"{name}: one message for each person", [one[1] for one in box.envelopes] == [[a] for _, a, _ in PEOPLE],
          [one[1] for one in box.envelopes])
    for (sender, _, content, encrypted), (person, address, tag) in zip(box.envelopes, PEOPLE):
        check(f"{name}: encrypted", encrypted)
        message = email.message_from_bytes(content, policy=email.policy.default)
        check(f"{name}: sender", sender == "reports@example.com" and str(message["from"]) == "灯塔咨询 <reports@example.com>")
        check(f"{name}: one recipient in the head", str(message["to"]) == f"{person} <{address}>" and not message["bcc"] and not message["cc"],
              str(message["to"]))
        check(f"{name}: subject", str(message["subject"]) == f"示例电信 · 2026年第三季度 𠮷 {tag}", str(message["subject"]))
        kinds = [part.get_content_type() for part in message.walk()]
        check(f"{name}: parts", kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related",
                                       "text/html", "image/png", "application/pdf"], kinds)
        picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
        shown = message.get_body(("html",)).get_content()
        check(f"{name}: picture", picture.get_content() == PICTURE and f'src="cid:{picture["content-id"][1:-1]}"' in shown)
        attachment = next(message.iter_attachments())
        check(f"{name}: file", attachment.get_filename() == f"telecom_2026-Q3_{tag}.pdf"
              and attachment.get_content() == b"%PDF-1.7\n" + bytes(range(256)) * 40)
        plain = message.get_body(("plain",)).get_content()
        check(f"{name}: text", plain.replace("\r\n", "\n").endswith("判定\n.\n"), repr(plain))
        check(f"{name}: no defects", not any(part.defects for part in message.walk()))


def sealed(program, base):
    """Attachments that a password opens, under signatures of both kinds that others verify."""
    for name, make, more in (("rsa", ["genrsa", "-traditional"], ["2048"]), ("rsa-pkcs8", ["genpkey", "-algorithm", "rsa"], []),
                             ("ed25519", ["genpkey", "-algorithm", "ed25519"], [])):
        folder = base / f"sealed-{name}"
        box = Box()
        server = Server(box)
        server.start()
        smtp = {"host": "127.0.0.1", "port": server.port, "tls": "none", "timeout_seconds": 10}
        encryption = {"password_command": ["echo", SECRET + " of {address}"]}
        house(folder, smtp, more={"dkim": {"selector": "q3", "key_file": "key.pem"}, "encryption": encryption})
        key = folder / "key.pem"
        subprocess.run(["openssl", *make, "-out", str(key), *more], check=True, capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
        kind, public = ("ed25519", public[-32:]) if name == "ed25519" else ("rsa", public)
        record = f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}".encode()
        ended = send(program, folder)
        check(f"{name}: sent", ended.returncode == 0 and len(box.envelopes) == 2, ended.stdout + ended.stderr)
        check(f"{name}: no secret is printed", SECRET not in ended.stdout + ended.stderr)
        for (_, _, content, _), (_, address, tag) in zip(box.envelopes, PEOPLE):
            asked = []

            def published(at, timeout=5):
                asked.append(at)
                return record

            check(f"{name}: the signature holds", dkim.verify(content, dnsfunc=published), content[:900])
            check(f"{name}: it is asked for where it is published", set(asked) == {b"q3._domainkey.example.com."}, asked)
            spoilt = content.replace(b"Auto-Submitted: auto-generated", b"Auto-Submitted: no")
            check(f"{name}: another head does not hold", spoilt != content and not dkim.verify(spoilt, dnsfunc=published))
            check(f"{name}: a second sender does not hold", not dkim.verify(b"From: x@example.org\r\n" + content, dnsfunc=published))
            message = email.message_from_bytes(content, policy=email.policy.default)
            kinds = [part.get_content_type() for part in message.walk()]
            check(f"{name}: no figure in clear text", kinds == ["multipart/mixed", "text/plain", "application/zip"]
                  and "判定" not in message.get_body(("plain",)).get_content(), kinds)
            with pyzipper.AESZipFile(io.BytesIO(next(message.iter_attachments()).get_content())) as packed:
                packed.setpassword(f"{SECRET} of {address}".encode())
                strength = packed.infolist()[0].wz_aes_strength
                check(f"{name}: AES-256", strength == 3, strength)
                check(f"{name}: what is inside", packed.namelist() == [f"telecom_2026-Q3_{tag}.pdf"]
                      and packed.read(packed.namelist()[0]) == b"%PDF-1.7\n" + bytes(range(256)) * 40)
        server.stop()


class Hook(http.server.BaseHTTPRequestHandler):
    """Takes notices."""

    def do_POST(self):
        self.server.posted.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


def notices(program, base, context, cert):
    """A notice over TLS, and one to a server that nobody vouches for."""
    box = Box()
    mail = Server(box)
    mail.start()
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    web.posted, web.socket = [], context.wrap_socket(web.socket, server_side=True)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    hook = f"https://localhost:{web.server_port}/services/{SECRET}"
    smtp = {"host": "127.0.0.1", "port": mail.port, "tls": "none", "timeout_seconds": 10}
    for name, more in (("trusted", {"certificates": str(cert)}), ("unknown", {})):
        folder = base / f"notice-{name}"
        house(folder, smtp, {"webhook": {"form": "slack", "url_env": "NOTICE_URL", **more}})
        ended = send(program, folder, hook=hook)
        check(f"notice, certificate {name}: mail was sent", ended.returncode == 0, ended.stdout + ended.stderr)
        check(f"notice, certificate {name}: no address is printed", "services" not in ended.stdout + ended.stderr
              and "localhost" not in ended.stderr, ended.stderr)
        check(f"notice, certificate {name}: said when it fails", ("was not taken" in ended.stderr) == (name == "unknown"), ended.stderr)
    check("notice: one arrived, over TLS", [(path, json.loads(body)) for path, body in web.posted]
          == [(f"/services/{SECRET}", {"text": "Quarterdeck send: 2 sent"})], web.posted)
    mail.stop()
    web.shutdown()


def main(program):
    with tempfile.TemporaryDirectory() as name:
        base = pathlib.Path(name)
        context, cert = certificate(base, "good", "localhost")
        other, other_cert = certificate(base, "other", "mail.evil.example")
        usual = {"host": "localhost", "timeout_seconds": 10, "attempts": 1, "certificates": str(cert)}
        account = {"user": "reports", "password_env": "MAIL_PASSWORD"}
        token = {"user": "reports", "token_command": ["echo", SECRET]}
        good = [
            ("starttls", {"context": context, "require_starttls": True, "auth_required": True, "authenticator": authenticator},
             {**usual, **account, "tls": "starttls"}),
            ("implicit", {"context": context, "implicit": True, "auth_required": True, "authenticator": authenticator,
                          "auth_exclude_mechanism": ["PLAIN"]}, {**usual, **account, "tls": "implicit"}),
            ("xoauth2", {"context": context, "require_starttls": True, "auth_required": True, "kind": Tokens},
             {**usual, **token, "tls": "starttls"}),
        ]
        for name, options, smtp in good:
            box = Box()
            server = Server(box, **options)
            server.start()
            folder = base / name
            house(folder, {**smtp, "port": server.port})
            ended = send(program, folder)
            check(f"{name}: sent", ended.returncode == 0, ended.stdout + ended.stderr)
            check(f"{name}: a second run sends nothing", send(program, folder).returncode == 0 and len(box.envelopes) == 2)
            arrived(box, name)
            check(f"{name}: no secret is printed", SECRET not in ended.stdout + ended.stderr)
            server.stop()
        bad = [
            ("without TLS", {}, {**usual, "tls": "starttls"}, "does not offer it"),
            ("TLS expected from the first byte", {}, {**usual, "tls": "implicit"}, ""),
            ("unknown certificate", {"context": other}, {**usual, "tls": "starttls"}, "certificate"),
            ("certificate of another name", {"context": other}, {**usual, "certificates": str(other_cert), "tls": "starttls"}, "certificate"),
            ("wrong password", {"context": context, "auth_required": True, "authenticator": authenticator},
             {**usual, "tls": "starttls", "user": "reports", "password_command": ["echo", "wrong"]}, "535"),
        ]
        for at, (name, options, smtp, said) in enumerate(bad):
            box = Box()
            server = Server(box, **options)
            server.start()
            folder = base / f"bad-{at}"
            house(folder, {**smtp, "port": server.port})
            ended = send(program, folder)
            check(f"{name}: refused", ended.returncode == 5 and not box.envelopes and said in ended.stdout, ended.stdout + ended.stderr)
            server.stop()
        sealed(program, base)
        notices(program, base, context, cert)
    print(f"{sum(CHECKS)} of {len(CHECKS)} checks hold")
    return 0 if all(CHECKS) else 1


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve())))
