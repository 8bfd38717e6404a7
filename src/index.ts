import { flush, ignoreBrokenOutput } from './report.ts';
import { runStep } from './step.ts';

// The step fails until success is proven, even if a promise never settles.
process.exitCode = 1;
ignoreBrokenOutput();

// These handlers stay until the end, so that a second signal can't end the process before it has reported.
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
  process.on(signal, () => cancel.abort(signal));
}

async function run(): Promise<never> {
  const exitCode = (await runStep(cancel.signal)) ? 0 : 1;
  await flush();

  // exit() waits until the last name look-up has ended, and files wait behind it. Another program in place of this one ends
  // at once. Windows can't put it there, but a step that failed can be killed.
  const hangs = process.getActiveResourcesInfo().some((name) => /^(GetAddrInfo|FSReq)/.test(name));
  if (hangs && process.platform !== 'win32') {
    process.execve?.(process.execPath, [process.execPath, '--eval', `process.exitCode = ${exitCode}`], {});
  } else if (hangs && exitCode !== 0) {
    process.kill(process.pid, 'SIGKILL');
  }
  return process.exit(exitCode);
}

// Not awaited: a bundle with top-level await is a fifth larger, and starts later.
void run();
