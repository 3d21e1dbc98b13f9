"""Socket Mode: the connections of each app, and envelopes that wait for their acknowledgement."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import defaultdict
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.fake_slack.model import Json

MOST_CONNECTIONS = 10
TICKET_LENGTH = 16


class ConnectionLost(Exception):
    """The socket closed before the acknowledgement came, or there was none."""


@dataclass(eq=False)
class Connection:
    """One open socket of an app."""

    websocket: WebSocket
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    def acknowledge(self, message: Json) -> None:
        """Hand an acknowledgement to who waits for it; one that nobody waits for any more is ignored, as by Slack."""
        future = self.waiting.pop(str(message.get("envelope_id")), None)
        if future and not future.done():
            future.set_result(message.get("payload") or {})

    def lose(self) -> None:
        """The connection is gone: whoever waits is told."""
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(ConnectionLost())
        self.waiting.clear()


class Sockets:
    """All connections; envelopes of an app are spread over those that it has open."""

    def __init__(self) -> None:
        self._connections: defaultdict[str, list[Connection]] = defaultdict(list)
        self._tickets: dict[str, str] = {}
        self._turns: defaultdict[str, int] = defaultdict(int)

    def ticket(self, app_id: str) -> str:
        """A ticket for one connection, used once."""
        ticket = secrets.token_hex(TICKET_LENGTH)
        self._tickets[ticket] = app_id
        return ticket

    def count(self, app_id: str) -> int:
        """How many connections an app has open."""
        return len(self._connections[app_id])

    async def serve(self, websocket: WebSocket) -> None:
        """Keep one connection: greet, take acknowledgements, until it closes."""
        app_id = self._tickets.pop(websocket.query_params.get("ticket", ""), None)
        if app_id is None:
            await websocket.close(code=4001)
            return
        await websocket.accept()
        if self.count(app_id) >= MOST_CONNECTIONS:
            await _say_goodbye(websocket, "too_many_websockets")
            return
        connection = Connection(websocket)
        self._connections[app_id].append(connection)
        try:
            await websocket.send_text(json.dumps(self._hello(app_id)))
            while True:
                connection.acknowledge(json.loads(await websocket.receive_text()))
        except (WebSocketDisconnect, ValueError):
            pass
        finally:
            self._forget(app_id, connection)

    async def send(self, app_id: str, envelope: Json, *, within: float, then_close: bool = False) -> Json:
        """Send an envelope and wait for its acknowledgement; returns the payload that came with it, or `{}`.

        Raises ConnectionLost, or TimeoutError after `within` seconds.
        """
        connection = self._next(app_id)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        try:
            await connection.websocket.send_text(json.dumps(envelope, ensure_ascii=False))
            if then_close:
                self._forget(app_id, connection)
                await connection.websocket.close(code=1011)
            return await asyncio.wait_for(future, within)
        except (RuntimeError, WebSocketDisconnect) as error:
            raise ConnectionLost from error
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)

    async def disconnect(self, app_id: str, reason: str) -> None:
        """Close every connection of an app as Slack does (`refresh_requested`, `warning`, `link_disabled`…)."""
        for connection in list(self._connections[app_id]):
            self._forget(app_id, connection)
            await _say_goodbye(connection.websocket, reason)

    async def close(self) -> None:
        """Close everything, without a word."""
        for app_id, connections in self._connections.items():
            for connection in list(connections):
                self._forget(app_id, connection)
                await connection.websocket.close()

    def _next(self, app_id: str) -> Connection:
        connections = self._connections[app_id]
        if not connections:
            raise ConnectionLost
        self._turns[app_id] += 1
        return connections[self._turns[app_id] % len(connections)]

    def _forget(self, app_id: str, connection: Connection) -> None:
        if connection in self._connections[app_id]:
            self._connections[app_id].remove(connection)
        connection.lose()

    def _hello(self, app_id: str) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count(app_id),
            "debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": app_id},
        }


async def _say_goodbye(websocket: WebSocket, reason: str) -> None:
    message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
    try:
        await websocket.send_text(json.dumps(message))
        await websocket.close()
    except (RuntimeError, WebSocketDisconnect):
        pass
