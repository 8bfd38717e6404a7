/**
 * Stands before `tunnel` in the bundle. `@actions/http-client` loads it at once, and `assert` with it, but needs it for a
 * proxy alone: so here it is loaded once a proxy asks for it. The name of its file leads past this stand-in.
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
