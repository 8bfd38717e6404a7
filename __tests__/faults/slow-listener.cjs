// A process of its own, so that it can be stopped: it listens with room for one connection that waits, and relays each
// connection to the port that it is given. It prints its own port.
const { connect, createServer } = require('node:net');

const server = createServer((near) => {
  const far = connect(Number(process.argv[2]), '127.0.0.1');
  near.on('error', () => far.destroy()).pipe(far);
  far.on('error', () => near.destroy()).pipe(near);
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
