"""A client that costs little: prepared requests over sockets that stay open, in a process of its own.

    python -m bench.client PORT CONNECTIONS SECONDS < requests      (JSON lines: {"head": .., "body": ..})

Prints one JSON object: requests answered by status, bytes of the answers, wall seconds, and milliseconds
of an answer by quantile. It is pinned to the last core when there are several, so that it takes no time
from the server.
"""

import json
import os
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator


class Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, int]:
        """Status and length of the answer."""
        self.socket.sendall(request)
        buffer = self.rest
        while (end := buffer.find(b"\r\n\r\n")) < 0:
            buffer += self._more()
        head = buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        while len(buffer) < end + 4 + length:
            buffer += self._more()
        self.rest = buffer[end + 4 + length :]
        return int(head[9:12]), length

    def _more(self) -> bytes:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def main(port: int, connections: int, seconds: float) -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    requests = [
        (one["head"] + "\r\n\r\n").encode() + one["body"].encode()
        for one in map(json.loads, sys.stdin)
    ]
    waiting: Iterator[bytes] = iter(requests)
    lock = threading.Lock()
    statuses: Counter[int] = Counter()
    lengths: list[int] = []
    spent: list[float] = []
    failures: list[BaseException] = []
    deadline = time.perf_counter() + seconds

    def work() -> None:
        try:
            connection = Connection(port)
            while time.perf_counter() < deadline:
                with lock:
                    request = next(waiting, None)
                if request is None:
                    return
                started = time.perf_counter()
                status, length = connection.ask(request)
                took = time.perf_counter() - started
                with lock:
                    statuses[status] += 1
                    lengths.append(length)
                    spent.append(took)
        except Exception as error:  # a thread that dies in silence would only make it slower
            failures.append(error)

    started = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - started
    if failures:
        raise failures[0]
    spent.sort()
    print(
        json.dumps(
            {
                "statuses": statuses,
                "bytes": sum(lengths),
                "wall": wall,
                "answered": len(spent),
                **{f"p{share}": spent[len(spent) * share // 100] * 1000 for share in (50, 95, 99)},
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
