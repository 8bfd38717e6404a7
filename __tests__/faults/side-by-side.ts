import { beforeAll, test } from '@jest/globals';

const LIMIT_MS = 90_000;

/**
 * A test for each case. A step spends nearly all of its time waiting, so the cases run side by side, begun in their order.
 *
 * @param run what a test does; it throws where the test is to fail
 */
export function testSideBySide<Case extends { readonly name: string }>(
  cases: readonly Case[],
  run: (one: Case) => Promise<unknown>,
  atATime = 10,
): void {
  const runs: Promise<unknown>[] = [];
  beforeAll(() => {
    const limited = createLimit(atATime);
    for (const one of cases) {
      const running = limited(() => run(one));
      // A failure is told by its own test, which may not be waiting for it yet.
      running.catch(() => undefined);
      runs.push(running);
    }
  });
  test.each(cases.map(({ name }, index) => ({ name, index })))('$name', ({ index }) => runs[index], LIMIT_MS);
}

function createLimit(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = width;
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
