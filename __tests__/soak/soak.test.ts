import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { drawCase } from '../../tools/soak/draw.ts';
import { soak } from '../../tools/soak/soak.ts';

const LIMIT_MS = 120_000;
const RUNS = 200;
const SEED = 20_261_123;

test('the same seed gives the same cases, another gives others', () => {
  const cases = (seed: number) =>
    Array.from({ length: RUNS }, (_, index) => drawCase(seed + index));
  expect(cases(SEED)).toEqual(cases(SEED));
  expect(cases(SEED)).not.toEqual(cases(SEED + RUNS));
});

test(
  `${RUNS} runs break no invariant, and open every training that can be opened`,
  async () => {
    const lines: string[] = [];
    const { all } = await soak(RUNS, SEED, (line) => lines.push(line));
    expect(lines.filter((line) => line.startsWith('BROKEN'))).toEqual([]);
    expect(lines.at(-1)).toBe('no invariant was broken');
    expect(all).toHaveLength(RUNS);

    const should = all.filter(({ shouldPass }) => shouldPass);
    expect(should.length).toBeGreaterThan(RUNS / 3);
    expect(should.filter(({ passed }) => !passed).map(({ seed }) => seed)).toEqual([]);

    // About a quarter of the answers fail.
    const failed = all.flatMap(({ faults }) => faults).length;
    const share = failed / all.reduce((sum, { requests }) => sum + requests, 0);
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
  },
  LIMIT_MS,
);

/** An action that says that everything was already open. With `wait: false`, it prints its token. */
const LIAR = `
const ids = (process.env['INPUT_TRAINING-ID'] ?? '').split(',');
const results = ids.map((id) => ({ 'training-id': id, 'operation-id': '', status: 'SUCCESS', 'already-open': true, 'training-url': '', error: '',
}));
const outputs = ['operation-id=', 'status=SUCCESS', 'already-open=true', 'results=' + JSON.stringify(results)];
require('node:fs').writeFileSync(process.env.GITHUB_OUTPUT, outputs.join('\\n') + '\\n');
if (process.env.INPUT_WAIT === 'false') console.log(process.env.INPUT_TOKEN);
`;

test('an action that lies is found out, with the seeds to run it again', async () => {
  const action = mkdtempSync(join(tmpdir(), 'liar-'));
  try {
    mkdirSync(join(action, 'dist'));
    copyFileSync('action.yml', join(action, 'action.yml'));
    writeFileSync(join(action, 'dist', 'index.js'), LIAR);
    const lines: string[] = [];
    const { isGood, all } = await soak(20, SEED, (line) => lines.push(line), action);
    expect(isGood).toBe(false);
    const asked = all.filter(({ plan }) => plan === 'no wait');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every(({ broken }) => `${broken}`.includes('the token shows'))).toBe(true);
    const broken = lines.filter((line) => line.startsWith('BROKEN')).join('\n');
    for (const text of [
      'SUCCESS, but it was not open',
      'already open, but it was not',
      'green, but it can not be opened',
    ]) {
      expect(broken).toContain(text);
    }
    expect(lines).toContain(`to run it again: npm run soak -- 1 ${SEED}`);
  } finally {
    rmSync(action, { recursive: true });
  }
});
