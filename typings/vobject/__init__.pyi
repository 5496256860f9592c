"""What this program uses of vobject, whose objects are made as it reads: their attributes are those of the file."""

from typing import Any

def readOne(stream: str, validate: bool = False, *, allowQP: bool = False) -> Any: ...  # noqa: N802, N803 - theirs
