import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { SCENARIOS } from '../../tools/toloka/scenarios.js';

const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../tools/toloka/${name}.js`, import.meta.url));
const call = (name: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [pathOf(name), ...args], {
    encoding: 'utf8',
    timeout: 20_000,
    killSignal: 'SIGKILL',
  });
  return { status, stdout, stderr };
};

test('npm start -- --help lists the scenarios', () => {
  const { status, stdout } = call('start', '--help');
  expect(status).toBe(0);
  const lines = Object.entries(SCENARIOS).map(
    ([name, { about }]) => `  ${name.padEnd(16)}  ${about}`,
  );
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(lines));
});

test.each([[['none']], [['opens', 'slow']], [['constructor']]])(
  'npm start -- %j is an error',
  (args) => {
    const { status, stdout, stderr } = call('start', ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(Object.keys(SCENARIOS).join(', '));
  },
);

test.each([
  [['--help'], 0, '--port <number>'],
  [['--minutes', '0'], 0, 'it ends in 0 minutes'],
  [['--port', '65536'], 1, '--port takes a whole number up to 65535, not "65536"'],
  [['--minutes', '-1'], 1, '--minutes'],
  [['--none'], 1, '--none'],
  [['21'], 1, '21'],
])('npm run toloka -- %j ends with exit code %i', (args, status, text) => {
  const result = call('toloka-cli', ...args);
  expect(result.status).toBe(status);
  expect(result.stdout + result.stderr).toContain(text);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'npm run toloka takes the token that it prints, until %s',
  async (signal) => {
    const child = spawn(process.execPath, [pathOf('toloka-cli'), '--token', 'of-mine'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    try {
      const [text] = await once(child.stdout.setEncoding('utf8'), 'data');
      const [, Authorization = '', url = ''] =
        /^curl -X POST -H 'Authorization: (.*?)'.* (http:\S+)$/m.exec(text) ?? [];
      const answer = await fetch(url, {
        method: 'POST',
        headers: { Authorization, 'Content-Type': 'application/json' },
      });
      expect({ Authorization, body: await answer.json() }).toMatchObject({
        Authorization: 'OAuth of-mine',
        body: { type: 'TRAINING.OPEN' },
      });
      child.kill(signal);
      expect(await exit).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  },
);
