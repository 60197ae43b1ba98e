"""An HTTP service on this machine that answers as it is told, errs where it is told to, and counts how many ask at once."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass
class Answer:
    """What goes over the wire; `cut` sends that many bytes fewer than announced, `drop` no answer at all."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    drop: bool = False
    meanwhile: Callable[[], object] = lambda: None


class LocalServer:
    """Runs while its `with` block does, at `url`. A service says what it answers to a path: `respond`."""

    below = ""
    delay_s = 0.0

    def respond(self, path: str) -> Answer:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self.inside = self.inside_max = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}{self.below}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(service: LocalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms between its head and its body

        def do_GET(self) -> None:
            with service._lock:
                service.inside += 1
                service.inside_max = max(service.inside_max, service.inside)
            try:
                self._send(service.respond(self.path))
            finally:
                with service._lock:
                    service.inside -= 1

        def _send(self, answer: Answer) -> None:
            answer.meanwhile()
            time.sleep(service.delay_s)
            if answer.drop:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) - answer.cut])
            if answer.cut:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Quiet: the paths hold the key."""

    return Handler
