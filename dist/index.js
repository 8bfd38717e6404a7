/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";
var __webpack_unused_export__;


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

"use strict";
module.exports = require("util");

/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

// NAMESPACE OBJECT: ./node_modules/@actions/core/lib/platform.js
var platform_namespaceObject = {};
__nccwpck_require__.r(platform_namespaceObject);
__nccwpck_require__.d(platform_namespaceObject, {
  arch: () => (arch),
  getDetails: () => (getDetails),
  isLinux: () => (isLinux),
  isMacOS: () => (isMacOS),
  isWindows: () => (isWindows),
  platform: () => (platform)
});

// NAMESPACE OBJECT: ./node_modules/@actions/core/lib/core.js
var core_namespaceObject = {};
__nccwpck_require__.r(core_namespaceObject);
__nccwpck_require__.d(core_namespaceObject, {
  ExitCode: () => (ExitCode),
  addPath: () => (addPath),
  debug: () => (debug),
  endGroup: () => (endGroup),
  error: () => (error),
  exportVariable: () => (exportVariable),
  getBooleanInput: () => (getBooleanInput),
  getIDToken: () => (getIDToken),
  getInput: () => (getInput),
  getMultilineInput: () => (getMultilineInput),
  getState: () => (getState),
  group: () => (group),
  info: () => (info),
  isDebug: () => (isDebug),
  markdownSummary: () => (markdownSummary),
  notice: () => (notice),
  platform: () => (platform_namespaceObject),
  saveState: () => (saveState),
  setCommandEcho: () => (setCommandEcho),
  setFailed: () => (setFailed),
  setOutput: () => (setOutput),
  setSecret: () => (setSecret),
  startGroup: () => (startGroup),
  summary: () => (summary),
  toPlatformPath: () => (toPlatformPath),
  toPosixPath: () => (toPosixPath),
  toWin32Path: () => (toWin32Path),
  warning: () => (warning)
});

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = require("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = require("path");
// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
;// CONCATENATED MODULE: ./tools/build/stand-ins/undici.js
/**
 * Stands in for `undici` in the bundle, which is 940 kB. `@actions/http-client` imports it only for
 * `getAgentDispatcher()`, which this action never calls.
 */
class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle');
  }
}

;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = _summary;
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, external_path_namespaceObject.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./tools/build/stand-ins/exec.js
/**
 * Stands in for `@actions/exec` in the bundle. `@actions/core` imports it only for `platform.getDetails()`, which this
 * action never calls. Without it the bundle can't start any process.
 *
 * @returns {never}
 */
function getExecOutput() {
  throw new Error('@actions/exec is not part of this bundle');
}

;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${external_path_namespaceObject.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./lib/printable.js

// Of the format characters, the two joiners stay: names in many scripts, and emoji, need them.
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** The most characters of a line, and of a word. */
const MAX_LINE = 2_000;
const MAX_WORD = 200;
/** A shorter secret is likely to be a part of other words, such as ids. */
const MIN_SECRET = 8;
/** The longest first: one may hold another. */
let secrets = [];
/** Masks a secret in the log and in all printable text, in its base64, URL and JSON forms too. */
function hide(secret) {
    const base64 = Buffer.from(secret).toString('base64');
    const url = encodeURIComponent(secret);
    const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
    const json = secret.replaceAll('/', '\\/');
    const forms = new Set([secret, base64, base64.replaceAll('=', ''), url, lowerUrl, json]);
    for (const form of forms)
        setSecret(form);
    if (secret.length < MIN_SECRET)
        return;
    secrets = [...new Set([...secrets, ...forms])].sort((a, b) => b.length - a.length);
}
/**
 * Makes any text safe to print on a line. It hides secrets, cuts out the middle of a text that is
 * longer than `limit`, and makes visible what could end the line, move the cursor, turn the text
 * round or start a workflow command. The runner finds a command at `::` at the start of a line
 * after white space, and at `##[` anywhere (its source).
 */
function printable(text, limit = MAX_LINE) {
    const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    // It is cut first, too, since to escape much takes long.
    const escaped = cut(hidden, limit).replace(UNPRINTABLE, toEscape);
    const visible = escaped.replace(/^(\p{Zs}*)::/u, '$1\\::').replaceAll('##[', '##\\[');
    return cut(visible, limit);
}
/** A word, such as a name, that is safe to print. */
const word = (text) => printable(text, MAX_WORD);
/** Several lines of text that are safe to print. */
const joinLines = (lines) => lines.join('\n');
function cut(text, limit) {
    if (text.length <= limit)
        return text;
    const start = text.slice(0, Math.ceil(limit * 0.7) - 1);
    const end = text.slice(text.length - Math.floor(limit * 0.3));
    return `${start}…${end}`.replace(/\p{Cs}/gu, '');
}
const NAMED_ESCAPES = new Map(Object.entries({ '\n': '\\n', '\r': '\\r', '\t': '\\t' }));
const toEscape = (character) => NAMED_ESCAPES.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
/** HTML that is safe in the job summary. Only `html` makes it. */
class Html {
    text;
    constructor(text) {
        this.text = text;
    }
}
/** Makes HTML of a template. Texts in it are printable, and have no effect as HTML or Markdown. */
const html = (parts, ...values) => new Html(String.raw({ raw: parts }, ...values.map(toHtml)));
const toHtml = (value) => value instanceof Html
    ? value.text
    : printable(value).replace(/[!-+/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = require("node:timers/promises");
;// CONCATENATED MODULE: ./lib/time.js

const systemClock = {
    now: () => process.uptime() * 1_000,
    sleep: (ms, signal) => (0,promises_namespaceObject.setTimeout)(ms, undefined, { signal }),
};
/** Reads `90` (seconds), `90s`, `10m` or `1h30m`. @returns milliseconds; undefined if it is none */
function parseDuration(text) {
    const [matched, hours = 0, minutes = 0, seconds = 0] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
    if (matched === undefined)
        return undefined;
    return 1_000 * (3_600 * Number(hours) + 60 * Number(minutes) + Number(seconds));
}
/** Writes milliseconds as `10m`, `1h30m`, `3s` or, below a minute, `1.2s`. */
function formatDuration(ms) {
    const tenths = Math.round(ms / 100);
    if (tenths === 0)
        return 'under 0.1s';
    if (tenths < 600)
        return `${tenths / 10}s`;
    const seconds = Math.round(ms / 1_000);
    const parts = {
        h: Math.floor(seconds / 3_600),
        m: Math.floor(seconds / 60) % 60,
        s: seconds % 60,
    };
    const texts = Object.entries(parts).map(([unit, count]) => (count > 0 ? `${count}${unit}` : ''));
    return texts.join('');
}

;// CONCATENATED MODULE: ./lib/words.js

/** A mark, and how a target stands, as a heading says it after the name. */
const WORDS = {
    open: ['✅', 'is open'],
    'already open': ['✅', 'was already open'],
    unseen: ['✅', 'should be open'],
    opening: ['⏳', 'is opening'],
    'would open': ['✅', 'could be opened'],
    'reads open': ['✅', 'is already open'],
    untouched: ['–', 'was not touched'],
    failed: ['❌', 'failed'],
};
const standingOf = ({ result, failure }) => failure?.standing ?? WORDS[result][1];
/** What stands before a target: whether it is well, or is not but may yet be. */
function markOf(done) {
    const { result, doubts, failure } = done;
    if (isGood(done) && doubts.length > 0)
        return '⚠️';
    return WORDS[failure?.mayOpen ? 'opening' : result][0];
}
/** Whether the work on a target has ended well. */
const isGood = ({ result }) => result !== 'failed' && result !== 'untouched';
/** The operation that opens it, or the one that was joined and failed, if nothing else did. */
const operationOf = ({ operation, saysOpen, prior }) => operation ?? (saysOpen ? undefined : prior?.operation);
const operationIdOf = (known) => operationOf(known)?.id ?? '';
/** The last status that Toloka gave, as it came; `SUCCESS` if it says that it is open. */
const statusOf = (known) => operationOf(known)?.status ?? (known.saysOpen ? 'SUCCESS' : '');
/** Whether it is certain that it was open before the step. */
const isAlreadyOpen = ({ result }) => result === 'already open' || result === 'reads open';
/** Such as `training 21 "Cats or dogs"`: the kind, the id, and the name, if it was read. */
function nameOf({ target: { kind, id }, reading }) {
    const name = reading?.name && ` "${word(reading.name)}"`;
    return `${kind} ${id}${name ?? ''}`;
}
const groupByKind = (all) => ['training', 'pool']
    .map((kind) => all.filter(({ target }) => target.kind === kind))
    .filter((group) => group.length > 0);
/** Such as `training 21 "Cats or dogs" and 2 pools`. */
const describeGroups = (all) => groupByKind(all).map(describeGroup).join(' and ');
function describeGroup(group) {
    const [first, second] = group;
    return first && !second ? nameOf(first) : `${group.length} ${first?.target.kind}s`;
}
/** How one of several stands: since when it is open does not matter. */
const standingAmong = (done) => standingOf(done.result === 'already open' ? { ...done, result: 'open' } : done);
/** Such as `are open` for `is open`. */
const toPlural = (standing) => standing.replace(/^is /, 'are ').replace(/^was /, 'were ');
/** How targets of one kind stand, such as `2 of 3 pools are open, 1 was refused`. */
function describeEnds(group) {
    const all = group.map(group.length > 1 ? standingAmong : standingOf);
    const found = [...new Set([WORDS.open[1], ...all])].filter((standing) => all.includes(standing));
    const parts = found.map((standing, at) => {
        const count = all.filter((one) => one === standing).length;
        const whole = count === all.length ? describeGroup(group) : `${count} of ${describeGroup(group)}`;
        return `${at === 0 ? whole : count} ${count === 1 ? standing : toPlural(standing)}`;
    });
    return parts.join(', ');
}
/** The heading for all targets of a step, such as `Training 21 "Cats" and 2 pools are open`. */
function describeAll(done, isDryRun) {
    // What is not open comes first.
    const groups = groupByKind(done).toSorted((a, b) => Number(a.every(isGood)) - Number(b.every(isGood)));
    const [standing, other] = new Set(done.map(standingAmong));
    if (standing === undefined)
        return 'Nothing was sent to Toloka';
    const areAlike = groups.length > 1 && other === undefined;
    const ends = groups.map(describeEnds).join(', ');
    const text = areAlike ? `${describeGroups(done)} ${toPlural(standing)}` : ends;
    return isDryRun ? `Dry run: ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
}
/** Why targets are not open, and what to do, a line each. */
function describeFailures(done) {
    const lines = done.flatMap((one) => {
        const { reason = '', advice = '' } = one.failure ?? {};
        return [reason && `${nameOf(one)}: ${reason}`, advice && `→ ${advice}`];
    });
    const untouched = done.filter(({ result }) => result === 'untouched');
    return [...lines, describeEnds(untouched)].filter((line) => line !== '');
}
/** What is in doubt about a target that need not have failed. */
function describeDoubts(end, trainings) {
    const { result, reading, hasTasks } = end;
    const { status, needs } = reading ?? {};
    const isOther = needs && !trainings.some(({ id }) => id === needs);
    const doubts = [
        result === 'unseen' && "can't be read, so nobody saw that it is open",
        hasTasks === false && 'has no tasks: upload them first, or it fails with EMPTY_POOL',
        result === 'would open' && status !== 'CLOSED' && `is ${status}, so it may not open`,
        isOther && `needs training ${needs}, which this step does not open`,
    ];
    return doubts.filter((doubt) => typeof doubt === 'string');
}
/** From worst to best. One that Toloka does not document is better than FAIL alone. */
const STATUSES = ['', 'FAIL', 'any other', 'PENDING', 'RUNNING', 'SUCCESS'];
const rankOf = (status) => STATUSES.indexOf(STATUSES.includes(status) ? status : 'any other');
/** The worst status of all. */
const worstStatus = (all) => all.map(statusOf).sort((a, b) => rankOf(a) - rankOf(b))[0] ?? '';

;// CONCATENATED MODULE: ./lib/report.js




// The runner cuts an annotation's message at 4,096 characters.
const MAX_MESSAGE = 4_000;
/** For what `results` says of one target, since all of it has to fit into one variable. */
const MAX_RESULT = 800;
// The runner reads a step's output without delay, so a reader that takes longer won't come back.
const FLUSH_LIMIT_MS = 5_000;
const exits = core_namespaceObject;
const report_info = (text) => exits.info(printable(text));
const report_warning = (text) => exits.warning(printable(text));
function report_debug(text) {
    if (isDebug())
        exits.debug(printable(text));
}
/** Writes the one error annotation of a step. @param why it fails, a line each */
const fail = (title, why) => exits.error(fitLines(why), { title: printable(title) });
/** Lines that share the room of an annotation. */
const fitLines = (lines) => joinLines(lines.map((line) => printable(line, Math.floor(MAX_MESSAGE / lines.length) - 1)));
/** Sets all outputs. Some have a line for each training, in the order given. @param why the step fails */
function setOutputs(done, why) {
    const trainings = done.filter(({ target }) => target.kind === 'training');
    const touched = done.filter(({ result }) => result !== 'untouched');
    const forEach = (read) => joinLines(trainings.map((one) => word(read(one))));
    const alreadyOpen = String(done.length > 0 && done.every(isAlreadyOpen));
    const results = JSON.stringify(done.map(toResult));
    exits.setOutput('operation-id', forEach(operationIdOf));
    exits.setOutput('status', word(worstStatus(touched)));
    exits.setOutput('already-open', word(alreadyOpen));
    exits.setOutput('training-url', forEach(urlOf));
    exits.setOutput('error', fitLines(why));
    exits.setOutput('results', printable(results, Infinity));
}
function toResult(one) {
    const { kind, id } = one.target;
    const untouched = { code: 'TRAINING_NOT_OPEN', reason: 'a training of this step is not open' };
    const failure = one.result === 'untouched' ? { ...untouched, advice: '' } : one.failure;
    const { code = '', reason, advice } = failure ?? {};
    const error = [reason, advice].filter(Boolean).join(' → ');
    return {
        [`${kind}-id`]: word(id),
        'operation-id': word(operationIdOf(one)),
        status: word(statusOf(one)),
        'already-open': isAlreadyOpen(one),
        [`${kind}-url`]: word(urlOf(one)),
        code: word(code),
        error: printable(error, MAX_RESULT),
    };
}
const urlOf = ({ reading }) => reading?.url ?? '';
/** Goes on if nobody reads the log or the disk is full: outputs and exit code still count. */
const ignoreBrokenOutput = () => process.stdout.on('error', () => undefined);
/** Waits until everything printed has left the process, for at most 5 s. */
async function flush(clock = systemClock) {
    const written = new Promise((resolve) => process.stdout.write('', () => resolve()));
    await Promise.race([written, clock.sleep(FLUSH_LIMIT_MS, new AbortController().signal)]);
}

;// CONCATENATED MODULE: ./lib/toloka/errors.js
/** What a call to Toloka ends with instead of a result. The message is the reason. */
class TolokaError extends Error {
    name = 'TolokaError';
    kind;
    facts;
    constructor(kind, message, facts, cause) {
        super(message, { cause });
        this.kind = kind;
        this.facts = facts;
    }
    /** The same error with more facts. */
    with(facts) {
        return new TolokaError(this.kind, this.message, { ...this.facts, ...facts }, this);
    }
}
const notOpen = (reason) => new TolokaError('failed', reason, { code: 'NOT_OPEN' });
/** The end at the deadline. @param fault the last one, if there is one */
const timeOut = (fault) => new TolokaError('deadline', fault?.message ?? '', { ...fault?.facts, code: 'TIMEOUT' }, fault);
/**
 * Whether another try may be answered with another status. 501 says that the request is not
 * implemented. Proxies and networks in between have many more statuses from 500 on. No final answer
 * has a status below 200.
 */
const mayPass = (status) => status < 200 || [408, 425, 429].includes(status) || (status >= 500 && status !== 501);

;// CONCATENATED MODULE: ./lib/toloka/json.js
const isRecord = (json) => typeof json === 'object' && json !== null && !Array.isArray(json);
/** @returns an empty record if the JSON is none */
const recordOf = (json) => (isRecord(json) ? json : {});
/** @returns undefined if the text is no JSON */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** @returns undefined if the JSON is no text, or an empty one */
const parseText = (json) => typeof json === 'string' && json !== '' ? json : undefined;
/** Takes an id as Toloka writes it: a text or, in some of its examples, a number. */
const parseId = (json) => Number.isSafeInteger(json) ? String(json) : parseText(json);

;// CONCATENATED MODULE: ./lib/toloka/operation.js

// Toloka documents four statuses. Both official clients wait on after any other.
const hasEnded = (status) => status === 'SUCCESS' || status === 'FAIL';
// Toloka leaves these ids opaque. `.` and `..` would stay as they are in a path.
const OPERATION_ID = /^(?!\.\.?$)[!-~]{1,200}$/;
/** @returns undefined if the JSON is no operation */
function parseOperation(json) {
    if (!isRecord(json))
        return undefined;
    const { details } = json;
    const progress = typeof json.progress === 'number' ? json.progress : undefined;
    const [id, status] = [parseText(json.id), parseText(json.status)];
    if (id === undefined || !OPERATION_ID.test(id) || status === undefined)
        return undefined;
    return { id, status, progress, details };
}
/** The openings of a target that run. @returns undefined if the JSON is no list of operations */
function parseRunning(json, target) {
    if (!isRecord(json) || !Array.isArray(json.items))
        return undefined;
    return json.items.flatMap((item) => {
        const operation = parseOperation(item);
        if (operation === undefined || hasEnded(operation.status))
            return [];
        const id = parseId(recordOf(item.parameters)[`${target.kind}_id`]);
        return item.type === openingType(target) && id === target.id ? [operation] : [];
    });
}
/** The type of the operations that open such a target. */
const openingType = ({ kind }) => `${kind.toUpperCase()}.OPEN`;

;// CONCATENATED MODULE: ./lib/toloka/known.js


function phaseOf({ operation, saysOpen, answerLost, prior }) {
    if (operation !== undefined)
        return hasEnded(operation.status) ? operation.status : 'running';
    if (saysOpen)
        return 'SUCCESS';
    if (answerLost)
        return 'unsure';
    return prior === undefined ? 'none' : 'FAIL';
}
/** Works on a target until an end, well or not. It never throws. */
async function workOn(toloka, tell, run) {
    let known = { target: toloka.target };
    const learn = (news) => {
        known = { ...known, ...news };
        tell(known);
    };
    try {
        const result = await run({ ...toloka, learn });
        return { ...known, result };
    }
    catch (error) {
        const { aborted, reason } = toloka.bounds.signal;
        return { ...known, result: 'failed', error: toTolokaError(aborted ? reason : error) };
    }
}
/** @param error a text if it is the signal that has cancelled the work */
function toTolokaError(error) {
    if (error instanceof TolokaError)
        return error;
    if (typeof error === 'string')
        return new TolokaError('cancelled', 'cancelled', { code: 'CANCELLED' }, error);
    return new TolokaError('unexpected', String(error), { code: 'OTHER' }, error);
}

;// CONCATENATED MODULE: ./lib/failure.js


/** How a target stands that is not open, by what its opening has come to. */
const STANDINGS = {
    none: { refused: 'was refused', 'not found': 'was not found', others: 'was not opened' },
    unsure: { others: 'may be opening' },
    running: { others: 'is not open yet' },
    SUCCESS: { deadline: 'is not open yet', cancelled: 'may be open', others: 'failed to open' },
    FAIL: { others: 'failed to open' },
    'dry run': { 'not found': 'was not found', failed: "can't be opened", others: "can't be read" },
};
/** Says why the work on a target has failed, and how the target stands. */
function describeFailure(error, known, inputs) {
    const { kind, facts } = error;
    const isNotFound = facts.status === 404 && facts.code !== 'NOT_TOLOKA';
    // After an error that nobody expects, Toloka may have taken the request. What does not exist,
    // is not opening.
    const mayHaveBegun = known.answerLost || (kind === 'unexpected' && !inputs.dryRun);
    const phase = phaseOf({ ...known, answerLost: mayHaveBegun && !isNotFound });
    const standings = STANDINGS[inputs.dryRun ? 'dry run' : phase];
    const mayOpen = phase === 'running' || phase === 'unsure';
    const source = known.operation ? `operation ${known.operation.id}` : facts.request;
    return {
        standing: standings[isNotFound ? 'not found' : kind] ?? standings.others,
        reason: join([...explain(error, inputs.timeoutMs), ...describeRest(known, phase)]),
        advice: join([facts.advice, adviseToRepeat(kind, phase, mayOpen)]),
        reference: join([source, facts.requestId && `request_id ${facts.requestId}`], ', '),
        code: facts.code,
        mayOpen,
    };
}
function explain({ kind, message, facts }, timeoutMs) {
    const fault = facts.request ? `last fault: ${message}` : message;
    return kind === 'deadline' ? [`timed out after ${formatDuration(timeoutMs)}`, fault] : [message];
}
/** What goes on at Toloka, or may go on, and what failed before. */
const describeRest = ({ operation, prior }, phase) => [
    phase === 'unsure' && 'it is not known whether Toloka took the request',
    phase === 'running' && `the opening was last ${operation?.status} and goes on at Toloka`,
    prior && `the opening that ran before failed: ${prior.reason.message}`,
];
function adviseToRepeat(kind, phase, mayOpen) {
    const again = phase === 'running' ? 'run the step again to join it' : 'run the step again';
    if (kind === 'deadline')
        return `${again}, or raise timeout`;
    return (mayOpen || kind === 'cancelled') && again;
}
const join = (parts, separator = '; ') => parts.filter(Boolean).join(separator);

;// CONCATENATED MODULE: ./lib/toloka/authorization.js
// With or without its type before it. The characters of a bearer token (RFC 6750, 2.1) need no
// escape in a header.
const FORM = /^(?:(OAuth|ApiKey)\s+)?(?!(?:OAuth|ApiKey|null|undefined)$)([\w.~+/-]+=*)$/;
// Both official clients (toloka-kit, toloka-java-sdk) tell an API key by this.
const API_KEY = /^[^.]{22,24}\.[^.]*\.[^.]*$/;
/** Takes an OAuth token or an API key. @returns undefined if the text is neither */
function parseAuthorization(text) {
    const [, given, token] = FORM.exec(text.trim()) ?? [];
    if (token === undefined)
        return undefined;
    const type = given ?? (API_KEY.test(token) ? 'ApiKey' : 'OAuth');
    return { type, token, header: `${type} ${token}` };
}

;// CONCATENATED MODULE: ./lib/toloka/environment.js
/** Toloka's own environments (its documentation). */
const ENVIRONMENTS = {
    production: {
        name: 'production',
        apiUrl: new URL('https://toloka.dev/api/v1'),
        site: 'https://platform.toloka.ai',
    },
    sandbox: {
        name: 'sandbox',
        apiUrl: new URL('https://sandbox.toloka.dev/api/v1'),
        site: 'https://platform.sandbox.toloka.ai',
        advice: 'Toloka says that the sandbox has been unavailable since July 1, 2024: use production',
    },
};
/** The environment that an API belongs to, by its origin. */
function findEnvironment(apiUrl) {
    const own = Object.values(ENVIRONMENTS).find((one) => one.apiUrl.origin === apiUrl.origin);
    return { name: apiUrl.host, ...own, apiUrl };
}
const isLoopback = ({ hostname }) => hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);

;// CONCATENATED MODULE: ./lib/toloka/proxy.js

/**
 * The proxy for an API: that of `https_proxy`, unless `no_proxy` has the API's host.
 *
 * @returns undefined if there is none
 */
function findProxy(apiUrl) {
    const text = process.env.https_proxy || process.env.HTTPS_PROXY;
    // An API without encryption is on loopback.
    if (!text || apiUrl.protocol === 'http:' || checkBypass(apiUrl))
        return undefined;
    return parseProxy(text) ?? 'unusable';
}
function parseProxy(text) {
    try {
        // A percent sign that escapes nothing stands for itself, as for GitHub's runner. Node's agent
        // would refuse it.
        const url = new URL(text.replace(/%(?![\da-f]{2})/gi, '%25'));
        decodeURIComponent(url.username + url.password);
        // If a password has one of / \ ? # in it, a part of the password would become the host.
        const isWhole = url.pathname === '/' && !/^\s|[?#]/.test(text);
        return isWhole && /^https?:$/.test(url.protocol) ? url : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/inputs.js






const MAX_TIMEOUT_MS = 6 * 3_600_000;
const MAX_TARGETS = 20;
/** Reads all inputs. It masks the token before anything else. @returns all that is wrong, if anything is */
function readInputs() {
    const faults = [];
    const refuse = (fault) => void faults.push(fault);
    const authorization = readToken(refuse);
    const trainings = readTargets('training', refuse);
    const pools = readTargets('pool', refuse);
    const name = readChoice('environment', ['production', 'sandbox'], refuse);
    const wait = readChoice('wait', ['true', 'false'], refuse) !== 'false';
    const dryRun = readChoice('dry-run', ['false', 'true'], refuse) === 'true';
    const timeoutMs = readTimeout(refuse);
    const environment = readApiUrl(refuse) ?? ENVIRONMENTS[name];
    const proxy = readProxy(environment, refuse);
    checkTogether([...trainings, ...pools].map(({ id }) => id), refuse);
    if (pools.length > 0 && !wait)
        refuse('pool-id: pools open after the trainings: use "wait: true"');
    if (faults.length > 0 || !authorization || !timeoutMs)
        return { faults };
    return { trainings, pools, authorization, environment, proxy, wait, dryRun, timeoutMs };
}
function readToken(refuse) {
    const text = getInput('token');
    if (text === '') {
        const check = 'check that the secret exists, and that the job names its environment';
        return refuse(`token is empty: ${check}; forks and Dependabot get no secrets`);
    }
    hide(text);
    const authorization = parseAuthorization(text);
    if (authorization === undefined) {
        const forms = 'use one OAuth token or API key, or put "OAuth " or "ApiKey " before it';
        const advice = /\bBearer\b/i.test(text) ? 'remove "Bearer"' : forms;
        return refuse(`token: ${HIDDEN} is not a token: ${advice}`);
    }
    hide(authorization.token);
    hide(authorization.header);
    return authorization;
}
/** Reads ids. @returns each of them once */
function readTargets(kind, refuse) {
    const name = `${kind}-id`;
    const text = getInput(name);
    if (text.startsWith('['))
        return refuse(`${name}: ${quote(text)} is a JSON list: use join(fromJSON(…), ',')`) ?? [];
    const ids = [...new Set(text.split(/\s*[,\r\n]\s*/))].filter((id) => id !== '');
    if (kind === 'training' && ids.length === 0) {
        refuse('training-id is empty: check that its variable exists and reaches this job');
    }
    for (const id of ids.filter((one) => !ID.test(one)).slice(0, MAX_TARGETS)) {
        const [pattern = ID, hint = ''] = ID_HINTS.find(([one]) => one.test(id)) ?? [];
        refuse(`${name}: ${quote(id)} is not an id: ${id.replace(pattern, hint)}`);
    }
    return ids.map((id) => ({ kind, id }));
}
/** Refuses what trainings and pools can't be together. */
function checkTogether(ids, refuse) {
    const most = `give at most ${MAX_TARGETS}, and use a matrix or further steps for more`;
    if (ids.length > MAX_TARGETS)
        refuse(`${ids.length} ids are too many: ${most}`);
    const twice = ids.find((id, at) => ids.indexOf(id) < at);
    if (twice)
        refuse(`pool-id: ${quote(twice)} is a training-id, too: give each id once`);
}
const ID = /^(?!(null|undefined|none)$)[\w-]+$/i;
/** What to do about a text that is not an id. The first that fits counts. */
const ID_HINTS = [
    [/^\w+$/, 'a value is missing; check the expression or the file'],
    [/^(?:- |["']).*/s, 'leave out dashes and quotes'],
    [/^https?:.*\/(training|pool)\/([\w-]+).*/s, 'it is the address of a $1, whose id is $2'],
    [/^[\w\s;-]+$/, 'separate several ids with commas or line breaks'],
    [/.*/s, 'use letters, digits, - and _'],
];
const quote = (text) => JSON.stringify(text);
/** In place of a value that may hold a secret. */
const HIDDEN = 'the given value (not shown)';
/** Reads one of several words. The first one is the default. */
function readChoice(name, choices, refuse) {
    const given = getInput(name).toLowerCase() || choices[0];
    const choice = choices.find((one) => one === given);
    if (!choice)
        refuse(`${name}: ${quote(given)} is not valid: use ${choices.join(' or ')}`);
    return choice ?? choices[0];
}
function readTimeout(refuse) {
    const given = getInput('timeout') || '10m';
    const timeoutMs = parseDuration(given);
    if (timeoutMs && timeoutMs <= MAX_TIMEOUT_MS)
        return timeoutMs;
    const examples = 'use for example 90s, 10m or 1h30m';
    return refuse(`timeout: ${quote(given)} is not a duration from 1s to 6h: ${examples}`);
}
/** @returns undefined if the input is empty or refused */
function readApiUrl(refuse) {
    const given = getInput('api-url');
    if (given === '')
        return undefined;
    // The text is tested, too: a URL drops line breaks, and a bare ? or # would swallow the path.
    const isUrl = /^https?:\/\/[^\s@?#]+$/i.test(given) && URL.canParse(given);
    const url = isUrl && new URL(given);
    if (!url || (url.protocol === 'http:' && !isLoopback(url))) {
        // A URL with an @ may hold a password.
        const shown = given.includes('@') ? HIDDEN : quote(given);
        const example = 'write it like https://tasks.yandex.ru';
        return refuse(`api-url: ${shown} is not an https URL without login and query: ${example}`);
    }
    url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
    return findEnvironment(url);
}
function readProxy({ apiUrl }, refuse) {
    const proxy = findProxy(apiUrl);
    if (proxy !== 'unusable')
        return proxy;
    const form = 'write it as http://user:password@host:3128, with special characters percent-encoded';
    return refuse(`https_proxy: ${HIDDEN} is not a usable URL: ${form}`);
}

;// CONCATENATED MODULE: ./lib/log.js



/** The least time between two lines about nothing new. A server that asks to wait longer is told. */
const MIN_PAUSE_MS = 10_000;
/**
 * What the log says while the step works: a line for each change, and now and then who is under
 * way.
 *
 * @param now milliseconds since the step began
 */
function createLog(timeoutMs, now) {
    const underWay = new Map();
    let lastAt = 0;
    const say = (text) => {
        report_info(text);
        lastAt = now();
    };
    // People want to see that something happens, but no line a second.
    const isQuiet = () => now() - lastAt >= Math.max(MIN_PAUSE_MS, now() / 5);
    return {
        /** Tells those who debug of each try. */
        onTry: (request, outcome) => report_debug(`${request}: ${outcome} (after ${formatDuration(now())})`),
        /** Tells of long pauses, and of requests that fail again and again. */
        onRetry(failures, { message, facts }, pauseMs) {
            const { request, retryAfterMs = 0 } = facts;
            if (failures !== 3 && retryAfterMs < MIN_PAUSE_MS && !isQuiet())
                return;
            const next = `try ${failures + 1} follows in ${formatDuration(pauseMs)}`;
            say(`${request} failed, ${next}: ${message}`);
        },
        /** Says what has become known of a target. */
        tell(known) {
            const { target } = known;
            const news = describeNews(underWay.get(target) ?? { target }, known);
            underWay.set(target, known);
            for (const text of news)
                say(`${target.kind} ${target.id}: ${text}`);
            if (!isQuiet())
                return;
            const all = [...underWay.values()].map((one) => `${nameOf(one)} (${describeStatus(one)})`);
            const time = `after ${formatDuration(now())} of ${formatDuration(timeoutMs)}`;
            say(`${time}, under way: ${all.join(', ')}`);
        },
        /** Says how the work on a target has ended. The annotation says why. */
        end(done) {
            underWay.delete(done.target);
            for (const doubt of done.doubts)
                report_warning(`${nameOf(done)} ${doubt}`);
            const reference = done.failure?.reference && ` (${done.failure.reference})`;
            say(`${nameOf(done)} ${standingOf(done)}${reference ?? ''}`);
        },
    };
}
function describeStatus({ operation }) {
    const { status = 'no operation yet', progress } = operation ?? {};
    return progress ? `${status}, ${progress}%` : status;
}
/** What is new about a target, a line each. */
function describeNews(before, after) {
    const { operation, reading, joined, prior, obstacle } = after;
    const { status } = operation ?? {};
    const isOther = operation?.id !== before.operation?.id;
    const id = `operation ${operation?.id}`;
    const begins = joined ? `an opening is already running (${id}), joining it` : `${status} (${id})`;
    const news = [
        prior !== before.prior && `that failed, so it is opened once more: ${prior?.reason.message}`,
        obstacle !== before.obstacle && `${obstacle}; trying again`,
        isOther ? status && begins : status !== before.operation?.status && status,
        reading?.url !== before.reading?.url && reading?.url,
    ];
    return news.filter((line) => typeof line === 'string');
}

;// CONCATENATED MODULE: ./lib/summary.js



/** Writes the job summary, if the runner gave a file for it. @throws if it can't be written */
async function writeSummary(done, page) {
    if (!process.env.GITHUB_STEP_SUMMARY)
        return;
    const [first, second] = done;
    const alone = second === undefined ? first : undefined;
    const doubt = done.map(markOf).find((mark) => mark !== '✅');
    const mark = page.passes ? (doubt ?? '✅') : '❌';
    summary.addHeading(html `${mark} ${summary_link(alone, page.heading)}`.text, 3);
    if (second !== undefined)
        addTable(done);
    for (const fault of page.faults)
        add(html `<p>${fault}</p>`);
    for (const one of done)
        addReasons(one);
    addSmall(page.footer.join(' · '));
    await summary.write();
}
const add = ({ text }) => summary.addRaw(text, true);
const addSmall = (text) => text && add(html `<p><sub>${text}</sub></p>`);
const summary_link = (done, text) => {
    const url = done?.reading?.url;
    return url === undefined ? html `${text}` : html `<a href="${url}">${text}</a>`;
};
function addTable(done) {
    const header = ['', 'Name', 'Result'].map((data) => ({ data, header: true }));
    const rows = done.map((one) => {
        const cells = [markOf(one), summary_link(one, nameOf(one)), standingOf(one)];
        return cells.map((cell) => html `${cell}`.text);
    });
    summary.addTable([header, ...rows]);
}
function addReasons({ failure, doubts, ...one }) {
    for (const doubt of doubts)
        add(html `<p>⚠️ ${nameOf(one)} ${doubt}</p>`);
    if (failure === undefined)
        return;
    const { reason, advice, reference } = failure;
    add(html `<p>${nameOf(one)}: ${reason}${advice && html `<br>→ ${advice}`}</p>`);
    addSmall(reference);
}

;// CONCATENATED MODULE: ./lib/toloka/advice.js
// What a person can do about what Toloka, a server or a proxy answers.
const ON_CODE = new Map([
    ['NOT_ENOUGH_BALANCE', 'top up the account'],
    ['EMPTY_POOL', 'upload tasks first'],
    ['COMPLETED', 'upload more tasks: all of them are done'],
    [
        'ARCHIVED',
        'clone it, upload its tasks to the clone, link pools to a new training, open the clone',
    ],
    ['NOT_OPEN', 'look at it in Toloka'],
    ['ENOTFOUND', 'check the name, and whether this machine can look it up'],
    ['ECONNREFUSED', 'check that a server runs there, and that no firewall refuses it'],
]);
/** @param code of Toloka, of this action, or of Node, or a reason for closing */
const adviseOnCode = (code) => ON_CODE.get(code);
const belongs = (host) => `belongs to this environment (${host})`;
const ADVICE = {
    api: 'check that this is the API of Toloka',
    authority: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
    login: 'correct the user name and the password in https_proxy; only Basic is supported',
    firewall: 'a proxy or a firewall may have given it',
    token: (type, host) => `check that the token (sent as ${type}) is valid, may use the API, and ${belongs(host)}`,
    id(kind, host) {
        const other = kind === 'pool' ? 'training' : 'pool';
        return `check that this is the id of a ${kind}, not of a ${other}, and ${belongs(host)}`;
    },
};

;// CONCATENATED MODULE: ./lib/toloka/reason.js



/**
 * Takes what there is: any part can be missing. The cause is often in `payload` alone, or one level
 * down, by field (payloads that Toloka and its clients have published).
 */
function parseProblem(json) {
    const { code, message, request_id: requestId, payload, ...rest } = recordOf(json);
    const said = Object.entries(rest).filter(([key]) => !key.endsWith('_count'));
    const more = Object.fromEntries(said);
    const fields = [payload, more, isRecord(json) ? undefined : json];
    const texts = [code, message].flatMap((part) => parseText(part) ?? []);
    const text = [...texts, ...fields.flatMap(describeFields)].join(': ');
    const first = Object.values(recordOf(payload ?? more)).map(recordOf)[0];
    return {
        code: parseText(code) ?? parseText(first?.code),
        text: text || undefined,
        requestId: parseId(requestId),
    };
}
/** Such as `skill_id: ENTITY_DOES_NOT_EXIST: Entity does not exist`, or JSON. */
function describeFields(json) {
    const fields = Object.entries(recordOf(json));
    if (['', '{}', '[]', 'null'].includes(JSON.stringify(json) ?? ''))
        return [];
    const areProblems = fields.length > 0 && fields.every(([, one]) => parseText(recordOf(one).code));
    if (!areProblems)
        return [JSON.stringify(json)];
    return [fields.map(([name, one]) => `${name}: ${parseProblem(one).text}`).join('; ')];
}
/** The failures that an operation's log tells of. @returns undefined if it is no log */
function parseLog(json) {
    if (typeof json !== 'object' || json === null)
        return undefined;
    // Toloka's pages show a list, its OpenAPI file one entry.
    const entries = [json].flat().map(recordOf);
    return entries
        .filter(({ success }) => success === false)
        .map(({ output }) => parseProblem(output));
}
/** Why an operation failed: what its log says, then its details. */
function explainFail(details, log) {
    const problems = [...(log ?? []), parseProblem(details)];
    const texts = [...new Set(problems.flatMap(({ text }) => text ?? []))].join('; ');
    const silence = `its log ${log === undefined ? "can't be read" : 'gives no reason'}`;
    const codes = problems.flatMap((one) => one.code ?? []);
    // A log of uploads has other failures, too.
    const given = codes.find(adviseOnCode) ?? codes[0];
    const reason = given ? texts : `the operation failed: ${texts || silence}`;
    const code = given ?? 'OPERATION_FAILED';
    const requestId = problems.find((one) => one.requestId)?.requestId;
    return new TolokaError('failed', reason, { code, requestId, advice: adviseOnCode(code) });
}

;// CONCATENATED MODULE: ./lib/toloka/target.js



/** @param site with the pages for people @returns undefined if the JSON is no target */
function parseReading(json, { kind, id }, site) {
    if (!isRecord(json))
        return undefined;
    const [status, project] = [parseText(json.status), parseId(json.project_id)?.toWellFormed()];
    if (status === undefined)
        return undefined;
    const { training_requirement: requirement } = recordOf(json.quality_control);
    return {
        status,
        name: parseText(json.private_name),
        url: site && project && `${site}/requester/project/${encodeURIComponent(project)}/${kind}/${id}`,
        closeReason: parseText(json.last_close_reason),
        needs: parseId(recordOf(requirement).training_pool_id),
    };
}
/** Adds to an error what the target reads as, and what to do about it. */
function addState(error, { kind }, now, earlier = now) {
    if (now === undefined)
        return error;
    const { status, closeReason } = now;
    const code = status === 'ARCHIVED' ? status : error.facts.code;
    // A reason that is not new may have nothing to do with this opening.
    const isNew = closeReason !== earlier?.closeReason;
    const cause = isNew && code !== status ? adviseOnCode(closeReason) : undefined;
    const advice = cause ?? adviseOnCode(code) ?? error.facts.advice;
    const why = code === 'NOT_OPEN' && closeReason ? ` (last_close_reason: ${closeReason})` : '';
    const message = `${error.message}; the ${kind} is ${status}${why}`;
    return new TolokaError(error.kind, message, { ...error.facts, code, advice }, error);
}

;// CONCATENATED MODULE: ./lib/toloka/open.js





/** How long a target may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;
/** How long to repeat an opening that gets the same answer, if nothing is known to hold the target. */
const REPEAT_LIMIT_MS = 30_000;
const MIN_POLL_PAUSE_MS = 250;
const MAX_POLL_PAUSE_MS = 10_000;
/** Waiting does not help against a 409 with one of these codes. */
const FINAL = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE', 'MIXER_CONFIG_REQUIRED'];
/**
 * Opens a target, or joins an opening that runs, follows it to its end, and proves that the target
 * is open.
 *
 * @param wait whether to follow the opening, or to end once Toloka has accepted it
 */
const open_open = (toloka, wait, tell) => workOn(toloka, tell, (work) => openToEnd(work, wait));
/** @param prior the opening that was joined, and failed, if this is the second one */
async function openToEnd(work, wait, prior) {
    const { clock, deadline } = work.bounds;
    if (clock.now() >= deadline)
        throw timeOut();
    const begun = await openOrJoin(work, prior);
    if (typeof begun === 'string')
        return begun;
    const { operation, joined } = begun;
    work.learn({ operation, joined, saysOpen: false });
    const isUnderWay = !hasEnded(operation.status);
    // For the link, and to notice a new reason for closing. What is joined has been read.
    const earlier = isUnderWay && !joined ? await look(work) : begun.reading;
    if (isUnderWay && !wait)
        return 'opening';
    const ended = await follow(operation, work);
    if (ended.status === 'SUCCESS')
        return await verify(work, earlier);
    const reason = await open_explain(ended, work);
    // A joined opening may be older than the last upload or top-up. So its failure is not the answer
    // to this step.
    if (!joined || prior || clock.now() >= deadline)
        throw reason;
    const first = { operation: ended, reason };
    work.learn({ operation: undefined, answerLost: false, prior: first });
    return await openToEnd(work, wait, first);
}
/**
 * Asks Toloka to open the target, and joins an opening that runs already. The call sets a state, so
 * it is safe to repeat. What a second opening gets while a first one runs is not documented: 409 is
 * likely, 202 and 204 are possible.
 */
async function openOrJoin(work, prior) {
    const { clock, deadline } = work.bounds;
    // Whether nothing that this step did or saw can have opened it meanwhile.
    let isFirst = prior === undefined;
    let held;
    const onAnswerLost = () => {
        isFirst = false;
        work.learn({ answerLost: true });
    };
    for (let repeats = 1;; repeats += 1) {
        const answered = await work.open(onAnswerLost);
        if ('operation' in answered)
            return { ...answered, joined: false };
        const { saysOpen, refusal } = answered;
        work.learn({ saysOpen });
        const reading = await look(work, saysOpen ? SETTLE_LIMIT_MS : undefined);
        held = hold(refusal, reading, clock.now(), held);
        const verdict = judge(answered, held, isFirst);
        const error = addState(refusal, work.target, held.seen);
        if (verdict === 'refused')
            throw error;
        if (verdict !== 'wait') {
            // What was seen open counts as said.
            work.learn({ saysOpen: true });
            return verdict;
        }
        isFirst = false;
        const running = await work.tryListRunning();
        const other = running?.find(({ id }) => id !== prior?.operation.id);
        if (other !== undefined)
            return { operation: other, joined: true, reading: held.seen };
        work.learn({ obstacle: running ? error.message : "the running openings can't be listed" });
        // What holds it may take long.
        const isPatient = isLocked(refusal) || running === undefined;
        await pause(work, isPatient ? deadline : held.until, work.backOff(repeats), error);
    }
}
function hold({ facts }, reading, now, before) {
    const seen = reading ?? before?.seen;
    const by = `${facts.code}, ${seen?.status}`;
    const until = by === before?.by ? before.until : now + REPEAT_LIMIT_MS;
    return { by, until, isLate: now >= until, status: reading?.status, seen };
}
/**
 * Decides what 204 or 409 means, given what the target reads as.
 *
 * @returns `wait` if an opening may run, or another try may be answered otherwise
 */
function judge({ saysOpen, refusal }, held, isFirst) {
    const { isLate, status, seen } = held;
    // A locked target that reads OPEN may be closing. If it does so for long, it is open.
    if (status === 'OPEN' && (isLate || !isLocked(refusal)))
        return isFirst ? 'already open' : 'open';
    if (seen === undefined && saysOpen)
        return 'unseen';
    const isFinal = status === 'ARCHIVED' || FINAL.includes(refusal.facts.code);
    return isFinal ? 'refused' : 'wait';
}
/** Looks for the whole word: `BLOCKED` is another one. */
const isLocked = ({ facts }) => facts.code.split('_').includes('LOCKED');
/** Polls an operation until it has ended. The last poll starts at the deadline. */
async function follow(operation, work) {
    const { clock, deadline, signal } = work.bounds;
    if (hasEnded(operation.status))
        return operation;
    const began = clock.now();
    for (;;) {
        const left = Math.max(0, deadline - clock.now());
        // A tenth of the wait so far, so that the delay stays proportional to the wait.
        const pauseMs = Math.max(MIN_POLL_PAUSE_MS, (clock.now() - began) / 10);
        await clock.sleep(Math.min(left, pauseMs, MAX_POLL_PAUSE_MS), signal);
        const current = await work.poll(operation);
        work.learn({ operation: current });
        if (hasEnded(current.status))
            return current;
        if (clock.now() >= deadline)
            throw timeOut();
    }
}
/** Reads the target until it is open, for ten seconds. If it was never read, Toloka's word stands. */
async function verify(work, earlier) {
    const { clock } = work.bounds;
    const until = clock.now() + SETTLE_LIMIT_MS;
    let seen;
    for (;;) {
        const reading = await look(work, Math.max(0, until - clock.now()));
        if (reading?.status === 'OPEN')
            return 'open';
        seen = reading ?? seen;
        if (seen === undefined)
            return 'unseen';
        const error = addState(notOpen('Toloka reported success'), work.target, seen, earlier);
        await pause(work, until, SETTLE_PAUSE_MS, error);
    }
}
/** Waits before another look. @throws the error if no time is left for one */
async function pause({ bounds }, until, ms, error) {
    const { clock, deadline, signal } = bounds;
    const left = Math.min(until, deadline) - clock.now();
    if (left <= 0)
        throw clock.now() < deadline ? error : timeOut(error);
    await clock.sleep(Math.min(left, ms), signal);
}
/** Says why an operation failed, and whether the target is open all the same. */
async function open_explain(failed, work) {
    const reading = await look(work);
    const error = explainFail(failed.details, await work.tryReadLog(failed));
    return reading?.status === 'OPEN' ? addState(error, work.target, reading) : error;
}
/** Reads the target. @returns undefined if it can't be read */
async function look({ tryRead, learn }, withinMs) {
    const reading = await tryRead(withinMs);
    if (reading !== undefined)
        learn({ reading });
    return reading;
}

;// CONCATENATED MODULE: ./lib/toloka/rehearse.js



/** Reads a target to say what the step would do, and opens nothing. */
const rehearse = (toloka, tell) => workOn(toloka, tell, async ({ read, tryFindTasks, learn, target }) => {
    const reading = await read();
    learn({ reading });
    if (reading.status === 'OPEN')
        return 'reads open';
    if (reading.status === 'ARCHIVED')
        throw addState(notOpen('nothing was opened'), target, reading);
    learn({ hasTasks: await tryFindTasks() });
    return 'would open';
});

;// CONCATENATED MODULE: external "node:dns"
const external_node_dns_namespaceObject = require("node:dns");
var external_node_dns_default = /*#__PURE__*/__nccwpck_require__.n(external_node_dns_namespaceObject);
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
var external_node_http_default = /*#__PURE__*/__nccwpck_require__.n(external_node_http_namespaceObject);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_default = /*#__PURE__*/__nccwpck_require__.n(external_node_https_namespaceObject);
;// CONCATENATED MODULE: ./lib/toloka/connections.js



/**
 * The connections of one target to an API, so that a fault of one target touches no other. They go
 * through tunnels if there is a proxy (Node, since 24.5).
 */
function createConnections({ protocol }, proxy) {
    const options = { keepAlive: true, lookup: shareLookUps };
    const tunnel = proxy && { proxyEnv: { https_proxy: proxy.href } };
    const isPlain = protocol === 'http:';
    const agent = isPlain ? new (external_node_http_default()).Agent(options) : new (external_node_https_default()).Agent({ ...options, ...tunnel });
    const sockets = new Set();
    let isUp = false;
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (to, callback) => {
        isUp = false;
        const socket = connect(to, (error, stream) => {
            // The tunnel stands, and TLS in it. The socket that is returned only reaches the proxy.
            if (proxy !== undefined)
                isUp = !error;
            callback?.(error, stream);
        });
        if (!socket)
            throw new Error('Node returns the socket');
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        // Node listens no more after a proxy has refused a tunnel. A reset would end the process.
        socket.on('error', () => socket.destroy());
        const standing = isPlain ? 'connect' : 'secureConnect';
        if (proxy === undefined)
            socket.once(standing, () => (isUp = true));
        return socket;
    };
    return {
        agent,
        /** Whether the newest one has stood, with TLS and a tunnel. If not, nothing was sent on it. */
        isUp: () => isUp,
        /** Closes all of them: what made one fall silent may have hit those that are idle, too. */
        close() {
            for (const socket of sockets)
                socket.destroy();
        },
    };
}
/** The look-ups that are under way, by the name and how it is looked up. */
const lookUps = new Map();
/** Joins a look-up that is under way, since Node makes only two at a time. Keeps no result. */
function shareLookUps(name, options, callback) {
    const key = `${name} ${JSON.stringify(options)}`;
    const waiting = lookUps.get(key) ?? [];
    lookUps.set(key, [...waiting, callback]);
    if (waiting.length > 0)
        return;
    external_node_dns_default().lookup(name, options, (...result) => {
        const callbacks = lookUps.get(key) ?? [];
        lookUps.delete(key);
        for (const one of callbacks)
            one(...result);
    });
}

;// CONCATENATED MODULE: ./lib/toloka/fault.js




const CODE = 'NOT_REACHED';
/** Certificates that are not trusted: OpenSSL's names, and Node's own for a wrong host. */
const UNTRUSTED = /^(?!ERR_SSL).*(CERT|SIGNATURE|CRL)|^INVALID_|^PATH_LENGTH|^UNSPECIFIED$/;
/** The peer speaks no TLS, or refuses the handshake. */
const NO_TLS = /^(EPROTO|ERR_SSL)/;
/** @param error of Node @returns its code; empty if there is none */
const codeOf = (error) => parseText(recordOf(error).code) ?? '';
/**
 * What went wrong if no whole answer came.
 *
 * @param isUp whether a connection stood. If none did, nothing was sent
 */
function explainNoAnswer(error, way, isUp) {
    const { proxy } = way;
    const { apiUrl, advice } = way.environment;
    const code = codeOf(error);
    const fail = (kind, reason, facts) => new TolokaError(kind, reason, { code: CODE, ...facts }, error);
    if (isUp)
        return fail('transient', nameFault(error), { answerLost: true, advice });
    if (proxy !== undefined && code === 'ERR_PROXY_TUNNEL')
        return explainRefusedTunnel(error, proxy);
    if (UNTRUSTED.test(code)) {
        const reason = `a certificate on the way to ${apiUrl.hostname} is not trusted (${code})`;
        return fail('permanent', reason, { advice: ADVICE.authority });
    }
    const isRefusedHere = code === 'ECONNREFUSED' && isLoopback(proxy ?? apiUrl);
    const unreachable = code === 'ENOTFOUND' || NO_TLS.test(code) || isRefusedHere;
    const reason = proxy ? `proxy ${proxy.host}: ${nameFault(error)}` : nameFault(error);
    return fail('transient', reason, { unreachable, advice: advice ?? adviseOnCode(code) });
}
/** It has no cause: in Node 24.5.0, the message of Node's own error holds the proxy's password. */
function explainRefusedTunnel(error, { host }) {
    const status = Number(recordOf(error).statusCode) || 0;
    const reason = `proxy ${host}: ${status > 0 ? `HTTP ${status}` : 'no answer to CONNECT'}`;
    const facts = { code: CODE, advice: status === 407 ? ADVICE.login : undefined };
    return new TolokaError(mayPass(status) ? 'transient' : 'permanent', reason, facts);
}
/** A host with several addresses fails with an error for each. OpenSSL's messages are long. */
function nameFault(error) {
    if (error instanceof AggregateError)
        return error.errors.map(nameFault).join(', ');
    const { code = '', message } = recordOf(error);
    const [, text = String(message)] = /SSL routines:[^:]*:([^:]+):/.exec(String(message)) ?? [];
    return text.includes(String(code)) ? text : `${text} (${code})`;
}

;// CONCATENATED MODULE: ./lib/toloka/request.js





const USER_AGENT = 'open-toloka-training';
const MAX_BODY_BYTES = 1024 * 1024;
/** Sends to an API on connections of its own. It follows no redirect. */
function createSend(way, clock) {
    const { apiUrl } = way.environment;
    const { agent, isUp, close } = createConnections(apiUrl, way.proxy);
    const headers = {
        accept: 'application/json',
        'accept-encoding': 'identity',
        authorization: way.authorization.header,
        'content-type': 'application/json',
    };
    // HttpClient leaves the brackets of an IPv6 address.
    const host = apiUrl.hostname.replace(/[[\]]/g, '');
    const handler = {
        prepareRequest: (options) => Object.assign(options, { agent, host }),
        canHandleAuthentication: () => false,
        handleAuthentication: () => Promise.reject(new Error('never called')),
    };
    const client = new HttpClient(USER_AGENT, [handler], { allowRedirects: false });
    // HttpClient would add ACTIONS_ORCHESTRATION_ID, which is no business of Toloka's.
    client.userAgent = USER_AGENT;
    const exchange = async (method, url) => {
        const body = method === 'POST' ? '' : null;
        const { message } = await client.request(method, url, body, headers);
        const { statusCode: status = 0 } = message;
        return { status, headers: message.headers, json: parseJson(await readBody(message, status)) };
    };
    return async (method, path, limitMs, cancel) => {
        cancel.throwIfAborted();
        const ended = new AbortController();
        const expire = async () => {
            await clock.sleep(limitMs, AbortSignal.any([cancel, ended.signal]));
            const what = isUp() ? 'whole answer' : `connection to ${apiUrl.hostname}`;
            throw new Error(`no ${what} within ${formatDuration(limitMs)}`);
        };
        try {
            return await Promise.race([exchange(method, apiUrl.href + path), expire()]);
        }
        catch (error) {
            close();
            throw explainNoAnswer(error, way, isUp());
        }
        finally {
            ended.abort();
        }
    };
}
/** Reads a body. One that is too large counts as empty, and so does that of an error if it is cut. */
async function readBody(message, status) {
    // A status below 200 has no body, and would keep its reader waiting.
    if (status < 200)
        return '';
    const chunks = [];
    let received = 0;
    try {
        for await (const chunk of message) {
            received += chunk.length;
            if (received > MAX_BODY_BYTES)
                return '';
            chunks.push(chunk);
        }
    }
    catch (error) {
        if (status >= 300)
            return '';
        const reason = `the answer was cut after ${received} bytes (${codeOf(error)})`;
        throw new Error(reason, { cause: error });
    }
    return new TextDecoder().decode(Buffer.concat(chunks));
}

;// CONCATENATED MODULE: ./lib/toloka/answer.js




const isOk = ({ status }) => status >= 200 && status < 300;
/** What is wrong with an answer that is not what was wanted. */
function explainAnswer(answer, question) {
    const { status, headers } = answer;
    if (isOk(answer))
        return explainShape(answer, question);
    if (status < 400 && headers.location !== undefined) {
        const reason = `HTTP ${status} redirects to ${headers.location}, but the token is not sent on`;
        return new TolokaError('permanent', reason, { code: 'NOT_TOLOKA', advice: ADVICE.api });
    }
    const isFault = mayPass(status) || (status === 404 && question.mayLag);
    return isFault ? explainFault(answer) : explainRefusal(answer, question);
}
function readProblem({ status, json }) {
    const { code, message } = recordOf(json);
    const isTolokas = parseText(code) || parseText(message);
    const { text, requestId, ...problem } = parseProblem(json);
    const facts = { code: problem.code ?? 'REFUSED', status, requestId };
    if (isTolokas)
        return { text, reason: `${text} (HTTP ${status})`, facts };
    return { reason: `HTTP ${status}`, facts: { ...facts, code: 'NOT_TOLOKA' } };
}
/** A 2xx answer of the wrong shape, such as the page of a proxy. */
function explainShape(answer, { wanted }) {
    const blank = recordOf(answer.json).status === '' ? 'its status is empty' : undefined;
    const { text = blank ?? describeBody(answer), facts } = readProblem(answer);
    const got = answer.json === undefined ? 'no JSON' : 'JSON of another shape';
    const reason = `${got} instead of ${wanted} (${text})`;
    return new TolokaError('transient', reason, { code: facts.code, answerLost: true });
}
function explainFault(answer) {
    const { reason, facts } = readProblem(answer);
    // Whoever answers with 425 or 429 has not looked at the request.
    const answerLost = answer.status !== 425 && answer.status !== 429;
    const retryAfterMs = readRetryAfter(answer);
    return new TolokaError('transient', reason, { ...facts, answerLost, retryAfterMs });
}
function explainRefusal(answer, question) {
    const { text, reason, facts } = readProblem(answer);
    const check = adviseOnStatus(answer, question);
    const strange = `${reason} with an answer that is not Toloka's (${describeBody(answer)})`;
    const other = [ADVICE.firewall, check].filter(Boolean).join('; if not, ');
    const advice = text ? (adviseOnCode(facts.code) ?? check) : other;
    return new TolokaError('refused', text ? reason : strange, { ...facts, advice });
}
/** What to do about a refusal without a code that says it. */
function adviseOnStatus({ status }, { way, target }) {
    const { host } = way.environment.apiUrl;
    if (status === 401 || status === 403)
        return ADVICE.token(way.authorization.type, host);
    return status === 404 ? ADVICE.id(target.kind, host) : undefined;
}
const describeBody = ({ headers }) => headers['content-type'] ?? 'no content type';
// Toloka's names for the interval of a quota. toloka-kit reads them from the payload of a 429.
const INTERVALS_MS = new Map([
    ['MIN', 60_000],
    ['HOUR', 3_600_000],
    ['DAY', 86_400_000],
]);
/**
 * How long a server asks to wait: by the header `Retry-After` (RFC 9110, 10.2.3: seconds, or a
 * date) or, without one, by the `payload.interval` of Toloka's 429. A date counts from the answer's
 * own `Date`, since the machine's clock may be wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
function readRetryAfter({ status, headers, json }) {
    const text = headers['retry-after'];
    if (text === undefined) {
        const { interval } = recordOf(recordOf(json).payload);
        return (status === 429 && INTERVALS_MS.get(interval)) || 0;
    }
    if (/^\d+$/.test(text))
        return Number(text) * 1_000;
    if (!text.endsWith(' GMT'))
        return 0;
    return Math.max(0, Date.parse(text) - Date.parse(String(headers.date))) || 0;
}

;// CONCATENATED MODULE: ./lib/toloka/api.js



const TRY_LIMIT_MS = 30_000;
/** For what a step can do without: how long one try may take and, by default, all of them. */
const OPTIONAL_LIMIT_MS = 5_000;
/** How long a try may take that starts at the deadline. All that end late share twice that. */
const LATE_TRY_MS = 900;
/** How long a host may not be reached, or an operation not be known. */
const UNKNOWN_LIMIT_MS = 30_000;
const FIRST_BACK_OFF_MS = 250;
const MAX_BACK_OFF_MS = 20_000;
/** Everything between a call and a single exchange: time limits, back-off, and when to give up. */
function createApi(options) {
    const { bounds, way, target, send, random, onTry, onRetry } = options;
    const { clock, deadline, signal } = bounds;
    let wasReached = false;
    const backOff = (failures) => random() * Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
    /** One try, that ends at `until` if it can. @returns the fault if another try may help */
    async function attempt({ method, path, wanted, parse, mayLag = false, onAnswerLost }, until, ms) {
        const request = `${method} ${path}`;
        const now = clock.now();
        const end = Math.min(now + ms, Math.max(until, now + LATE_TRY_MS), deadline + 2 * LATE_TRY_MS);
        try {
            const answer = await send(method, path, Math.max(1, end - now), signal);
            wasReached = true;
            const value = isOk(answer) ? parse(answer.json, answer.status) : undefined;
            if (value === undefined)
                throw explainAnswer(answer, { way, target, wanted, mayLag });
            onTry(request, `HTTP ${answer.status}`);
            return value;
        }
        catch (error) {
            if (!(error instanceof TolokaError))
                throw error;
            onTry(request, error.message);
            // This comes first: a request that is cancelled may have been taken.
            if (error.facts.answerLost)
                onAnswerLost?.();
            signal.throwIfAborted();
            const fault = error.with({ request });
            if (fault.kind !== 'transient')
                throw fault;
            return fault;
        }
    }
    /** Tries again after transient faults, the last time at `until`. @param ms what one try may take */
    async function tryUntil(request, until, ms, onFault) {
        let unknownSince = Infinity;
        for (let failures = 1;; failures += 1) {
            const fault = await attempt(request, until, ms);
            if (!(fault instanceof TolokaError))
                return fault;
            const { status, unreachable, retryAfterMs = 0 } = fault.facts;
            const now = clock.now();
            const isUnknown = (unreachable && !wasReached) || status === 404;
            unknownSince = isUnknown ? Math.min(unknownSince, now) : Infinity;
            const lastTryAt = Math.min(until, unknownSince + UNKNOWN_LIMIT_MS);
            if (now >= lastTryAt)
                throw lastTryAt < until ? api_add(fault, ', for 30s') : timeOut(fault);
            if (now + retryAfterMs > until)
                throw refuseToWait(fault, retryAfterMs);
            const pauseMs = Math.min(lastTryAt - now, Math.max(retryAfterMs, backOff(failures)));
            onFault?.(failures, fault, pauseMs);
            await clock.sleep(pauseMs, signal);
        }
    }
    return {
        backOff,
        /** Asks until the deadline. @throws TolokaError of any kind but transient */
        call: (request) => tryUntil(request, deadline, TRY_LIMIT_MS, onRetry),
        /** Asks what the step can do without. @returns undefined if there is no answer in time */
        async tryCall(request, withinMs = OPTIONAL_LIMIT_MS) {
            const until = Math.min(deadline, clock.now() + withinMs);
            try {
                return await tryUntil(request, until, OPTIONAL_LIMIT_MS);
            }
            catch (error) {
                if (error instanceof TolokaError)
                    return undefined;
                throw error;
            }
        },
    };
}
const api_add = (fault, more) => new TolokaError('permanent', fault.message + more, fault.facts, fault);
const refuseToWait = (fault, ms) => api_add(fault, `; it asks to wait ${formatDuration(ms)}, longer than the timeout allows`);

;// CONCATENATED MODULE: ./lib/toloka/toloka.js






/** The most that Toloka lists at once (its documentation). */
const LIST_LIMIT = '300';
/**
 * The calls of Toloka's requester API about one target. They throw a TolokaError of any kind but
 * transient, or whatever cancels them. Those that begin with `try` give undefined instead of an
 * error.
 */
function createToloka(options) {
    const { bounds, target, way } = options;
    const api = createApi(options);
    const path = `/${target.kind}s/${target.id}`;
    const get = (path, wanted, parse) => ({ method: 'GET', path, wanted, parse });
    const reading = get(path, `a ${target.kind}`, (json) => parseReading(json, target, way.environment.site));
    const tryList = (status) => {
        const query = { type: openingType(target), status, sort: '-submitted', limit: LIST_LIMIT };
        const path = `/operations?${new URLSearchParams(query)}`;
        return api.tryCall(get(path, 'a list of operations', (json) => parseRunning(json, target)));
    };
    return {
        bounds,
        target,
        backOff: api.backOff,
        read: () => api.call(reading),
        tryRead: (withinMs) => api.tryCall(reading, withinMs),
        async open(onAnswerLost) {
            const opening = { method: 'POST', path: `${path}/open`, wanted: 'an operation' };
            try {
                return await api.call({ ...opening, parse: parseOpening, onAnswerLost });
            }
            catch (error) {
                if (!(error instanceof TolokaError) || error.facts.status !== 409)
                    throw error;
                return { saysOpen: false, refusal: error };
            }
        },
        poll({ id }) {
            const parse = (json) => {
                const polled = parseOperation(json);
                return polled?.id === id ? polled : undefined;
            };
            return api.call({ ...get(operationPath(id), `operation ${id}`, parse), mayLag: true });
        },
        /** The openings of this target that run. Toloka's list has no filter by target. */
        async tryListRunning() {
            // An operation goes from PENDING to RUNNING, never back: in this order, none slips through.
            const pending = await tryList('PENDING');
            const running = pending && (await tryList('RUNNING'));
            return running && [...pending, ...running];
        },
        /** Whether there is a task. A training's tasks have its id as that of a pool. */
        tryFindTasks: () => {
            const path = `/tasks?pool_id=${target.id}&limit=1`;
            return api.tryCall(get(path, 'a list of tasks', parseHasItems));
        },
        /** The failures that an operation's log tells of. */
        tryReadLog: ({ id }) => api.tryCall(get(`${operationPath(id)}/log`, 'the log of an operation', parseLog)),
    };
}
const operationPath = (id) => `/operations/${encodeURIComponent(id)}`;
/** 204, without an operation, says that the target is open already (Toloka's documentation). */
function parseOpening(json, status) {
    if (status === 204)
        return { saysOpen: true, refusal: notOpen('Toloka says that it is open') };
    const operation = parseOperation(json);
    return operation && { operation };
}
function parseHasItems(json) {
    const { items } = recordOf(json);
    return Array.isArray(items) ? items.length > 0 : undefined;
}

;// CONCATENATED MODULE: ./lib/step.js











const MACHINE = { clock: systemClock, random: Math.random, createSend: createSend };
/**
 * Runs the step: opens all trainings, and then the pools, until the deadline or a cancellation, and
 * reports however that ends.
 *
 * @param signal aborts if the workflow is cancelled
 * @returns whether all went well; it never throws
 */
async function runStep(signal, world = MACHINE) {
    const began = world.clock.now();
    const ending = await run(signal, world, began);
    return await conclude(ending, world.clock.now() - began);
}
async function run(signal, world, began) {
    try {
        const inputs = readInputs();
        if ('faults' in inputs)
            return { done: [], faults: inputs.faults };
        return { inputs, done: await openAll(inputs, signal, world, began), faults: [] };
    }
    catch (error) {
        return { done: [], faults: [String(error)] };
    }
}
/** Opens all trainings, and then the pools. */
async function openAll(inputs, signal, world, began) {
    const { trainings, pools, environment, dryRun, wait, timeoutMs } = inputs;
    const { clock, random } = world;
    const targets = [...trainings, ...pools];
    const what = describeGroups(targets.map((target) => ({ target })));
    const doing = `${dryRun ? 'dry run: reading' : 'opening'} ${what} (${environment.name})`;
    report_info(`${doing}, for at most ${formatDuration(timeoutMs)}`);
    const bounds = { clock, deadline: began + timeoutMs, signal };
    const log = createLog(timeoutMs, () => clock.now() - began);
    const openOne = async (target) => {
        const send = world.createSend(inputs, clock);
        const toloka = createToloka({ bounds, way: inputs, target, send, random, ...log });
        const end = await (dryRun ? rehearse(toloka, log.tell) : open_open(toloka, wait, log.tell));
        const failure = end.error && describeFailure(end.error, end, inputs);
        const done = { ...end, failure, doubts: describeDoubts(end, trainings) };
        log.end(done);
        return done;
    };
    /** Works side by side: one that fails does not stop the others. */
    const openGroup = (group) => Promise.all(group.map(openOne));
    if (dryRun)
        return await openGroup(targets);
    // If there are pools, the step waits: what is good is open.
    const opened = await openGroup(trainings);
    if (opened.every(isGood))
        return [...opened, ...(await openGroup(pools))];
    const leave = (target) => ({ target, result: 'untouched', doubts: [] });
    return [...opened, ...pools.map(leave)];
}
/** Writes outputs, job summary and the one error. @returns whether the step passes */
async function conclude({ inputs, done, faults }, tookMs) {
    const why = [...faults, ...describeFailures(done)];
    const unwritten = await tryToWrite('outputs', () => setOutputs(done, why));
    const ownFaults = [...faults, ...unwritten];
    // Here it is decided whether the step is green. Later steps read the outputs, only people the
    // summary.
    const passes = ownFaults.length === 0 && done.every(isGood);
    const heading = describeAll(done, inputs?.dryRun === true);
    const footer = inputs ? [inputs.environment.name, `took ${formatDuration(tookMs)}`] : [];
    const page = { heading, passes, faults: ownFaults, footer };
    for (const fault of await tryToWrite('job summary', () => writeSummary(done, page)))
        report_warning(fault);
    if (done.length > 1)
        report_info(heading);
    if (!passes)
        fail(heading, [...unwritten, ...why]);
    return passes;
}
/** Writes something. @returns what is wrong if it can't be written */
async function tryToWrite(name, write) {
    try {
        await write();
        return [];
    }
    catch (error) {
        return [`the ${name} can't be written: ${error}`];
    }
}

;// CONCATENATED MODULE: ./lib/index.js



// The step fails until success is proven, even if a promise never settles.
process.exitCode = 1;
ignoreBrokenOutput();
// Certificates are always checked, those of proxies too.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
// Node gives each address of a host 250 ms, which is too short for a distant one.
(0,external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout)(5_000);
// These handlers stay until the end, so that a second signal can't end the process before it has reported.
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK']) {
    process.on(signal, () => cancel.abort(signal));
}
// An error that Node throws past everybody ends the work, so that the step still says how it ended.
process.on('uncaughtException', (error) => cancel.abort(error));
async function lib_run() {
    const passed = await runStep(cancel.signal);
    await flush();
    return process.exit(passed ? 0 : 1);
}
// Not awaited: a bundle with top-level await is a fifth larger, and starts later.
void lib_run();

})();

module.exports = __webpack_exports__;
/******/ })()
;