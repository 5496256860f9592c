from collections.abc import MutableMapping

from twilio.http import AsyncHttpClient

class _Message:
    sid: str | None
    status: str | None
    error_code: int | None
    error_message: str | None

class _Context:
    async def fetch_async(self) -> _Message: ...

class _Messages:
    def __call__(self, sid: str) -> _Context: ...
    async def create_async(
        self, to: str, *, body: str = ..., from_: str = ..., messaging_service_sid: str = ...
    ) -> _Message: ...

class Client:
    messages: _Messages
    def __init__(
        self,
        username: str,
        password: str,
        *,
        http_client: AsyncHttpClient,
        environment: MutableMapping[str, str],
    ) -> None: ...
