// Loaded before the action: no host name but localhost is found, on any network, with the code of DNS_CODE. With FROM_LOOKUP
// that begins at that look-up, and localhost is not found either.
const dns = require('node:dns');

const { lookup } = dns;
const { DNS_CODE: code = 'ENOTFOUND', FROM_LOOKUP: from } = process.env;
let lookups = 0;

dns.lookup = /** @type {typeof dns.lookup} */ (
  (/** @type {string} */ hostname, /** @type {any} */ options, /** @type {any} */ callback) => {
    lookups += 1;
    const isFound = from === undefined ? hostname === 'localhost' : lookups < Number(from);
    if (isFound) return lookup(hostname, options, callback);
    const syscall = 'getaddrinfo';
    process.nextTick(callback, Object.assign(new Error(`${syscall} ${code} ${hostname}`), { code, syscall, hostname }));
  }
);
