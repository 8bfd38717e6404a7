import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { describeTrainings } from '../../tools/toloka/trainings.js';
import { isOpening, open } from '../step.ts';
import { answer, failAlways, PERMANENT } from './faults.ts';
import { BOTH_PHASES, meet } from './meet.ts';

const MEGABYTE = 1_000_000;
const PRELOAD = fileURLToPath(new URL('../../tools/toloka/report-peak.cjs', import.meta.url));
const FLOODS = PERMANENT.filter(({ name }) => name.includes('300 MB'));

/** Asserts that a step takes little memory. It runs with an environment that makes the process tell its peak. */
async function expectLittle(run: (env: Record<string, string>) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'peak-'));
  const file = join(folder, 'peak');
  try {
    await run({ NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, PEAK_FILE: file });
    const peakBytes = Number(readFileSync(file, 'utf8'));
    // Less than an empty Node would be no measurement.
    expect(peakBytes).toBeGreaterThan(30 * MEGABYTE);
    expect(peakBytes).toBeLessThan(120 * MEGABYTE);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(BOTH_PHASES)('%s', (phase) => {
  test.concurrent.each(FLOODS)('$name take less than 120 MB', async ({ fault, says }) => {
    await expectLittle(async (env) => {
      expect((await meet(phase, fault, 'for ever', { step: { env } })).error).toContain(says);
    });
  });
});

// One after the other, since a busy machine collects garbage late.
test.each([
  [1024 * 1024, "HTTP 403 with an answer that is not Toloka's"],
  [65_000, 'ACCESS_DENIED: … (HTTP 403)'],
])('100 refusals of %d bytes each take less than 120 MB: %s', async (bytes, says) => {
  const refuse = answer(403, JSON.stringify({ code: 'ACCESS_DENIED', message: 'x'.repeat(bytes) }));
  await expectLittle(async (env) => {
    const trainings = describeTrainings(100);
    const { passed, error } = await open({
      trainings,
      onRequest: failAlways(isOpening, refuse),
      step: { env },
    });
    expect(passed).toBe(false);
    expect(error).toContain(`training 1000: ${says}`);
  });
});
