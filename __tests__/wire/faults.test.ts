import dns from 'node:dns';
import type { Socket } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { startServer, startTcp } from '../support/network.ts';
import { startSending, urlOf } from '../support/send.ts';

// What a server, or a network before it, can do to one request over http. What the answers mean that
// are whole is tested without sockets.

const BODY = JSON.stringify({ id: 'never-to-be-believed', status: 'SUCCESS' });
const HALF = BODY.slice(0, BODY.length / 2);
const head = (...lines: string[]): string =>
  ['HTTP/1.1 200 OK', 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const CHUNKED = `${head('Transfer-Encoding: chunked')}${BODY.length.toString(16)}\r\n${HALF}`;
const WITH_LENGTH = head(`Content-Length: ${BODY.length}`) + HALF;

type End = (socket: Socket) => unknown;
const close: End = (socket) => socket.end();
const reset: End = (socket) => socket.resetAndDestroy();

test.each<[string, string, End, string]>([
  ['a reset before the headers', '', reset, 'read ECONNRESET'],
  ['a close before the headers', '', close, 'socket hang up (ECONNRESET)'],
  ['a close in the headers', 'HTTP/1.1 200 OK\r\nContent-', close, 'ECONNRESET'],
  ['a reset in a body with a length', WITH_LENGTH, reset, 'ECONNRESET'],
  ['a close in a body with a length', WITH_LENGTH, close, 'the answer was cut after'],
  ['a close in a body in chunks', CHUNKED, close, 'the answer was cut after'],
  ['too long a length', head('Content-Length: 100000') + BODY, close, 'the answer was cut after'],
  ['two lengths', head('Content-Length: 9', 'Content-Length: 7') + BODY, close, 'HPE_'],
  ['an answer that is not HTTP', 'SSH-2.0-Gateway\r\n', close, 'HPE_INVALID_CONSTANT'],
  ['endless headers', head(`X-Long: ${'x'.repeat(64 * 1024)}`), close, 'HPE_HEADER_OVERFLOW'],
])('%s is lost, and may be better next time', async (_, text, end, message) => {
  const { port } = await startTcp((socket) => {
    socket.once('data', () => socket.write(text, () => end(socket)));
  });
  const error = await startSending(urlOf(port)).post();
  const facts = { code: 'NOT_REACHED', answerLost: true };
  expect(error).toMatchObject({ kind: 'transient', facts });
  expect((error as Error).message).toContain(message);
});

test.each<[string, string, End]>([
  ['a close in a body without a length', head('Connection: close') + HALF, close],
  ['too short a length', head('Content-Length: 20') + BODY, () => undefined],
  ['101 without an upgrade', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', () => undefined],
  ['204 with a body', `HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n${BODY}`, close],
])('%s is an answer without JSON, at once', async (_, text, end) => {
  const { port } = await startTcp((socket) => {
    socket.once('data', () => socket.write(text, () => end(socket)));
  });
  expect(await startSending(urlOf(port)).post()).toMatchObject({ json: undefined });
});

test('300 MB are not read', async () => {
  const { port, sockets } = await startTcp((socket) => {
    socket.once('data', () => {
      const flood = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024, ' ')));
      };
      socket.write(head(`Content-Length: ${300 * 1024 * 1024}`));
      socket.on('drain', flood);
      flood();
    });
  });
  expect(await startSending(urlOf(port)).post()).toMatchObject({ status: 200, json: undefined });
  // Node and the system hold some more, but not all.
  expect(sockets[0]?.bytesWritten).toBeLessThan(60 * 1024 * 1024);
});

describe('without a connection nothing is lost', () => {
  test('nobody listens on this machine', async () => {
    const { port, server } = await startServer(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const advice = expect.stringContaining('a server runs there');
    const message = `connect ECONNREFUSED 127.0.0.1:${port}`;
    const error = await startSending(urlOf(port)).post();
    expect(error).toMatchObject({ message, facts: { unreachable: true, advice } });
    expect(error).not.toHaveProperty('facts.answerLost', true);
  });

  test.each<[string, string, boolean, RegExp]>([
    ['toloka.dev', 'ENOTFOUND', true, /^check the name/],
    ['toloka.dev', 'EAI_AGAIN', false, /^undefined$/],
    ['sandbox.toloka.dev', 'ENOTFOUND', true, /use production/],
  ])('%s: %s', async (host, code, unreachable, advice) => {
    const lookup = jest.spyOn(dns, 'lookup').mockImplementation(((...args: unknown[]) => {
      const callback = args.at(-1) as (error: Error) => void;
      callback(Object.assign(new Error(`no ${code}`), { code }));
    }) as never);
    const error = await startSending(`https://${host}`).post();
    lookup.mockRestore();
    expect(error).toMatchObject({ message: `no ${code}`, facts: { unreachable } });
    expect(String(Reflect.get(Reflect.get(Object(error), 'facts'), 'advice'))).toMatch(advice);
    expect(error).not.toHaveProperty('facts.answerLost', true);
  });

  test('packets are dropped', async () => {
    const lookup = jest.spyOn(dns, 'lookup').mockImplementation((() => undefined) as never);
    const { post, clock } = startSending('https://toloka.dev');
    const work = post();
    // The look-up that never ends stands for a connection that never does.
    await new Promise((resolve) => setImmediate(resolve));
    clock.pass();
    const message = 'no connection to toloka.dev within 30s';
    expect(await work).toMatchObject({ kind: 'transient', message });
    expect(await work).not.toHaveProperty('facts.answerLost', true);
    lookup.mockRestore();
  });
});

test('a name look-up that is under way is shared, and its result is not kept', async () => {
  const { port } = await startServer((_, response) => response.end('{}'));
  const waiting: (() => void)[] = [];
  const { lookup: real } = dns;
  const lookup = jest.spyOn(dns, 'lookup').mockImplementation(((...args: unknown[]) => {
    waiting.push(() => Reflect.apply(real, dns, args));
  }) as never);
  const api = `http://localhost:${port}`;
  const first = Array.from({ length: 20 }, () => startSending(api).post());
  await new Promise((resolve) => setImmediate(resolve));
  expect(waiting).toHaveLength(1);
  waiting.shift()?.();
  await Promise.all(first);
  const next = startSending(api).post();
  await new Promise((resolve) => setImmediate(resolve));
  expect(waiting).toHaveLength(1);
  lookup.mockRestore();
  waiting.shift()?.();
  expect(await next).toMatchObject({ status: 200 });
});
