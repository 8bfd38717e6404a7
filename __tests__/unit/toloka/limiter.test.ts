import { describe, expect, test } from '@jest/globals';
import { CancelledError, DeadlineError } from '../../../src/toloka/errors.ts';
import { createLimiter } from '../../../src/toloka/limiter.ts';
import { simulateClock } from '../simulated-clock.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** A limiter on a clock of its own. `send` sends a request that takes so many milliseconds, and notes its start. */
function start() {
  const clock = simulateClock();
  const cancel = new AbortController();
  const limit = createLimiter(clock, cancel.signal);
  const starts: { at: number; name: string }[] = [];
  const send = (ms: number, { kind = 'call' as 'call' | 'poll', until = NEVER, name = '' } = {}): Promise<void> =>
    limit(kind, until, async () => {
      starts.push({ at: clock.now(), name });
      await clock.sleep(ms, cancel.signal);
    });
  return { clock, cancel, limit, send, starts };
}

const repeat = <T>(count: number, work: (index: number) => Promise<T>): Promise<T>[] =>
  Array.from({ length: count }, (_, index) => work(index));

/** The most of some times in any second. */
const mostInASecond = (times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));

describe('the limiter', () => {
  test('lets 32 requests run at a time, the others in their order', async () => {
    const { send, starts } = start();
    await Promise.all(repeat(80, (index) => send(500, { name: String(index) })));
    expect(starts.map(({ name }) => name)).toEqual(Array.from({ length: 80 }, (_, index) => String(index)));
    expect(starts.map(({ at }) => at)).toEqual([
      ...Array(32).fill(0),
      ...Array(32).fill(500),
      ...Array(16).fill(1_000),
    ]);
  });

  test.each(['call', 'poll'] as const)(
    'gives the place of a %s that hangs for 2 s to another, up to 128 times',
    async (kind) => {
      const { send, starts, clock } = start();
      const hanging = repeat(400, () => send(60_000, { kind }));
      await clock.sleep(30_000, new AbortController().signal);
      expect(starts).toHaveLength(128 + 32);
      for (const round of [0, 1, 2, 3, 4]) {
        const { at = Number.NaN } = starts[round * 32] ?? {};
        expect(at).toBeGreaterThanOrEqual(round * 2_000);
        expect(at).toBeLessThan(round * 2_000 + 200);
      }
      await Promise.all(hanging);
      expect(starts).toHaveLength(400);
    },
  );

  test.each([
    ['call', 250],
    ['poll', 100],
  ] as const)('lets a %s come to Toloka at most so often in a second: %d', async (kind, most) => {
    const { send, starts } = start();
    const ends: number[] = [];
    // A request may come at its start, or at its end up to 300 ms later.
    await Promise.all(
      repeat(900, async (index) => {
        await send(index % 300, { kind, name: String(index) });
        ends[index] = index % 300;
      }),
    );
    for (const share of [0, 0.5, 1]) {
      const arrivals = starts.map(({ at, name }) => at + share * (ends[Number(name)] ?? 0));
      expect(mostInASecond(arrivals)).toBeLessThanOrEqual(most);
    }
    expect(mostInASecond(starts.map(({ at }) => at))).toBeGreaterThan(most * 0.6);
  });

  test('counts calls and polls together, too', async () => {
    const { send, starts } = start();
    await Promise.all([...repeat(600, () => send(1)), ...repeat(300, () => send(1, { kind: 'poll' }))]);
    expect(mostInASecond(starts.map(({ at }) => at))).toBeLessThanOrEqual(250);
  });

  test('counts polls that have ended, but does not hold calls as it holds polls', async () => {
    const { send, starts, clock } = start();
    await Promise.all(repeat(100, () => send(1, { kind: 'poll' })));
    expect(clock.now()).toBe(991);
    await Promise.all([
      ...repeat(300, () => send(1, { name: 'call' })),
      ...repeat(50, () => send(1, { kind: 'poll', name: 'poll' })),
    ]);
    const early = starts.filter(({ at }) => at < 1_000).map(({ name }) => name);
    expect(early.filter((name) => name === 'call')).toHaveLength(150);
    expect(early.filter((name) => name === 'poll')).toHaveLength(0);
  });

  test('starts the next as soon as it may', async () => {
    const { send, starts } = start();
    await Promise.all(repeat(251, () => send(0)));
    expect(starts.map(({ at }) => at)).toEqual([...Array(250).fill(0), 1_000]);

    const hanging = start();
    await Promise.all(repeat(33, () => hanging.send(60_000)));
    expect(hanging.starts.at(-1)?.at).toBe(2_000);

    const polling = start();
    await Promise.all(repeat(101, () => polling.send(300, { kind: 'poll' })));
    expect(polling.starts.slice(-2).map(({ at }) => at)).toEqual([990, 1_300]);
  });

  test.each([
    [32, 2_000],
    [160, 9_000],
  ])('does not count %d requests that took %d ms: they came long ago', async (count, ms) => {
    const { send, starts, clock } = start();
    await Promise.all(repeat(count, () => send(ms)));
    const from = starts.length;
    const end = clock.now();
    await Promise.all(repeat(250, () => send(1)));
    expect(starts.slice(from).filter(({ at }) => at < end + 500)).toHaveLength(250);
  });

  test('works again after nothing has waited for a while', async () => {
    const { send, starts, clock } = start();
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(repeat(300, () => send(1)));
      await clock.sleep(5_000, new AbortController().signal);
    }
    expect(starts).toHaveLength(600);
  });

  test('refuses only those for which it is too late, and keeps the order of the others', async () => {
    const { send, starts, clock } = start();
    const first = repeat(32, () => send(1_500));
    const results = repeat(80, (index) =>
      send(1, { name: String(index), until: index % 2 === 0 ? 1_000 : NEVER }).then(
        () => 'sent',
        () => clock.now(),
      ),
    );
    await Promise.all(first);
    expect(await Promise.all(results)).toEqual(Array(40).fill([1_000, 'sent']).flat());
    expect(starts.slice(32).map(({ at }) => at)).toEqual([...Array(32).fill(1_500), ...Array(8).fill(1_501)]);
    expect(starts.slice(32).map(({ name }) => name)).toEqual(
      Array.from({ length: 40 }, (_, index) => String(2 * index + 1)),
    );
  });

  test('lets polls wait until no call does', async () => {
    const { send, starts } = start();
    const all = [...repeat(32, () => send(100, { name: 'first' })), send(100, { kind: 'poll', name: 'poll' })];
    all.push(...repeat(40, () => send(100, { name: 'call' })));
    await Promise.all(all);
    expect(starts.findIndex(({ name }) => name === 'poll')).toBe(72);
  });

  test('refuses a request for which it is too late, however many wait', async () => {
    const { send, starts, clock } = start();
    const late = repeat(1_000, () => send(60_000, { until: 5_000 }).catch((error: unknown) => error));
    const errors = (await Promise.all(late.slice(500))).filter((error) => error instanceof DeadlineError);
    expect(errors).toHaveLength(500);
    expect(clock.now()).toBeLessThanOrEqual(5_050);
    expect(starts.length).toBeLessThanOrEqual(32 * 3);
  });

  test('ends what waits as soon as it is cancelled', async () => {
    const { send, cancel, starts } = start();
    const all = repeat(40, () => send(1_000).catch((error: unknown) => error));
    await new Promise((resolve) => setImmediate(resolve));
    cancel.abort();
    for (const error of await Promise.all(all)) expect(error).toBeInstanceOf(CancelledError);
    expect(await all.at(-1)).toMatchObject({ cause: expect.any(Error) });
    expect(starts).toHaveLength(32);
  });

  test('starts polls 10 ms apart, and no call later for that', async () => {
    const { send, starts } = start();
    const calls = repeat(2, () => send(1, { name: 'call' }));
    const polls = repeat(3, () => send(1, { kind: 'poll', name: 'poll' }));
    await Promise.all([...calls, ...polls, send(1, { name: 'call' })]);
    expect(starts.map(({ at, name }) => `${name} ${at}`)).toEqual([
      ...['call 0', 'call 0', 'poll 0', 'call 0'],
      ...['poll 10', 'poll 20'],
    ]);
  });

  test('gives the place of a request that fails to another', async () => {
    const { limit } = start();
    const failing = repeat(100, () => limit('call', NEVER, () => Promise.reject(new Error('cut'))));
    for (const one of failing) await expect(one).rejects.toThrow('cut');
    await expect(limit('call', NEVER, async () => 'through')).resolves.toBe('through');
  });
});
