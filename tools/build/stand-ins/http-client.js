/**
 * Stands in for `@actions/http-client` in the bundle, except for its part about proxies. `@actions/core` imports it only
 * for OIDC, which this action never uses, and with it come tunnel and undici, which is 940 kB.
 */
class Missing {
  constructor() {
    throw new Error('@actions/http-client is not part of this bundle');
  }
}

export { Missing as BearerCredentialHandler, Missing as HttpClient };
