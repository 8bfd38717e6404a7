/** Reads `90` (seconds), `90s`, `10m` or `1h30m`. @returns milliseconds; undefined if the text is none of these */
export function parseDuration(text: string): number | undefined {
  const [matched, hours = 0, minutes = 0, seconds = 0] =
    /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
  if (matched === undefined) return undefined;
  return 1_000 * (3_600 * Number(hours) + 60 * Number(minutes) + Number(seconds));
}

/** Writes milliseconds as `10m`, `1h30m`, `3s` or, below a minute, `1.2s`. */
export function formatDuration(ms: number): string {
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${tenths / 10}s`;
  const seconds = Math.round(ms / 1_000);
  const parts = {
    h: Math.floor(seconds / 3_600),
    m: Math.floor(seconds / 60) % 60,
    s: seconds % 60,
  };
  return Object.entries(parts).reduce(
    (text, [unit, count]) => (count > 0 ? `${text}${count}${unit}` : text),
    '',
  );
}
