/**
 * Stands in for `@actions/exec` in the bundle. `@actions/core` imports it only for `platform.getDetails()`, which this
 * action never calls. Without it the bundle can't start any process.
 *
 * @returns {never}
 */
export function getExecOutput() {
  throw new Error('@actions/exec is not part of this bundle');
}
