import { runStep } from './step.ts';

// The step fails until success is proven, even if a promise never settles.
process.exitCode = 1;

const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort(signal));

if (await runStep(cancel.signal)) process.exitCode = 0;

// Everything is said. A tunnel that a proxy never answers or a name look-up may still hold the process, and the latter
// even holds process.exit() for as long as the resolver likes.
setTimeout(() => (process.exitCode === 0 ? process.exit() : process.kill(process.pid, 'SIGKILL')), 250).unref();
