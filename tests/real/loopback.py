"""A small mail server on loopback for scripts: keeps who received which message, and may take its time."""

import socketserver
import threading
import time


class Dialogue(socketserver.StreamRequestHandler):
    def say(self, text):
        time.sleep(self.server.pause)
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        try:
            self.hold()
        except (ConnectionError, BrokenPipeError):
            pass  # whoever spoke has died

    def hold(self):
        self.say("220 loopback ready")
        to = None
        while line := self.rfile.readline():
            word = line.split(b" ")[0].split(b":")[0].strip().upper()
            if word == b"EHLO":
                self.say("250-loopback\r\n250 SIZE 20000000")
            elif word == b"RCPT":
                to = line.split(b"<")[1].split(b">")[0].decode()
                self.say("250 2.1.5 ok")
            elif word == b"DATA":
                self.say("354 go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    if not part:
                        return  # the last dot never came: nothing was taken
                    lines.append(part[1:] if part.startswith(b"..") else part)
                with self.server.lock:
                    self.server.taken.append((to, b"".join(lines)))
                self.say("250 2.0.0 queued")
            elif word == b"QUIT":
                self.say("221 2.0.0 goodbye")
                return
            else:
                self.say("250 2.0.0 ok")


class Server(socketserver.ThreadingTCPServer):
    """Starts at once on a free port; `taken` holds (recipient, message) in order."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, pause=0.0):
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.pause, self.taken, self.lock = pause, [], threading.Lock()
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()
