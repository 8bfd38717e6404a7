/**
 * Stands in for undici in the bundle. `@actions/http-client` imports it only for `getAgentDispatcher()`, which this action
 * never calls. undici itself would be four fifths of the bundle and a third of the start-up.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle');
  }
}
