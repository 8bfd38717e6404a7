/**
 * Loads `tunnel` late in the bundle. `@actions/http-client` loads it at once, and `assert` with it, but needs it only for a
 * proxy. The name of its file leads past this stand-in.
 *
 * @param {'httpOverHttp' | 'httpOverHttps' | 'httpsOverHttp' | 'httpsOverHttps'} kind
 */
const later = (kind) => (/** @type {object} */ options) =>
  // @ts-expect-error it has no types
  require('tunnel/index.js')[kind](options);

exports.httpOverHttp = later('httpOverHttp');
exports.httpOverHttps = later('httpOverHttps');
exports.httpsOverHttp = later('httpsOverHttp');
exports.httpsOverHttps = later('httpsOverHttps');
