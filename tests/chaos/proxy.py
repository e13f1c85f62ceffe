"""A small TCP proxy that cuts, slows and holds the connections which pass through it."""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HOST = "127.0.0.1"
CHUNK = 65536
START_SECONDS = 10
AT_ONCE = struct.pack("ii", 1, 0)
"""Closing a socket that lingers for no time is a reset: no polite end, and what was on its way is lost."""


class Proxy:
    """Passes on what comes to `port` to the same machine's `target`, by an event loop in a thread of its own."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._passing = asyncio.Event()
        self._passing.set()
        self._delay = 0.0
        self._open: set[asyncio.StreamWriter] = set()
        self._pipes: set[asyncio.Task[None]] = set()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"proxy-{target}", daemon=True)
        self.port = 0

    def start(self) -> None:
        self._thread.start()
        if not self._listening.wait(START_SECONDS):
            raise TimeoutError("the proxy does not listen")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def cut(self, chance: random.Random, part: float) -> int:
        """Break about this part of the connections in the middle of whatever they carry; how many."""

        async def break_some() -> int:
            chosen = [one for one in self._open if chance.random() < part]
            for one in chosen:
                one.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                one.transport.abort()
            return len(chosen)

        return asyncio.run_coroutine_threadsafe(break_some(), self._loop).result()

    @contextmanager
    def slowed(self, seconds: float) -> Iterator[None]:
        """Everything that passes meanwhile is late by so much, in each direction."""
        self._delay = seconds
        try:
            yield
        finally:
            self._delay = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Connections stay and nothing passes, as when a cable is pulled and nobody has noticed yet."""
        self._loop.call_soon_threadsafe(self._passing.clear)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._passing.set)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._accept, HOST, 0))
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        self._loop.run_forever()
        server.close()
        for one in list(self._open):
            one.transport.abort()
        for pipe in self._pipes:
            pipe.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._pipes, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            target_reader, target_writer = await asyncio.open_connection(HOST, self._target)
        except OSError:
            writer.close()
            return
        both = {writer, target_writer}
        self._open |= both
        pipes = {
            self._loop.create_task(self._pipe(reader, target_writer)),
            self._loop.create_task(self._pipe(target_reader, writer)),
        }
        self._pipes |= pipes
        await asyncio.wait(pipes)
        self._pipes -= pipes
        self._open -= both

    async def _pipe(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """An end on one side is an end on the other."""
        with suppress(OSError):
            while chunk := await source.read(CHUNK):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self._passing.wait()
                sink.write(chunk)
                await sink.drain()
        sink.close()


@contextmanager
def proxy_to(target: int) -> Iterator[Proxy]:
    """One that listens until the block ends."""
    proxy = Proxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
