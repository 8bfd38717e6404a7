// Loaded into the step's process on Windows, where a signal from outside ends a process outright.
// GitHub's runner sends a console event there, which Node turns into SIGINT. So does this.
process.on('message', (/** @type {'SIGINT' | 'SIGBREAK'} */ signal) =>
  process.emit(signal, signal),
);
process.channel?.unref();
