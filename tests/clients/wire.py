"""A relay of TCP between a client and fitd that counts what passes, and can cut connections."""

import contextlib
import socket
import threading

HEADERS, PING, ACK = 1, 6, 1
PREFACE_BYTES = 24  # what a client sends before its first frame
FRAME_HEADER_BYTES = 9  # length (3), type (1), flags (1), stream (4)


class FrameReader:
    """The type and flags of each HTTP/2 frame in one direction of a connection."""

    def __init__(self, skip):
        self.pending, self.skip = b"", skip

    def read(self, chunk):
        self.pending += chunk
        frames = []
        while True:
            skipped = min(self.skip, len(self.pending))
            self.pending, self.skip = self.pending[skipped:], self.skip - skipped
            if self.skip or len(self.pending) < FRAME_HEADER_BYTES:
                return frames
            frames.append((self.pending[3], self.pending[4]))
            self.skip = FRAME_HEADER_BYTES + int.from_bytes(self.pending[:3], "big")


class Wire:
    """Relays to `target`; the first `cuts` connections end once the client has sent a call."""

    def __init__(self, target, cuts=0):
        host, _, port = target.rpartition(":")
        self.target, self.cuts = (host, int(port)), cuts
        self.connections = self.pings = self.bytes_to_server = 0
        self.changed = threading.Condition()
        self.sockets = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(self.target)
                self.connections += 1
                self.sockets += [client, server]
                cut = self.connections <= self.cuts
                for arguments in ((client, server, cut), (server, client, None)):
                    threading.Thread(target=self.relay, args=arguments, daemon=True).start()

    def relay(self, source, sink, cut):
        """`cut` is None for what comes from the server."""
        frames = FrameReader(PREFACE_BYTES)
        with contextlib.suppress(OSError):
            while chunk := source.recv(1 << 16):
                if cut is not None:
                    seen = frames.read(chunk)
                    with self.changed:
                        self.bytes_to_server += len(chunk)
                        self.pings += sum(kind == PING and not flags & ACK for kind, flags in seen)
                        self.changed.notify_all()
                    if cut and any(kind == HEADERS for kind, _ in seen):
                        break
                sink.sendall(chunk)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def wait_for_ping(self, deadline):
        with self.changed:
            return self.changed.wait_for(lambda: self.pings > 0, deadline)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.listener.close()
        for end in self.sockets:
            end.close()
