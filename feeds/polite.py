"""Asking an outside service politely: one request at a time, a pause between two, time-outs, retries that back off, and a key
that nobody but the service gets to see.

Some services want the key in the URL, in its path or its query, and httpx writes URLs into its log and its exceptions. So the URL
bears `***` everywhere in this program; the transport puts the key in its place on the wire, and takes it out of whatever comes back.
"""

import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import Self, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx
import tenacity
from pydantic import SecretStr

from nightowl.console import say
from nightowl.errors import NightowlError

T = TypeVar("T")
KEY_PLACE = "***"
KEY_IN_URL = re.compile(rb"(?<=[/=])\*\*\*(?=[/&]|$)")
"""A part of the path, or the value of an argument."""
USER_AGENT = "nightowl/0.1 (nightly city data warehouse)"
CONNECT_WITHIN_S = 10.0
BACKOFF_MAX_S = 60.0
RETRY_AFTER_MAX_S = 600.0
BODY_BYTES_MAX = 64 << 20


class NotThere(NightowlError):
    """The service knows no such thing (HTTP 404 or 410)."""


class Transient(NightowlError):
    """An answer that may be better the next time; `retry_after_s` where the service said when."""

    def __init__(self, sentence: str, retry_after_s: float = 0.0) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class Manners:
    """How a service is asked: the pause between two requests, the longest silence, the tries, the first wait before a retry."""

    pause_s: float = 0.2
    timeout_s: float = 60.0
    tries_cnt: int = 6
    backoff_s: float = 1.0

    def __post_init__(self) -> None:
        if self.pause_s < 0:
            raise NightowlError(
                f"The pause between two requests is a number of seconds from 0 up; found {self.pause_s}."
            )


class PoliteClient:
    """One service, asked by one client at a time; use it in a `with` block.

    Raises NightowlError where `base_url` is no http(s) address.
    """

    def __init__(self, base_url: str, key: SecretStr | None = None, manners: Manners | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self.manners = manners or Manners()
        self._key = key
        self._answered_at = 0.0
        self._masking = _Masking(self.mask)
        self._http = httpx.Client(
            transport=_KeyOnTheWire(_transport(self._checked_host()), key),
            timeout=httpx.Timeout(
                self.manners.timeout_s, connect=min(CONNECT_WITHIN_S, self.manners.timeout_s)
            ),
            headers={"User-Agent": USER_AGENT},
        )

    def __enter__(self) -> Self:
        for logger in _loggers():
            logger.addFilter(self._masking)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
        for logger in _loggers():
            logger.removeFilter(self._masking)

    def ask(self, url: str, what: str, take: Callable[[httpx.Response], T]) -> T:
        """What `take` makes of the answer to a GET of `url`, asked again while it is transient; `what` names it in sentences.

        `take` gets a response with status 200 whose body is not read yet; it raises Transient for what is worth another try.
        Raises NightowlError for all that stays wrong; the key is in no text of it.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Transient),
            stop=tenacity.stop_after_attempt(self.manners.tries_cnt),
            wait=self._wait_s,
            before_sleep=lambda state: self._tell(what, state),
            reraise=True,
        )
        try:
            return retrying(self._once, url, take)
        except Transient as error:
            raise NightowlError(
                f"{what} could not be had in {self.manners.tries_cnt} tries. The last: {error} Try again later."
            ) from None

    def body(self, response: httpx.Response) -> bytes:
        """The whole body of an answer, within a bound: no page of any service is that large."""
        body = bytearray()
        for block in response.iter_bytes():
            body += block
            if len(body) > BODY_BYTES_MAX:
                raise NightowlError(
                    f"{self._host} sends more than {BODY_BYTES_MAX >> 20} MiB for one page; is the address right?"
                )
        return bytes(body)

    def repeats_key(self, body: bytes) -> bool:
        """Whether the key stands in what the service answered."""
        return self._key is not None and self._key.get_secret_value().encode() in body

    def mask(self, text: str) -> str:
        """The text with the key starred out."""
        return text.replace(self._key.get_secret_value(), KEY_PLACE) if self._key else text

    @property
    def _host(self) -> str:
        return httpx.URL(self.base_url).host

    def _checked_host(self) -> httpx.URL:
        try:
            url = httpx.URL(self.base_url)
        except httpx.InvalidURL as error:
            raise NightowlError(
                self.mask(f"'{self.base_url}' is no address of a service: {error}.")
            ) from None
        if url.scheme not in {"http", "https"} or not url.host or url.query or url.userinfo:
            raise NightowlError(
                self.mask(
                    f"The address of a service is written as in http://openapi.seoul.go.kr:8088; found '{self.base_url}'."
                )
            )
        return url

    def _once(self, url: str, take: Callable[[httpx.Response], T]) -> T:
        """One request, a pause after the one before."""
        time.sleep(max(0.0, self._answered_at + self.manners.pause_s - time.monotonic()))
        try:
            with self._http.stream("GET", url) as response:
                self._check_status(response)
                return take(response)
        except NightowlError as error:
            error.args = (self.mask(str(error)),)
            raise
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise NightowlError(self.mask(f"'{url}' is no address of a service: {error}")) from None
        except httpx.HTTPError as error:
            told = re.sub(r"(?<!\.)$", ".", str(error) or type(error).__name__)
            raise Transient(self.mask(f"{self._host} gave no whole answer: {told}")) from None
        finally:
            self._answered_at = time.monotonic()

    def _check_status(self, response: httpx.Response) -> None:
        status = f"{self._host} answered with HTTP status {response.status_code} {response.reason_phrase}"
        if response.status_code == 429 or response.status_code >= 500:
            wait_s = _retry_after_s(response.headers.get("Retry-After", ""))
            if wait_s > RETRY_AFTER_MAX_S:
                raise NightowlError(
                    f"{status} and asks not to come back before {wait_s:,.0f} s have passed. Start again then."
                )
            raise Transient(f"{status}.", wait_s)
        if response.status_code != 200:
            refusal = NotThere if response.status_code in {404, 410} else NightowlError
            raise refusal(f"{status}, where 200 is expected. Is the address of the service right?")

    def _wait_s(self, state: tenacity.RetryCallState) -> float:
        """Twice as long each time, with jitter, and never shorter than the service asked for."""
        backoff = tenacity.wait_exponential_jitter(
            self.manners.backoff_s, BACKOFF_MAX_S, jitter=self.manners.backoff_s
        )
        return max(backoff(state), _error_of(state).retry_after_s)

    def _tell(self, what: str, state: tenacity.RetryCallState) -> None:
        say(
            f"{what}: {_error_of(state)} Asking again in {state.upcoming_sleep:.1f} s "
            f"(try {state.attempt_number + 1} of {self.manners.tries_cnt})."
        )


class _KeyOnTheWire(httpx.BaseTransport):
    """Puts the key where the URL has `***`, on the way out alone: requests, exceptions and logs above keep the stars."""

    def __init__(self, inner: httpx.BaseTransport, key: SecretStr | None) -> None:
        self._inner, self._key = inner, key

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request with the key in its URL."""
        if self._key is None:
            return self._inner.handle_request(request)
        key = self._key.get_secret_value().encode()
        url = request.url.copy_with(raw_path=KEY_IN_URL.sub(lambda _: key, request.url.raw_path, count=1))
        return self._inner.handle_request(
            httpx.Request(
                request.method,
                url,
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    def close(self) -> None:
        self._inner.close()


class _Masking(logging.Filter):
    """Stars the key out of what httpx and httpcore log (a header of an answer may repeat it)."""

    def __init__(self, mask: Callable[[str], str]) -> None:
        super().__init__()
        self._mask = mask

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._mask(record.getMessage()), ()
        return True


def _loggers() -> Iterator[logging.Logger]:
    """Every logger of the HTTP libraries: a filter on a parent does not see what its children log."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in {"httpx", "httpcore"}:
            yield logging.getLogger(name)


def _transport(url: httpx.URL) -> httpx.HTTPTransport:
    """Through the proxy the environment names for this host, as httpx would do with a transport of its own."""
    proxy = None if proxy_bypass(url.host) else getproxies().get(url.scheme)
    return httpx.HTTPTransport(verify=_trusted(), proxy=proxy)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom an https service must be vouched for by; reading the list takes 50 ms, so once a process."""
    return httpx.create_ssl_context()


def _error_of(state: tenacity.RetryCallState) -> Transient:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, Transient) else Transient(str(error))


def _retry_after_s(text: str) -> float:
    """Seconds of a Retry-After header: a number of seconds or a date; 0 where it is missing or neither."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def describe(body: bytes) -> str:
    """What came where JSON or a zip file is expected, in a few words."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \r\n\t")
    shown = start[:60].decode("utf-8", errors="replace").split("\n")[0].strip()
    if not start:
        return "nothing"
    if re.match(rb"(?i)<!doctype html|<html", start):
        return "a web page (HTML)"
    if start[:1] in {b"{", b"["}:
        return f"{len(body):,} bytes of JSON that is cut off or broken"
    return f"text that begins '{shown}'"
