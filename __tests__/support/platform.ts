/** Defines tests of what means nothing on Windows: a shell, its pipes, and signals but Ctrl-C. */
export function onPosix(define: () => void): void {
  if (process.platform !== 'win32') define();
}
