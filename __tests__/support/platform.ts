/** For what means nothing on Windows: a shell, its pipes, signals but Ctrl-C, the ends of lines. */
export function onPosix(define: () => void): void {
  if (process.platform !== 'win32') define();
}
