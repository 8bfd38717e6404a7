// Loaded before the action: writes the most memory that its process ever held, in kB, into the file that PEAK_FILE names.
const { readFileSync, writeFileSync } = require('node:fs');

process.once('exit', () => {
  writeFileSync(process.env.PEAK_FILE ?? '', String(peakKb()));
});

function peakKb() {
  try {
    // On Linux maxRSS begins with that of the process which started this one.
    const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kb !== undefined) return Number(kb);
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS;
}
