/**
 * Stands in for `undici` in the bundle, which is 940 kB. `@actions/http-client` imports it only for
 * `getAgentDispatcher()`, which this action never calls.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle');
  }
}
