"""Questions to BPS's service, and nothing else: the only file that opens a socket.

One request at a time, half a second apart. An answer has a deadline as a whole, from the first byte of its
head to the last of its body, so that a server that drips cannot hold it. The token stands in the address of a
request; whatever leaves this file, a message or bytes, has ``***`` in its place.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import os
import re
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import ServiceError, UsageError, system_reason
from kaltim_poverty.inputs.numbers import excerpt

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE = "https://webapi.bps.go.id"
ADDRESS = "KPOV_BPS_URL"  # of another service, on loopback for tests
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MASK = "***"
CONNECT = 10.0  # seconds
PAUSE = 0.5  # seconds between requests
WAITS = (1.0, 2.0, 4.0)  # seconds before each further try
LONGEST_WAIT = 60.0  # that a server may ask for
MOST_BYTES = 20 * 2**20
PIECE = 65_536
TRY_AGAIN = frozenset((429, 500, 502, 503, 504))
NOT_ALLOWED = (401, 403)
NOT_FOUND = 404
WORDS_SHOWN = 12
NO_HOST = "?"
TAGS = "(?:<[^<>]*>)*"  # which labels lose


class Reply(NamedTuple):
    """A reply of the service.

    Attributes:
        status: of HTTP.
        data: the body.
        wait: seconds that the server asks to wait; None if it does not.
    """

    status: int
    data: bytes
    wait: float | None


class TemporaryError(Exception):
    """A try that may be repeated.

    Attributes:
        error: what to say if there is no further try.
        wait: seconds that the server asks to wait; None if it does not.
    """

    def __init__(self, error: ServiceError, wait: float | None = None) -> None:
        super().__init__(error.key)
        self.error = error
        self.wait = wait


class Service:
    """The service with a token.

    Args:
        token: of the user; it is in no attribute that is printed.
        timeout: seconds for a whole answer.
    """

    def __init__(self, token: str, timeout: float) -> None:
        self._token = token
        self._spellings = spellings_of(token)
        self.timeout = timeout
        self.base = base_address()
        self._last = float("-inf")

    def __repr__(self) -> str:
        return f"Service({self.base!r})"

    def address(self, path: str) -> str:
        """The address of a question, with ``***`` for the token."""
        return f"{self.base}/v1/api/list/{path}/key/{MASK}"

    def ask(self, path: str) -> bytes:
        """The answer to a question: JSON, without the token.

        Args:
            path: what stands between the service and the token in the address.

        Raises:
            ServiceError: if the service is not reached, says no, or answers with something else.
        """
        waits = iter(WAITS)
        while True:
            try:
                return self._try(path)
            except TemporaryError as failed:
                wait = next(waits, None)
                if wait is None:
                    raise failed.error from None
                time.sleep(min(max(wait, failed.wait or 0), LONGEST_WAIT))

    def _try(self, path: str) -> bytes:
        """One try.

        Raises:
            TemporaryError: if another one may help.
            ServiceError: if none can.
        """
        time.sleep(max(0.0, self._last + PAUSE - time.monotonic()))
        try:
            reply = self._reply(self.address(path).replace(MASK, self._token))
        finally:
            self._last = time.monotonic()
        data = self._spellings.sub(MASK.encode(), reply.data)
        if reply.status in TRY_AGAIN:
            raise TemporaryError(ServiceError("service_busy", status=str(reply.status)), reply.wait)
        answer = as_object(data)
        if reply.status in NOT_ALLOWED:
            raise ServiceError("service_refused", reason=message_of(answer, data))
        if answer is None and http.client.OK <= reply.status < http.client.MULTIPLE_CHOICES:
            raise TemporaryError(no_figures(data))
        if answer is None or answer.get("status") == "Error":
            raise ServiceError("service_said_no", status=str(reply.status), reason=message_of(answer, data))
        return data

    def _reply(self, address: str) -> Reply:
        """The reply of the service.

        Raises:
            TemporaryError: after a time-out, a broken body, a closed connection.
            ServiceError: if the service cannot be reached, sends elsewhere, or too much.
        """
        deadline = time.monotonic() + self.timeout
        opener = urllib.request.build_opener(*handlers(deadline, self.base))
        request = urllib.request.Request(address, headers={"Accept": "application/json"})  # noqa: S310 - checked
        try:
            with opener.open(request, timeout=min(CONNECT, self.timeout)) as response:
                return Reply(response.status, limited(response), None)
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, limited(error), seconds(error.headers.get("Retry-After")))
        except TimeoutError:
            raise TemporaryError(ServiceError("service_slow", seconds=f"{self.timeout:g}")) from None
        except (http.client.HTTPException, ConnectionResetError, BrokenPipeError):
            raise TemporaryError(ServiceError("service_cut")) from None
        except urllib.error.URLError as error:
            raise self._not_reached(error) from None
        except OSError as error:
            raise TemporaryError(unreachable(self.base, error)) from None

    def _hidden(self, text: str) -> str:
        """A text with ``***`` for the token."""
        return self._spellings.sub(MASK.encode(), text.encode(errors="replace")).decode()

    def _not_reached(self, error: urllib.error.URLError) -> TemporaryError | ServiceError:
        """The error for a connection that there was not."""
        reason = error.reason
        if isinstance(reason, TimeoutError):
            return TemporaryError(ServiceError("service_slow", seconds=f"{min(CONNECT, self.timeout):g}"))
        if isinstance(reason, (ConnectionResetError, BrokenPipeError)):
            return TemporaryError(ServiceError("service_cut"))
        if isinstance(reason, ElsewhereError):
            return ServiceError("service_elsewhere", host=excerpt(self._hidden(reason.host)))
        return unreachable(self.base, reason if isinstance(reason, Exception) else error)


def spellings_of(token: str) -> re.Pattern[bytes]:
    """The token as an answer may repeat it: escaped for JSON, an address or HTML, parted by tags, in base 64.

    Args:
        token: of the user; nothing of it is found where it is empty.
    """
    if not token:
        return re.compile(b"(?!)")
    letters = TAGS.join(map(spelled, token))
    coded = re.escape(base64.b64encode(token.encode()).decode().rstrip("="))
    return re.compile(f"{letters}|{coded}".encode(), re.IGNORECASE)


def spelled(letter: str) -> str:
    """A pattern of a letter as it is, and as JSON, an address and HTML may write it."""
    code = ord(letter)
    in_html = rf"&(?:amp;)*#(?:0*{code}|x0*{code:x});?"
    return rf"(?:{re.escape(letter)}|\\+u{code:04x}|%(?:25)*{code:02x}|{in_html})"


def unreachable(base: str, error: Exception) -> ServiceError:
    """The error for a service that cannot be reached, with the way that needs none."""
    return ServiceError(
        "service_unreachable", host=urllib.parse.urlsplit(base).netloc, reason=system_reason(error)
    )


class ElsewhereError(OSError):
    """The server sends to another host.

    Attributes:
        host: that it sends to.
    """

    def __init__(self, host: str) -> None:
        super().__init__("redirected")
        self.host = host


class SameHost(urllib.request.HTTPRedirectHandler):
    """Follows to the same host alone, never from https to http."""

    max_redirections = 5

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """The answer that it redirects to.

        Raises:
            URLError: if it is for another host, or for no address at all.
        """
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise urllib.error.URLError(ElsewhereError(NO_HOST)) from None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """The request that follows.

        Raises:
            URLError: if it is for another host.
        """
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            fp.close()
            raise urllib.error.URLError(ElsewhereError(new.hostname or ""))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def handlers(deadline: float, base: str) -> list[urllib.request.BaseHandler]:
    """The URL handlers: https with the system's certificates and proxies, http only on loopback.

    Args:
        deadline: of the whole answer, on the clock of `time.monotonic`.
        base: the address of the service.
    """
    if base.startswith("http://"):
        return [Http(deadline), SameHost(), urllib.request.ProxyHandler({})]
    return [Https(deadline), SameHost()]


class Https(urllib.request.HTTPSHandler):
    """Opens by https, within a deadline."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def https_open(self, req: urllib.request.Request) -> Any:
        """The answer to a request."""
        from kaltim_poverty.current.certificates import context

        class Connection(http.client.HTTPSConnection):
            """A connection whose answers have the deadline."""

            deadline = self.deadline

            def connect(self) -> None:
                """Connect."""
                super().connect()
                self.sock: Any = Bounded(self.sock, self.deadline)

        return self.do_open(Connection, req, context=context())


class Http(urllib.request.HTTPHandler):
    """Opens by http, within a deadline."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def http_open(self, req: urllib.request.Request) -> Any:
        """The answer to a request."""

        class Connection(http.client.HTTPConnection):
            """A connection whose answers have the deadline."""

            deadline = self.deadline

            def connect(self) -> None:
                """Connect."""
                super().connect()
                self.sock: Any = Bounded(self.sock, self.deadline)

        return self.do_open(Connection, req)


class Bounded:
    """A socket whose reads end at a deadline, however little each brings."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self.sock = sock
        self.deadline = deadline
        self.is_read = False

    def makefile(self, mode: str) -> io.BufferedReader:
        """A file object that reads from the socket."""
        del mode
        self.is_read = True
        return io.BufferedReader(BoundedReader(self.sock, self.deadline), PIECE)

    def sendall(self, data: bytes) -> None:
        """Send within the deadline."""
        self.sock.settimeout(left(self.deadline))
        self.sock.sendall(data)

    def close(self) -> None:
        """Close the socket, unless something reads from it, which closes it."""
        if not self.is_read:
            self.sock.close()

    def setsockopt(self, *arguments: Any) -> None:
        """Set an option."""
        self.sock.setsockopt(*arguments)


class BoundedReader(io.RawIOBase):
    """Reads from a socket until a deadline."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self.sock = sock
        self.deadline = deadline

    def readable(self) -> bool:
        """True: a raw stream for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what there is.

        Raises:
            TimeoutError: at the deadline.
        """
        self.sock.settimeout(left(self.deadline))
        return self.sock.recv_into(buffer)

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()
        super().close()


def left(deadline: float) -> float:
    """The seconds that are left.

    Raises:
        TimeoutError: if there are none.
    """
    seconds_left = deadline - time.monotonic()
    if seconds_left <= 0:
        raise TimeoutError
    return seconds_left


def limited(response: Any) -> bytes:
    """The body of an answer.

    Raises:
        ServiceError: if it is too long.
        http.client.IncompleteRead: if it is cut.
    """
    pieces, length = [], 0
    while piece := response.read(PIECE):
        length += len(piece)
        if length > MOST_BYTES:
            raise ServiceError("service_too_much", most=str(MOST_BYTES // 2**20))
        pieces.append(piece)
    promised = response.headers.get("Content-Length", "")
    if is_number(promised) and length < float(promised):
        raise http.client.IncompleteRead(b"")
    return b"".join(pieces)


def seconds(header: str | None) -> float | None:
    """The seconds that a server asks to wait, at most a minute; None if it does not say."""
    text = (header or "").strip()
    return min(float(text), LONGEST_WAIT) if is_number(text) else None


def is_number(text: str) -> bool:
    """Whether a header is a number: digits of ASCII alone, as others are digits too."""
    return text.isascii() and text.isdigit()


def as_object(data: bytes) -> dict[str, Any] | None:
    """The object that a body is, or None."""
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def message_of(answer: Mapping[str, Any] | None, data: bytes) -> str:
    """The service's explanation of an error."""
    said = (answer or {}).get("message")
    return excerpt(str(said)) if said else first_words(data)


def no_figures(data: bytes) -> ServiceError:
    """The error for a body that is not JSON."""
    words = first_words(data)
    return ServiceError("service_not_json", words=words) if words else ServiceError("service_empty")


def first_words(data: bytes) -> str:
    """The first words of a body, without tags."""
    text = re.sub(r"<[^<>]*>", " ", data[:PIECE].decode("utf-8", errors="replace"))
    return excerpt(" ".join(text.split()[:WORDS_SHOWN]))


def base_address() -> str:
    """The address of the service, without a slash at its end.

    Raises:
        UsageError: if another one was chosen that is neither https nor on loopback.
    """
    given = os.environ.get(ADDRESS) or SERVICE
    parts = urllib.parse.urlsplit(given)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname or parts.username:
        raise UsageError("unsafe_address", name=ADDRESS)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


__all__ = ["MASK", "Service"]
