import logging

class AsyncHttpClient:
    def __init__(self, logger: logging.Logger, is_async: bool, timeout: float | None = None) -> None: ...
