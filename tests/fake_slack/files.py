"""Files: an address to upload to, the bytes, and the moment when they are shared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tests.fake_slack.directory import Directory
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Json


@dataclass
class File:
    """An upload; `content` is None until its bytes arrived."""

    id: str
    name: str
    length: int
    owner: str
    app_id: str
    secret: str
    title: str = ""
    content: bytes | None = None
    is_complete: bool = False


class Files:
    """All uploads."""

    def __init__(self, directory: Directory) -> None:
        self.all: dict[str, File] = {}
        self._directory = directory

    def reserve(self, name: str, length: int, owner: str, app_id: str) -> File:
        """A place for a file of so many bytes."""
        file = File(self._directory.new_id("F"), name, length, owner, app_id, secrets.token_urlsafe(18))
        self.all[file.id] = file
        return file

    def receive(self, secret: str, content: bytes) -> bool:
        """Take the bytes; False where the address is unknown or the length is not what was announced."""
        file = next((f for f in self.all.values() if f.secret == secret), None)
        if file is None or file.content is not None or len(content) != file.length:
            return False
        file.content = content
        return True

    def complete(self, file_id: str, title: str | None, app_id: str) -> File:
        """Declare an upload finished; raises SlackError `file_not_found`."""
        file = self.all.get(file_id)
        if file is None or file.app_id != app_id or file.content is None or file.is_complete:
            raise SlackError("file_not_found")
        file.is_complete, file.title = True, title or file.name
        return file

    def json(self, file: File) -> Json:
        """A `file` object."""
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title,
            "user": file.owner,
            "size": file.length,
            "mode": "hosted",
            "is_external": False,
            "filetype": file.name.rpartition(".")[2],
            "url_private": f"https://files.slack.test/{file.id}/{file.name}",
            "permalink": f"https://files.slack.test/{file.id}",
        }
