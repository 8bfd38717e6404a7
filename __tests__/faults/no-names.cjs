// Loaded before the action: no host name is found, on whatever network, with the code that DNS_CODE has.
const dns = require('node:dns');

dns.lookup = /** @type {typeof dns.lookup} */ (
  (/** @type {string} */ hostname, /** @type {unknown} */ _options, /** @type {(error: Error) => void} */ callback) => {
    const { DNS_CODE: code = 'ENOTFOUND' } = process.env;
    const error = Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), {
      code,
      syscall: 'getaddrinfo',
      hostname,
    });
    process.nextTick(callback, error);
  }
);
