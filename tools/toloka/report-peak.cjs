// Loaded into a process by NODE_OPTIONS: writes the most memory that it ever held, in bytes, to the file PEAK_FILE.
const { readFileSync, writeFileSync } = require('node:fs');

process.once('exit', () => {
  if (process.env.PEAK_FILE) writeFileSync(process.env.PEAK_FILE, String(peakBytes()));
});

function peakBytes() {
  // On Linux maxRSS counts from the process that started this one, whose memory this one shared for a moment.
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kibibytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}
