import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { flush, ignoreBrokenOutput } from './report.ts';
import { runStep } from './step.ts';

// The step fails until success is proven, even if a promise never settles.
process.exitCode = 1;
ignoreBrokenOutput();
// Certificates are always checked, those of proxies too.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
// Node gives each address of a host 250 ms, which is too short for a distant one.
setDefaultAutoSelectFamilyAttemptTimeout(5_000);

// These handlers stay until the end, so that a second signal can't end the process before it has reported.
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'] as const) {
  process.on(signal, () => cancel.abort(signal));
}

// An error that Node throws past everybody ends the work, so that the step still says how it ended.
process.on('uncaughtException', (error) => cancel.abort(error));

async function run(): Promise<never> {
  const passed = await runStep(cancel.signal);
  await flush();
  return process.exit(passed ? 0 : 1);
}

// Not awaited: a bundle with top-level await is a fifth larger, and starts later.
void run();
