/**
 * Runs a step and ends the process: failing is the default until success is proven, also where a promise never settles.
 *
 * @param run resolves to whether all went well
 */
export async function main(run: () => Promise<boolean>): Promise<void> {
  // A tunnel through a proxy that asks for a password makes Node warn of a call in it: nothing a user could mend.
  process.noDeprecation = true;
  process.exitCode = 1;
  if (await run()) process.exitCode = 0;
  // All is said. What may hold the process still is a tunnel that a proxy never answered, or a name that is looked up:
  // the latter even holds process.exit(), for as long as the resolver likes.
  setTimeout(() => (process.exitCode === 0 ? process.exit() : process.kill(process.pid, 'SIGKILL')), 250).unref();
}
