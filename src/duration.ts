const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Reads `90` (seconds), `90s`, `10m` or `1h30m`.
 *
 * @returns milliseconds; undefined if the text is none of these
 */
export function parseDuration(text: string): number | undefined {
  const [matched, hours = 0, minutes = 0, seconds = 0] =
    /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
  if (matched === undefined) return undefined;
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
}

/** Writes milliseconds as `10m`, `1h30m`, `3s` or, below a minute, `1.2s`. */
export function formatDuration(ms: number): string {
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${tenths / 10}s`;
  const seconds = Math.round(ms / SECOND_MS);
  const parts = { h: Math.floor(seconds / 3_600), m: Math.floor(seconds / 60) % 60, s: seconds % 60 };
  const texts = Object.entries(parts).map(([unit, count]) => (count > 0 ? `${count}${unit}` : ''));
  return texts.join('');
}
