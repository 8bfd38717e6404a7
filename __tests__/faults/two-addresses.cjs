// Loaded before the action: localhost has two addresses, of which the second refuses.
const dns = require('node:dns');

dns.lookup = /** @type {typeof dns.lookup} */ (
  (/** @type {string} */ _hostname, /** @type {unknown} */ _options, /** @type {any} */ callback) => {
    const addresses = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    process.nextTick(callback, null, addresses);
  }
);
