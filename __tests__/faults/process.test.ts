import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { describeTraining, describeTrainings } from '../../tools/toloka/trainings.js';
import { outcomesOf, resultsOf, runStep, withToloka } from '../step.ts';
import { GRACE_MS } from './table.ts';

// Faults of the process and of what surrounds it on its machine.

const isPosix = process.platform !== 'win32';
const BUNDLE = resolve('dist/index.js');
const pathTo = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const HANG = pathTo('hang-at-exit.cjs');
const SLOW_LISTENER = pathTo('slow-listener.cjs');
const AS_ON_WINDOWS = pathTo('as-on-windows.cjs');
const TWO_ADDRESSES = pathTo('two-addresses.cjs');

/** Runs the bundle in bash, for what a shell can do to a process. */
const inBash = (script: string): readonly string[] => ['bash', '-c', script, 'bash', process.execPath, BUNDLE];

const open = (
  { runningMs = 0, timeout = '20s', count = 1 },
  options: Partial<Parameters<typeof runStep>[0]> = {},
): ReturnType<typeof runStep> => {
  const trainings = count === 1 ? [describeTraining('21', { runningMs })] : describeTrainings(count, { runningMs });
  return withToloka({ trainings }, (toloka) =>
    runStep({
      ...options,
      inputs: { 'training-id': trainings.map(({ id }) => id).join(), 'api-url': toloka.url, timeout },
    }),
  );
};

const OPENED = { passed: true, error: '' };
const SUCCESS = { status: 'SUCCESS', 'already-open': 'false', 'operation-id': expect.stringMatching(/./) };

test.concurrent.each([
  '--no-deprecation',
  '--throw-deprecation',
  '--no-warnings',
  '--disallow-code-generation-from-strings',
])('NODE_OPTIONS=%s changes nothing', async (flag) => {
  expect(await open({}, { env: { NODE_OPTIONS: flag } })).toMatchObject({ ...OPENED, outputs: SUCCESS });
});

test.concurrent('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing without TLS', async () => {
  expect(await open({}, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })).toMatchObject(OPENED);
});

describe('the end of the process', () => {
  // Work in Node's thread pool, such as a name look-up, holds process.exit() for as long as it takes.
  const hang = async (timeout: string, runningMs: number, more = '') => {
    const folder = mkdtempSync(join(tmpdir(), 'fifo-'));
    const fifo = join(folder, 'fifo');
    spawnSync('mkfifo', [fifo]);
    try {
      const env = { NODE_OPTIONS: `--require ${JSON.stringify(HANG)} ${more}`, FIFO: fifo };
      return await open({ runningMs, timeout }, { env });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test.concurrent('does not wait for a name look-up that hangs: a green step is green', async () => {
    const step = await hang('5s', 300);
    expect(step).toMatchObject({ ...OPENED, exitCode: 0, outputs: SUCCESS });
    expect(step.tookMs).toBeLessThan(5_000);
  });

  test.concurrent('does not wait for a name look-up that hangs: a red step is red', async () => {
    const step = await hang('2s', 60_000);
    expect(step).toMatchObject({ passed: false, exitCode: 1, outputs: { status: 'RUNNING' } });
    expect(step.error).toMatch(/^timed out after 2s; /);
    expect(step.tookMs).toBeLessThan(2_000 + GRACE_MS);
  });

  test.concurrent('does not wait on Windows either, which has no execve', async () => {
    const step = await hang('2s', 60_000, `--require ${JSON.stringify(AS_ON_WINDOWS)}`);
    expect(step).toMatchObject({ passed: false, signal: 'SIGKILL', outputs: { status: 'RUNNING' } });
    expect(step.annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(step.tookMs).toBeLessThan(2_000 + GRACE_MS);
  });
});

describe('standard output', () => {
  const LATE = 'set -o pipefail; "$1" "$2" | (sleep 8; cat)';
  // More than a pipe holds, which is 64 KiB.
  const COUNT = 600;

  test.concurrent.each([
    ['green', '20s', 0, 0],
    ['red', '6s', 60_000, 1],
  ])('may be read late: all of a %s step arrives', async (_, timeout, runningMs, exitCode) => {
    const step = await open({ count: COUNT, runningMs, timeout }, { command: inBash(LATE), debug: true });
    expect(step.exitCode).toBe(exitCode);
    expect(step.raw.length).toBeGreaterThan(65_536);
    expect(step.raw.split('\n').filter((line) => /^::debug::POST .*HTTP 202/.test(line))).toHaveLength(COUNT);
    if (exitCode === 1) expect(step.error).toMatch(/^training 1000: timed out after 6s/);
  });

  test.concurrent('that nobody reads holds the step for 5 s, not more', async () => {
    const script = 'exec "$1" "$2" > >(sleep 60)';
    const began = performance.now();
    const step = await open({ count: 300 }, { command: inBash(script), debug: true });
    expect(step.outputs).toMatchObject({ status: 'SUCCESS' });
    expect(performance.now() - began).toBeLessThan(25_000);
  });

  const full = existsSync('/dev/full') ? '/dev/full' : '/dev/null';
  test.concurrent.each([
    ['closed', 'exec "$1" "$2" >&-'],
    ['a broken pipe', 'exec "$1" "$2" > >(exit 0)'],
    ['full', `exec "$1" "$2" > ${full}`],
  ])('may be %s: outputs and exit code are right', async (_, script) => {
    const step = await open({ runningMs: 500 }, { command: inBash(script) });
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: SUCCESS,
      rawSummary: expect.stringContaining('Training 21 is open'),
    });
    const red = await open({ runningMs: 60_000, timeout: '1s' }, { command: inBash(`${script} || exit 3`) }).catch(
      (error: unknown) => error,
    );
    // Its error can't be printed, which is what runStep complains about.
    expect(red).toBeInstanceOf(Error);
  });
});

describe('outputs that can not be written', () => {
  test.concurrent.each([
    ['opens', 2_000, '20s', 'Training 21 is open, but the step failed'],
    ['does not open in time', 60_000, '2s', 'Training 21 is not open yet'],
  ])('fail the step, which follows the operation first: it %s', async (_, runningMs, timeout, title) => {
    const trainings = [describeTraining('21', { runningMs })];
    await withToloka({ trainings }, async (toloka) => {
      const inputs = { 'training-id': '21', 'api-url': toloka.url, timeout };
      const step = await runStep({ inputs, env: { GITHUB_OUTPUT: '/nowhere/output' } });
      expect(step).toMatchObject({ passed: false, exitCode: 1 });
      expect(step.annotations.at(-1)).toMatchObject({ level: 'error', title });
      expect(step.error).toContain("the outputs can't be written: Error: Missing file at path: /nowhere/output");
      if (runningMs === 2_000) expect(step.log).toContainEqual(expect.stringMatching(/^training 21: SUCCESS/));
      else expect(step.error).toContain('the opening is RUNNING and continues at Toloka');
      expect(toloka.requests.filter(({ path }) => path.startsWith('/operations/')).length).toBeGreaterThan(1);
    });
  });
});

(isPosix ? describe : describe.skip)('a signal', () => {
  test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    '%s, once or repeated, leaves one error and all outputs',
    async (signal) => {
      for (const repeats of [1, 20]) {
        const step = await open(
          { runningMs: 60_000 },
          {
            onStart: (child) => {
              child.stdout?.on('data', (text) => {
                if (!String(text).includes('RUNNING')) return;
                for (let count = 0; count < repeats; count += 1) setTimeout(() => child.kill(signal), 100 + count);
              });
            },
          },
        );
        expect(step).toMatchObject({ passed: false, exitCode: 1, signal: null });
        expect(step.error).toMatch(/^cancelled; the opening is RUNNING and continues at Toloka/);
        expect(step.outputs).toMatchObject({ status: 'RUNNING', 'operation-id': expect.stringMatching(/./) });
        expect(resultsOf(step)).toHaveLength(1);
      }
    },
  );

  test.concurrent.each([
    ['while it pauses', 600],
    ['while it polls', 1_200],
  ])('that stops the process across the deadline, %s: it looks one last time', async (_, stopAfterMs) => {
    let polls = 0;
    const onRequest = ({ path }: { path: string }): boolean => {
      if (path.startsWith('/operations/')) polls += 1;
      // The answer to this poll never comes.
      return stopAfterMs > 1_000 && polls === 3;
    };
    const trainings = [describeTraining('21', { runningMs: 2_500 })];
    const step = await withToloka({ trainings, onRequest }, (toloka) =>
      runStep({
        inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '2s' },
        onStart: (child) => {
          setTimeout(() => child.kill('SIGSTOP'), stopAfterMs);
          setTimeout(() => child.kill('SIGCONT'), 3_500);
        },
      }),
    );
    expect(step).toMatchObject({ ...OPENED, outputs: SUCCESS });
  });
});

// Linux drops what comes to a full backlog, and the other side tries again a second later.
(process.platform === 'linux' ? test.concurrent : test.skip)(
  'a host with two addresses may take a second to connect: the first try gets through',
  async () => {
    await withToloka({}, async (toloka) => {
      const env = { UPSTREAM: new URL(toloka.url).port };
      const listener = spawn(process.execPath, [SLOW_LISTENER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const sockets: Socket[] = [];
      try {
        const [port] = await once(listener.stdout.setEncoding('utf8'), 'data');
        listener.kill('SIGSTOP');
        for (let count = 0; count < 4; count += 1) {
          sockets.push(connect(Number(port), '127.0.0.1').on('error', () => undefined));
        }
        setTimeout(() => listener.kill('SIGCONT'), 700);
        const step = await runStep({
          inputs: { 'training-id': '21', 'api-url': `http://localhost:${Number(port)}`, timeout: '20s' },
          env: { NODE_OPTIONS: `--require ${JSON.stringify(TWO_ADDRESSES)}` },
          debug: true,
        });
        expect(step).toMatchObject(OPENED);
        expect(step.milliseconds).toBeGreaterThan(700);
        expect(outcomesOf(step, /^POST /)).toEqual(['HTTP 202']);
      } finally {
        for (const socket of sockets) socket.destroy();
        listener.kill('SIGKILL');
      }
    });
  },
);

describe('many trainings', () => {
  test('end at the deadline, even if no request is ever answered', async () => {
    const trainings = describeTrainings(1_000);
    await withToloka({ trainings, onRequest: () => true }, async (toloka) => {
      const inputs = { 'training-id': trainings.map(({ id }) => id).join(), 'api-url': toloka.url, timeout: '3s' };
      const step = await runStep({ inputs });
      expect(step.passed).toBe(false);
      expect(step.error).toContain('timed out after 3s');
      expect(step.tookMs).toBeLessThan(3_000 + GRACE_MS + 1_000);
    });
  });

  test('are opened, even if the requests of some hang', async () => {
    const trainings = describeTrainings(100);
    const onRequest = ({ path }: { path: string }): boolean => /^\/trainings\/10[0-3]\d\/open/.test(path);
    await withToloka({ trainings, onRequest }, async (toloka) => {
      const inputs = { 'training-id': trainings.map(({ id }) => id).join(), 'api-url': toloka.url, timeout: '10s' };
      const step = await runStep({ inputs });
      expect(resultsOf(step).filter(({ status }) => status === 'SUCCESS')).toHaveLength(60);
      expect(step.error).toContain('training 1000: timed out after 10s; last fault: no whole answer');
    });
  });

  test('are all looked at after success, even if Toloka is slow', async () => {
    const trainings = describeTrainings(200);
    await withToloka({ trainings, latencyMs: 500 }, async (toloka) => {
      const inputs = { 'training-id': trainings.map(({ id }) => id).join(), 'api-url': toloka.url };
      const step = await runStep({ inputs, debug: true });
      expect(step).toMatchObject(OPENED);
      expect(step.raw.match(/^::debug::GET \/trainings\/\d+: HTTP 200/gm)).toHaveLength(200);
    });
  });

  test('write operation-id a few times, not once for each', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'output-'));
    const file = join(folder, 'output');
    try {
      writeFileSync(file, '');
      await open({ count: 1_000 }, { env: { GITHUB_OUTPUT: file } });
      const text = readFileSync(file, 'utf8');
      expect(text.match(/^operation-id<</gm)?.length).toBeLessThan(30);
      expect(text.length).toBeLessThan(2_000_000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
