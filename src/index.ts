import { runOpen } from './run.ts';

process.exitCode = 1;
if (await runOpen()) process.exitCode = 0;
// Nothing is left to wait for: not for a tunnel, say, that a proxy has never answered.
setTimeout(() => process.exit(), 250).unref();
