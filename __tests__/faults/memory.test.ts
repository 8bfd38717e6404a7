import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { type Fault, PERMANENT } from './faults.ts';
import { type Met, meet, PHASES, type Phase } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';

const MEGABYTE = 1_000_000;
const PRELOAD = fileURLToPath(new URL('../../local/report-peak.cjs', import.meta.url));

/** @returns also the peak of the action's process, in bytes */
async function meetAndMeasure(phase: Phase, fault: Fault): Promise<Met & { readonly peakBytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'peak-'));
  const file = join(folder, 'peak');
  try {
    const env = { NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, PEAK_FILE: file };
    const met = await meet(phase, fault, 'for ever', '20s', { env });
    return { ...met, peakBytes: Number(readFileSync(file, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

testSideBySide(
  (Object.keys(PHASES) as Phase[]).flatMap((phase) =>
    PERMANENT.filter(({ name }) => name.includes('300 MB')).map(({ name, fault, says }) => ({
      name: `${phase}: ${name} take less than 120 MB`,
      run: async () => {
        const { ended, peakBytes } = await meetAndMeasure(phase, fault);
        expect(ended.error).toContain(says);
        // Less than a bare Node would be no measurement.
        expect(peakBytes).toBeGreaterThan(30 * MEGABYTE);
        expect(peakBytes).toBeLessThan(120 * MEGABYTE);
      },
    })),
  ),
  ({ run }) => run(),
);
