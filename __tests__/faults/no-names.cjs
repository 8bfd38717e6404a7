// Loaded before the action: no host name but localhost is found, on any network, with the code of DNS_CODE.
const dns = require('node:dns');

const { lookup } = dns;
const { DNS_CODE: code = 'ENOTFOUND' } = process.env;

dns.lookup = /** @type {typeof dns.lookup} */ (
  (/** @type {string} */ hostname, /** @type {any} */ options, /** @type {any} */ callback) => {
    if (hostname === 'localhost') return lookup(hostname, options, callback);
    const syscall = 'getaddrinfo';
    process.nextTick(
      callback,
      Object.assign(new Error(`${syscall} ${code} ${hostname}`), { code, syscall, hostname }),
    );
  }
);
