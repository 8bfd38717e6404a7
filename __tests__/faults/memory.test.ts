import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { type Fault, PERMANENT } from './faults.ts';
import { type Met, meet, PHASES, type Phase } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';

const MEGABYTE_KB = 1024;
const PRELOAD = fileURLToPath(new URL('report-peak.cjs', import.meta.url));

/** @returns also the peak of the action's process, in kB */
async function meetAndMeasure(phase: Phase, fault: Fault): Promise<Met & { readonly peakKb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'peak-'));
  const file = join(folder, 'kb');
  try {
    const env = { NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, PEAK_FILE: file };
    const met = await meet(phase, fault, 'for ever', '20s', { env });
    return { ...met, peakKb: Number(readFileSync(file, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

testSideBySide(
  (Object.keys(PHASES) as Phase[]).flatMap((phase) =>
    PERMANENT.filter(({ name }) => name.includes('300 MB')).map(({ name, fault, says }) => ({
      name: `${phase}: ${name} take less than 120 MB`,
      run: async () => {
        const { ended, peakKb } = await meetAndMeasure(phase, fault);
        expect(ended.error).toContain(says);
        // Less than a bare Node would be no measurement.
        expect(peakKb).toBeGreaterThan(30 * MEGABYTE_KB);
        expect(peakKb).toBeLessThan(120 * MEGABYTE_KB);
      },
    })),
  ),
  ({ run }) => run(),
);
