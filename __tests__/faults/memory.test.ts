import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { PERMANENT } from './faults.ts';
import { BOTH_PHASES, meet } from './meet.ts';

const MEGABYTE = 1_000_000;
const PRELOAD = fileURLToPath(new URL('../../tools/toloka/report-peak.cjs', import.meta.url));
const FLOODS = PERMANENT.filter(({ name }) => name.includes('300 MB'));

describe.each(BOTH_PHASES)('%s', (phase) => {
  test.concurrent.each(FLOODS)('$name take less than 120 MB', async ({ fault, says }) => {
    const folder = mkdtempSync(join(tmpdir(), 'peak-'));
    const file = join(folder, 'peak');
    try {
      const env = { NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, PEAK_FILE: file };
      const { ended } = await meet(phase, fault, 'for ever', '20s', { env });
      expect(ended.error).toContain(says);
      const peakBytes = Number(readFileSync(file, 'utf8'));
      // Less than an empty Node would be no measurement.
      expect(peakBytes).toBeGreaterThan(30 * MEGABYTE);
      expect(peakBytes).toBeLessThan(120 * MEGABYTE);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
