"""Makes a port of another machine look like one of this: port_forward.py PORT HOST.

Prism tells its workers that it is at localhost; elsewhere that is so with a tunnel such as this, or
with `ssh -N -L PORT:localhost:PORT HOST`.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from functools import partial

CHUNK = 1 << 16


async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await source.read(CHUNK):
            sink.write(data)
            await sink.drain()
    sink.close()


async def serve(
    host: str, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        there_reader, there_writer = await asyncio.open_connection(host, port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, there_writer), pump(there_reader, writer))


async def main(port: int, host: str) -> None:
    server = await asyncio.start_server(partial(serve, host, port), "localhost", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
