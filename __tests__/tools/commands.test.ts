import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { help, SCENARIOS } from '../../tools/toloka/scenarios.js';
import { onPosix } from '../support/platform.ts';

const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../tools/toloka/${name}.js`, import.meta.url));
const call = (name: string, ...args: string[]) =>
  spawnSync(process.execPath, [pathOf(name), ...args], { encoding: 'utf8' });

test('npm start -- --help lists the scenarios', () => {
  for (const [name, { about }] of Object.entries(SCENARIOS)) {
    expect(help().split('\n')).toContain(`  ${name.padEnd(12)}  ${about}`);
  }
  expect(call('start', '--help')).toMatchObject({ status: 0, stdout: `${help()}\n` });
});

test('npm start -- constructor is an error that names the scenarios', () => {
  const { status, stdout, stderr } = call('start', 'constructor');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(Object.keys(SCENARIOS).join(', '));
});

test.each([
  [['--minutes', '0'], 0, /it ends in 0 minutes, at \d\d:\d\d:\d\d/],
  [['--port', '65536'], 1, /--port takes a whole number up to 65535, not "65536"/],
  [['--none'], 1, /--none/],
])('npm run toloka -- %j ends with exit code %i', (args, status, text) => {
  const result = call('toloka-cli', ...args);
  expect(result.status).toBe(status);
  expect(result.stdout + result.stderr).toMatch(text);
});

onPosix(() => {
  test('npm run toloka takes the token that it prints, until Ctrl-C', async () => {
    const args = [pathOf('toloka-cli'), '--token', 'of-mine'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    try {
      const [text] = await once(child.stdout.setEncoding('utf8'), 'data');
      const [, authorization = '', url = ''] =
        /^curl -X POST -H 'Authorization: (.*?)'.* (http:\S+)$/m.exec(text) ?? [];
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers });
      expect(authorization).toBe('OAuth of-mine');
      expect(await answer.json()).toMatchObject({ type: 'TRAINING.OPEN' });
      child.kill('SIGINT');
      expect(await exit).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('npm start | head ends without a stack trace', () => {
    const script = '"$0" "$1" opens | head -n 1';
    const args = ['-c', script, process.execPath, pathOf('start')];
    const { stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
    expect([stdout.split('\n').length, stderr]).toEqual([2, '']);
  });
});
