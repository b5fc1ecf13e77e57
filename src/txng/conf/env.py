"""The environment, read once: every TXNG_ variable, typed, with nonsense refused in a sentence.

    TXNG_DATA=/srv/txng                                     folder of database, keys, static files
    TXNG_DATABASE_URL=postgresql://txng:pw@127.0.0.1/txng   or sqlite:////srv/txng/other.sqlite3
    TXNG_BASE_URL=https://txng.example.vn                   the address that is printed in codes

The names are fixed: people script against them. docs/operate/settings.md has a sentence for each.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from txng.conf.env_errors import SettingError as SettingError
from txng.conf.env_mail import Smtp, mail
from txng.conf.speech import gettext as _

NAMES: Final = (
    "TXNG_DATA",
    "TXNG_DATABASE_URL",
    "TXNG_SECRET_KEY",
    "TXNG_BASE_URL",
    "TXNG_DEBUG",
    "TXNG_ALLOWED_HOSTS",
    "TXNG_LOG_LEVEL",
    "TXNG_LOG_FORMAT",
    "TXNG_WEBHOOK_NETWORKS",
    "TXNG_STREAM_URL",
    "TXNG_COMPANY_PREFIXES",
    "TXNG_LOG",
    "TXNG_LOG_ORIGIN",
    "TXNG_LOG_FOLDER",
    "TXNG_LOG_POLICY",
    "TXNG_LOG_TSA",
    "TXNG_LOG_TSA_CHAIN",
    "TXNG_LOG_EVM",
    "TXNG_LOG_EVM_CONTRACT",
    "TXNG_LOG_EVM_SENDER",
    "TXNG_SIGNER_FOLDER",
    "TXNG_HOTLINE",
    "TXNG_SUPPORT_PHONE",
    "TXNG_EDGE_PLACE_HEADER",
    "TXNG_EDGE_ADDRESS_HEADER",
    "TXNG_OIDC_ISSUER",
    "TXNG_OIDC_CLIENT",
    "TXNG_OIDC_SECRET",
    "TXNG_OIDC_NAME",
    "TXNG_SMTP_URL",
    "TXNG_MAIL_FROM",
    "TXNG_MAIL_PER_MINUTE",
)

SHORTEST_SECRET: Final = 50
TRIAL_ORIGIN: Final = "localhost/log"
LOG_LEVELS: Final = ("info", "debug", "warning", "error")
LOG_FORMATS: Final = ("auto", "json", "text")
POSTGRES_OPTIONS: Final = frozenset(
    {
        "application_name",
        "connect_timeout",
        "host",
        "options",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
    }
)
_ORIGIN: Final = re.compile(r"[a-z0-9][a-z0-9.:-]*(/[a-z0-9][a-z0-9._-]*)*")
_WEB: Final = re.compile(r"https?://[^\s/?#]+[^\s#]*")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ().-]{2,24}")
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_ACCOUNT: Final = re.compile(r"0x[0-9A-Fa-f]{40}")
_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"", "0", "false", "no", "off"})


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Database:
    """`name` is the file's path on SQLite, the database on PostgreSQL."""

    engine: Literal["sqlite", "postgresql"]
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """For people and logs: never the password."""
        if self.engine == "sqlite":
            return self.name
        port = f":{self.port}" if self.port else ""
        return f"postgresql://{self.host or 'localhost'}{port}/{self.name}"


@dataclass(frozen=True, slots=True)
class Environment:
    data: Path
    database: Database
    secret_key: str  # "" until `txng init` has made one
    base_url: str  # without a slash at its end
    debug: bool
    allowed_hosts: tuple[str, ...]
    log_level: str
    log_format: str
    webhook_networks: tuple[Network, ...]  # where webhooks may go besides the public Internet
    stream_url: str  # of the WebSocket door, without a slash at its end; "" says nothing
    company_prefixes: tuple[str, ...]
    has_log: bool  # whether the transparency log is kept
    log_origin: str  # what the names of the log's shards begin with
    log_folder: Path
    log_policy: Path | None  # a tlog-policy file: which witnesses count
    log_tsa: str  # address of an RFC 3161 time stamping authority, "" for none
    log_tsa_chain: Path | None  # its certificates, PEM
    log_evm: str  # address of a node of an EVM chain, "" for none
    log_evm_contract: str
    log_evm_sender: str
    signer_folder: Path
    hotline: str  # a number to call about a recall, "" for none
    support_phone: str  # a number to call for help with registering, "" for none
    edge_place: str  # where WSGI puts the header by which the proxy tells a province, "" for none
    edge_address: str  # .. and the address of the device
    oidc: tuple[str, str, str, str]  # issuer, client, secret, name; "" as issuer for none
    smtp: Smtp | None  # None: no letter is written or sent
    mail_from: str  # "Name <address>", "" without smtp
    mail_per_minute: int

    @property
    def secret_key_file(self) -> Path:
        return self.data / "keys" / "secret_key"

    @property
    def pictures_folder(self) -> Path:
        """Pictures of products that the operator took in: /hinh/<name>."""
        return self.data / "pictures"

    @property
    def reports_folder(self) -> Path:
        """Photos of consumers' reports: for officers, never served."""
        return self.data / "reports"

    @property
    def boundaries_file(self) -> Path:
        """Shapes of communes that the operator took in (txng geo import), for the leaders' map."""
        return self.data / "boundaries.json"

    @property
    def documents_folder(self) -> Path:
        """Sheets that were sent and files that belong to records: never served by their path."""
        return self.data / "documents"

    @property
    def static_folder(self) -> Path:
        return self.data / "static"


def read(environ: Mapping[str, str]) -> Environment:
    """Raises SettingError at the first variable that makes no sense."""
    unknown = sorted(
        name
        for name in environ
        if name.startswith("TXNG_") and not name.startswith("TXNG_TEST_") and name not in NAMES
    )
    if unknown:  # a misspelt name would silently leave the default in force
        raise SettingError(
            unknown[0],
            _("không có thiết lập nào tên như vậy. Các tên dùng được: %(names)s.")
            % {"names": ", ".join(NAMES)},
        )
    data = Path(environ.get("TXNG_DATA") or "./var").expanduser().resolve()
    base_url = _base_url(environ.get("TXNG_BASE_URL") or "http://127.0.0.1:8000")
    return Environment(
        data=data,
        database=_database(environ.get("TXNG_DATABASE_URL") or "", data),
        secret_key=_secret_key(environ.get("TXNG_SECRET_KEY") or "", data),
        base_url=base_url,
        debug=_flag("TXNG_DEBUG", environ.get("TXNG_DEBUG") or ""),
        allowed_hosts=_allowed_hosts(environ.get("TXNG_ALLOWED_HOSTS") or "", base_url),
        log_level=_one_of("TXNG_LOG_LEVEL", environ.get("TXNG_LOG_LEVEL", ""), LOG_LEVELS),
        log_format=_one_of("TXNG_LOG_FORMAT", environ.get("TXNG_LOG_FORMAT", ""), LOG_FORMATS),
        webhook_networks=_networks(environ.get("TXNG_WEBHOOK_NETWORKS") or ""),
        stream_url=_stream_url(environ.get("TXNG_STREAM_URL") or ""),
        company_prefixes=_company_prefixes(environ.get("TXNG_COMPANY_PREFIXES") or ""),
        has_log=_flag("TXNG_LOG", environ.get("TXNG_LOG") or "1"),
        log_origin=_log_origin(environ.get("TXNG_LOG_ORIGIN") or TRIAL_ORIGIN),
        log_folder=_folder(environ.get("TXNG_LOG_FOLDER") or "", data / "log"),
        log_policy=_file("TXNG_LOG_POLICY", environ.get("TXNG_LOG_POLICY") or ""),
        log_tsa=_web("TXNG_LOG_TSA", environ.get("TXNG_LOG_TSA") or ""),
        log_tsa_chain=_file("TXNG_LOG_TSA_CHAIN", environ.get("TXNG_LOG_TSA_CHAIN") or ""),
        log_evm=_web("TXNG_LOG_EVM", environ.get("TXNG_LOG_EVM") or ""),
        log_evm_contract=_account("TXNG_LOG_EVM_CONTRACT", environ),
        log_evm_sender=_account("TXNG_LOG_EVM_SENDER", environ),
        signer_folder=_folder(environ.get("TXNG_SIGNER_FOLDER") or "", data / "signer"),
        hotline=_phone("TXNG_HOTLINE", environ.get("TXNG_HOTLINE") or ""),
        support_phone=_phone("TXNG_SUPPORT_PHONE", environ.get("TXNG_SUPPORT_PHONE") or ""),
        edge_place=_header("TXNG_EDGE_PLACE_HEADER", environ),
        edge_address=_header("TXNG_EDGE_ADDRESS_HEADER", environ),
        oidc=_oidc(environ),
        **mail(environ),
    )


def _phone(name: str, text: str) -> str:
    number = text.strip()
    if number and not _PHONE.fullmatch(number):
        raise SettingError(
            name,
            _("cần một số điện thoại như 1900 1234, nhưng nhận được “%(got)s”.") % {"got": text},
        )
    return number


def _header(name: str, environ: Mapping[str, str]) -> str:
    """The name under which WSGI hands a header on: X-Province -> HTTP_X_PROVINCE."""
    text = (environ.get(name) or "").strip()
    if text and not _HEADER.fullmatch(text):
        raise SettingError(
            name, _("cần tên một header như X-Province, nhưng nhận được “%(got)s”.") % {"got": text}
        )
    return f"HTTP_{text.upper().replace('-', '_')}" if text else ""


def _flag(name: str, text: str) -> bool:
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise SettingError(name, _("cần 1 hoặc 0, nhưng nhận được “%(got)s”.") % {"got": text})


def _one_of(name: str, text: str, choices: tuple[str, ...]) -> str:
    """The first choice is the default."""
    word = text.strip().lower() or choices[0]
    if word in choices:
        return word
    raise SettingError(
        name,
        _("cần một trong các từ %(choices)s, nhưng nhận được “%(got)s”.")
        % {"choices": ", ".join(choices), "got": text},
    )


def _base_url(text: str) -> str:
    sentence = _(
        "cần một địa chỉ như https://txng.example.vn, không có đường dẫn phía sau,"
        " nhưng nhận được “%(got)s”."
    ) % {"got": text}
    try:
        url = urlsplit(text)
        _port = url.port  # urlsplit looks at the port only when asked
    except ValueError:
        raise SettingError("TXNG_BASE_URL", sentence) from None
    extra = url.path.strip("/") or url.query or url.fragment or url.username
    if url.scheme not in {"http", "https"} or not url.hostname or extra:
        raise SettingError("TXNG_BASE_URL", sentence)
    return f"{url.scheme}://{url.netloc}"


def _allowed_hosts(text: str, base_url: str) -> tuple[str, ...]:
    named = [host.strip() for host in text.split(",") if host.strip()]
    for host in named:
        if "/" in host or " " in host:
            raise SettingError(
                "TXNG_ALLOWED_HOSTS",
                _("cần tên máy cách nhau bằng dấu phẩy, như txng.example.vn,10.0.0.5,"
                  " nhưng nhận được “%(got)s”.") % {"got": host},
            )  # fmt: skip
    hosts = [*named, urlsplit(base_url).hostname or "", "localhost", "127.0.0.1", "[::1]"]
    return tuple(dict.fromkeys(hosts))


def _networks(text: str) -> tuple[Network, ...]:
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(ipaddress.ip_network(part))
        except ValueError:
            raise SettingError(
                "TXNG_WEBHOOK_NETWORKS",
                _("cần các mạng cách nhau bằng dấu phẩy, như 10.1.0.0/16,fd00:1::/64, nhưng nhận"
                  " được “%(got)s”.") % {"got": part},
            ) from None  # fmt: skip
    return tuple(found)


def _stream_url(text: str) -> str:
    if not text:
        return ""
    sentence = _(
        "cần một địa chỉ như wss://txng.example.vn, không có đường dẫn phía sau,"
        " nhưng nhận được “%(got)s”."
    ) % {"got": text}
    try:
        url = urlsplit(text)
        _port = url.port
    except ValueError:
        raise SettingError("TXNG_STREAM_URL", sentence) from None
    extra = url.path.strip("/") or url.query or url.fragment or url.username
    if url.scheme not in {"ws", "wss"} or not url.hostname or extra:
        raise SettingError("TXNG_STREAM_URL", sentence)
    return f"{url.scheme}://{url.netloc}"


def _company_prefixes(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    for prefix in found:
        if not (prefix.isascii() and prefix.isdigit() and 4 <= len(prefix) <= 12):
            raise SettingError(
                "TXNG_COMPANY_PREFIXES",
                _("cần các mã doanh nghiệp GS1 (4 đến 12 chữ số) cách nhau bằng dấu phẩy, như"
                  " 893850597,8936012, nhưng nhận được “%(got)s”.") % {"got": prefix},
            )  # fmt: skip
    return found


def _log_origin(text: str) -> str:
    """A name for ever: an address without its scheme (c2sp.org/tlog-checkpoint)."""
    if len(text) > 150 or not _ORIGIN.fullmatch(text):
        raise SettingError(
            "TXNG_LOG_ORIGIN",
            _("cần một tên như txng.example.vn/log, không có https:// và không có dấu / ở cuối,"
              " nhưng nhận được “%(got)s”.") % {"got": text},
        )  # fmt: skip
    return text


def _folder(text: str, default: Path) -> Path:
    return Path(text).expanduser().resolve() if text else default


def _file(name: str, text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser().resolve()
    if not path.is_file():
        raise SettingError(name, _("không có tệp “%(got)s”.") % {"got": text})
    return path


def _web(name: str, text: str) -> str:
    if text and not _WEB.fullmatch(text):
        raise SettingError(
            name,
            _("cần một địa chỉ http:// hoặc https://, nhưng nhận được “%(got)s”.") % {"got": text},
        )
    return text


def _oidc(environ: Mapping[str, str]) -> tuple[str, str, str, str]:
    issuer = _web("TXNG_OIDC_ISSUER", environ.get("TXNG_OIDC_ISSUER") or "").rstrip("/")
    client = environ.get("TXNG_OIDC_CLIENT") or ""
    secret = environ.get("TXNG_OIDC_SECRET") or ""
    if issuer and not (client and secret):
        raise SettingError(
            "TXNG_OIDC_ISSUER",
            _("cần cả TXNG_OIDC_CLIENT và TXNG_OIDC_SECRET do nơi định danh cấp."),
        )
    return issuer, client, secret, environ.get("TXNG_OIDC_NAME") or urlsplit(issuer).netloc


def _account(name: str, environ: Mapping[str, str]) -> str:
    """Of an EVM chain; needed once there is a chain."""
    text = environ.get(name) or ""
    if (text or environ.get("TXNG_LOG_EVM")) and not _ACCOUNT.fullmatch(text):
        raise SettingError(
            name,
            _("cần 0x và 40 chữ số hệ mười sáu, nhưng nhận được “%(got)s”.") % {"got": text},
        )
    return text


def _secret_key(text: str, data: Path) -> str:
    name, key = "TXNG_SECRET_KEY", text.strip()
    if not key:
        file = data / "keys" / "secret_key"
        try:
            key = file.read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(
                name,
                _("không đọc được tệp %(file)s (%(why)s). Hãy chạy bằng đúng người dùng đã"
                  " chạy `txng init`.") % {"file": file, "why": type(error).__name__},
            ) from None  # fmt: skip
        name = f"{name} ({file})"
    if len(key) < SHORTEST_SECRET:
        raise SettingError(
            name,
            _("cần ít nhất %(expected)d ký tự ngẫu nhiên, nhưng chỉ có %(got)d.")
            % {"expected": SHORTEST_SECRET, "got": len(key)},
        )
    return key


def _database(text: str, data: Path) -> Database:
    if not text:
        return Database("sqlite", str(data / "txng.sqlite3"))
    scheme = text.partition(":")[0].lower()
    if scheme == "sqlite":
        return _sqlite(text)
    if scheme in {"postgres", "postgresql"}:
        return _postgresql(text)
    # The whole text may hold a password: only its first word is repeated.
    raise _database_error(_("nhận được địa chỉ kiểu “%(got)s”") % {"got": scheme[:20]})


def _sqlite(text: str) -> Database:
    """Three slashes and a path from here, four slashes and a path from the root."""
    url = urlsplit(text)
    path = unquote(url.path.removeprefix("/"))
    if url.netloc or not path or path == ":memory:" or url.query:
        raise _database_error(_("nhận được “%(got)s”") % {"got": text})
    return Database("sqlite", str(Path(path).expanduser().resolve()))


def _postgresql(text: str) -> Database:
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise _database_error(_("tên máy hoặc cổng không đúng")) from None
    name = unquote(url.path.strip("/"))
    if not name or "/" in name:
        raise _database_error(_("thiếu tên cơ sở dữ liệu ở cuối"))
    options = parse_qsl(url.query, keep_blank_values=True)
    for option, _value in options:
        if option not in POSTGRES_OPTIONS:
            raise _database_error(_("không biết tham số “%(got)s”") % {"got": option})
    return Database(
        "postgresql",
        name,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        host=dict(options).get("host") or unquote(url.hostname or ""),
        port=str(port) if port else "",
        options=tuple((key, value) for key, value in options if key != "host"),
    )


def _database_error(got: str) -> SettingError:
    return SettingError(
        "TXNG_DATABASE_URL",
        _("cần sqlite:///đường/dẫn hoặc postgresql://người-dùng:mật-khẩu@máy:cổng/cơ-sở-dữ-liệu,"
          " nhưng %(got)s.") % {"got": got},
    )  # fmt: skip


def django_database(database: Database) -> dict[str, Any]:
    """The entry of Django's DATABASES."""
    if database.engine == "sqlite":
        return {
            "ENGINE": "txng.conf.sqlite",
            "NAME": database.name,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a read that turns into a write cannot wait
                "timeout": 60,  # a writer may hold the lock for seconds: a spooled document goes in whole
                "init_command": ";".join(SQLITE_PRAGMAS),
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.name,
        "USER": database.user,
        "PASSWORD": database.password,
        "HOST": database.host,
        "PORT": database.port,
        "CONN_MAX_AGE": None,  # reconnecting for every request costs 4.7 times the request
        "CONN_HEALTH_CHECKS": True,  # a restarted server must not fail one scan per thread
        # the planner thinks a look-up of two thousand things dear and compiles for 150 ms what runs in 20
        "OPTIONS": {"options": "-c jit=off"} | dict(database.options),
    }


SQLITE_PRAGMAS: Final = (
    "PRAGMA page_size=8192",  # first: only an empty file takes it
    "PRAGMA journal_mode=WAL",
    # NORMAL lost 6,870 acknowledged rows over 30 simulated power cuts, FULL none over 60.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=60000",
    "PRAGMA cache_size=-16384",  # 16 MiB for each connection: 64 held more and answered no faster
    "PRAGMA wal_autocheckpoint=8000",  # 64 MB: captures are not interrupted every 4 MB
    "PRAGMA temp_store=MEMORY",
)
