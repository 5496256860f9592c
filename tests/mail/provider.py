"""A provider of SMS for tests: it holds every request against Twilio's contract, and answers as it is told.

`script` is asked at each message with its recipient, and answers with (HTTP status, error code), DROP, HANG or None.
"""

import base64
import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

CONTRACT: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data/twilio/openapi.json").read_text("utf-8"))
CREATED: dict[str, Any] = CONTRACT["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]["responses"][
    "201"
]["content"]["application/json"]["examples"]["create"]["value"]
ACCOUNT, TOKEN = f"AC{'a' * 32}", "top secret"
DROP, HANG = (0, 0), (0, 1)
Script = Callable[[str], tuple[int, int] | None]


def violations(method: str, path: str, form: list[tuple[str, str]]) -> list[str]:
    """Return what a request does that the contract forbids."""
    for template, operations in CONTRACT["paths"].items():
        names = re.findall(r"\{(\w+)\}", template)
        found = re.fullmatch(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(template)), path)
        if found and method.lower() in operations:
            given = dict(zip(names, found.groups(), strict=True))
            operation = operations[method.lower()]
            rules = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "path"}
            wrong = [told for name, value in given.items() for told in _against(name, value, rules[name])]
            return wrong + _body(operation, form)
    return [f"{method} {path} is not in the contract"]


def _body(operation: dict[str, Any], form: list[tuple[str, str]]) -> list[str]:
    if "requestBody" not in operation:
        return [f"{form} is sent where nothing is to be"] if form else []
    schema = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    given = dict(form)
    wrong = [f"{name} is missing" for name in schema.get("required", []) if name not in given]
    wrong += [f"{name} is given twice" for name in given if [one for one, _ in form].count(name) > 1]
    for name, value in given.items():
        rule = schema["properties"].get(name)
        wrong += [f"{name} is not in the contract"] if rule is None else _against(name, value, rule)
    return wrong


def _against(name: str, value: str, rule: dict[str, Any]) -> list[str]:
    fits = re.search(rule["pattern"], value) if "pattern" in rule else True
    short, long = len(value) < rule.get("minLength", 0), len(value) > rule.get("maxLength", len(value))
    return [] if fits and not short and not long else [f"{name} is {value!r}, against {rule}"]


def _say(desk: BaseHTTPRequestHandler, status: int, answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode()
    desk.send_response(status)
    desk.send_header("Content-Type", "application/json")
    desk.send_header("Content-Length", str(len(data)))
    if status == 429:
        desk.send_header("Retry-After", "90")
    desk.end_headers()
    desk.wfile.write(data)


class Provider:
    """The server; `texts` are the messages whose requests arrived whole, whatever was answered then."""

    def __init__(self) -> None:
        self.script: Script = lambda _: None
        self.texts: list[dict[str, str]] = []
        self.wrong: list[str] = []
        self.became: dict[str, tuple[str, int]] = {}
        self.closing = threading.Event()
        provider = self

        class Desk(BaseHTTPRequestHandler):
            """Reads one request after the other."""

            def do_POST(self) -> None:
                provider.met(self)

            def do_GET(self) -> None:
                provider.asked(self)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.port = self._server.server_port

    def met(self, desk: BaseHTTPRequestHandler) -> None:
        """Answer one request to send."""
        body = desk.rfile.read(int(desk.headers["Content-Length"])).decode()
        form = parse_qsl(body, keep_blank_values=True, strict_parsing=True)
        self.wrong += violations(desk.command, desk.path, form)
        if desk.headers["Authorization"] != f"Basic {base64.b64encode(f'{ACCOUNT}:{TOKEN}'.encode()).decode()}":
            self.wrong.append(f"signed in as {desk.headers['Authorization']}")
        text = dict(form)
        self.texts.append(text)
        told = self.script(text["To"])
        if told in (DROP, HANG):
            self.closing.wait(10 if told == HANG else 0)
            desk.close_connection = True
            return
        self._answer(desk, told, text)

    def asked(self, desk: BaseHTTPRequestHandler) -> None:
        """Tell what became of a message."""
        self.wrong += violations(desk.command, desk.path, [])
        number = desk.path.rpartition("/")[2].removesuffix(".json")
        text = self.texts[int(number[2:], 16) - 1]
        status, code = self.became.get(text["To"], ("sent", 0))
        _say(desk, 200, CREATED | {"sid": number, "status": status, "error_code": code or None})

    def _answer(self, desk: BaseHTTPRequestHandler, told: tuple[int, int] | None, text: dict[str, str]) -> None:
        status, code = told or (201, 0)
        if told is None:
            answer = CREATED | {"sid": f"SM{len(self.texts):032x}", "to": text["To"], "body": text["Body"]}
        else:
            answer = {"code": code or None, "message": f"Refused with {code}", "more_info": "", "status": status}
        _say(desk, status, answer)

    def close(self) -> None:
        """Stop, and leave no thread."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)
