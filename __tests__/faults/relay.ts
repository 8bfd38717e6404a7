import { connect, createServer, type Socket } from 'node:net';

/**
 * A port that can be shut and opened: whatever connects to it gets through to another, or is refused.
 *
 * @param upstream the root of an API on the loopback
 */
export async function startRelay(upstream: string) {
  const to = new URL(upstream);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy()).once('close', () => sockets.delete(socket));
    }
  });
  let port = 0;
  const open = async (): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object') port = address?.port ?? 0;
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}${to.pathname}`,
    host: `127.0.0.1:${port}`,
    open,
    /** From here on connections are refused; those that there are go on. */
    shut: (): void => void server.close(),
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
