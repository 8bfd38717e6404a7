import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTrainings } from '../../tools/toloka/trainings.js';
import { runStep, withToloka } from '../step.ts';
import { answer, PERMANENT } from './faults.ts';
import { BOTH_PHASES, meet } from './meet.ts';

const MEGABYTE = 1_000_000;
const PRELOAD = fileURLToPath(new URL('../../tools/toloka/report-peak.cjs', import.meta.url));
const FLOODS = PERMANENT.filter(({ name }) => name.includes('300 MB'));

/** Runs something with an environment that makes a process tell its peak. @returns the peak in bytes */
async function measurePeak(run: (env: Record<string, string>) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'peak-'));
  const file = join(folder, 'peak');
  try {
    await run({ NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, PEAK_FILE: file });
    return Number(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function expectLittle(peakBytes: number): void {
  // Less than an empty Node would be no measurement.
  expect(peakBytes).toBeGreaterThan(30 * MEGABYTE);
  expect(peakBytes).toBeLessThan(120 * MEGABYTE);
}

describe.each(BOTH_PHASES)('%s', (phase) => {
  test.concurrent.each(FLOODS)('$name take less than 120 MB', async ({ fault, says }) => {
    const peakBytes = await measurePeak(async (env) => {
      const { ended } = await meet(phase, fault, 'for ever', '20s', { env });
      expect(ended.error).toContain(says);
    });
    expectLittle(peakBytes);
  });
});

const MEBIBYTE = 'x'.repeat(1024 * 1024);

// One after the other, since a busy machine collects garbage late.
test.each([
  ['1 MiB', MEBIBYTE],
  ['64 KiB', MEBIBYTE.slice(0, 65_000)],
])('100 refusals of %s each take less than 120 MB', async (_, text) => {
  const refuse = answer(403, JSON.stringify({ code: 'ACCESS_DENIED', message: text }));
  const onRequest = (exchange: Exchange): boolean => {
    if (exchange.method !== 'POST') return false;
    refuse(exchange, '');
    return true;
  };
  const trainings = describeTrainings(100);
  const peakBytes = await measurePeak(async (env) => {
    await withToloka({ trainings, onRequest }, async (toloka) => {
      const inputs = { 'training-id': trainings.map(({ id }) => id).join(), 'api-url': toloka.url, timeout: '25s' };
      const { passed, error } = await runStep({ inputs, env });
      expect(passed).toBe(false);
      expect(error).toMatch(/^training 1000: HTTP 403; check that the token is valid/);
    });
  });
  expectLittle(peakBytes);
});
