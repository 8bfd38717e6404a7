/**
 * Stands in for `@actions/exec` in the bundle. `@actions/core` imports it for `platform.getDetails()` alone, which this
 * action never calls; without it the bundle can start no process at all.
 *
 * @returns {never}
 */
export function getExecOutput() {
  throw new Error('@actions/exec is not part of this bundle');
}
