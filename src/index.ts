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

  // exit() waits for a name look-up for as long as the resolver hangs. Another program in this process does not.
  const hangs = process.getActiveResourcesInfo().some((name) => /^(GetAddrInfo|FSReq)/.test(name));
  if (hangs) process.execve?.(process.execPath, [process.execPath, '--eval', `process.exitCode = ${exitCode}`], {});
  if (hangs && exitCode !== 0) process.kill(process.pid, 'SIGKILL');
  return process.exit(exitCode);
}

// Not awaited: a bundle with top-level await is a fifth larger, and starts later.
void run();
