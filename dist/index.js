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

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
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
function utils_toCommandProperties(annotationProperties) {
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
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
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
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
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




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
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
class lib_HttpClient {
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
class auth_BearerCredentialHandler {
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



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
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
            const httpclient = oidc_utils_OidcClient.createHttpClient();
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
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
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
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
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
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
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
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
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
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
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
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
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
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
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
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
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
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
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

const MAX_LINE = 3_000;
const MAX_FIELD = 1_000;
/** A shorter secret is likely to be a part of other words, such as ids. */
const MIN_SECRET = 8;
/** The longest first: one may hold another. */
let secrets = [];
/** Masks a secret in the log and in every text that goes through `printable`, in its base64, URL and JSON forms too. */
function hide(secret) {
    const base64 = Buffer.from(secret).toString('base64');
    const url = encodeURIComponent(secret);
    const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
    const forms = [
        secret,
        base64,
        base64.replaceAll('=', ''),
        url,
        lowerUrl,
        secret.replaceAll('/', '\\/'),
    ];
    for (const form of new Set(forms))
        core_setSecret(form);
    if (secret.length < MIN_SECRET)
        return;
    secrets = [...new Set([...secrets, ...forms])].sort((a, b) => b.length - a.length);
}
/**
 * Makes any text safe to print on a line. It hides secrets, cuts out the middle of a text that is longer than `limit`, and makes
 * visible what could end the line, move the cursor, turn the text round or start a workflow command. The runner finds a command
 * at `::` at the start of a line after white space, and at `##[` anywhere (its source).
 */
function printable(text, limit = MAX_LINE) {
    const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    const escaped = hidden.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, toEscape);
    const visible = escaped.replace(/^(\p{Zs}*)::/u, '$1\\::').replaceAll('##[', '##\\[');
    if (visible.length <= limit)
        return visible;
    const start = visible.slice(0, Math.ceil(limit * 0.7) - 1);
    const end = visible.slice(visible.length - Math.floor(limit * 0.3));
    return `${start}…${end}`.replace(/\p{Cs}/gu, '');
}
const NAMED_ESCAPES = new Map(Object.entries({ '\n': '\\n', '\r': '\\r', '\t': '\\t' }));
const toEscape = (character) => NAMED_ESCAPES.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
/** The same for the job summary, with Markdown and HTML made inert too. Letters of any script stay as they are. */
const printableHtml = (text, limit = MAX_FIELD) => printable(text, limit).replace(/[!-+/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);

;// CONCATENATED MODULE: ./lib/state.js
/** The last status that Toloka gave, as it came; `SUCCESS` if the training was already open; empty if there is none. */
const statusOf = ({ operation, wasOpen }) => operation?.status ?? (wasOpen ? 'SUCCESS' : '');
const isAlreadyOpen = ({ result, wasOpen }) => Boolean(wasOpen && result) || result === 'reads open';
/** Such as `21 "Cats or dogs"`: the id, and the name that people know it by, if it was read. */
const nameTraining = ({ trainingId, training }) => training?.name === undefined ? trainingId : `${trainingId} "${training.name}"`;
/** What a heading says of a training alone, of one among several, and of several. */
const WORDS = {
    open: ['is open', 'is open', 'are open'],
    'already open': ['was already open', 'is open', 'are open'],
    unseen: ['should be open, but nobody saw it', 'should be open', 'should be open'],
    'would open': ['would be opened', 'would be opened', 'would be opened'],
    'reads open': ['is already open', 'is already open', 'are already open'],
    'reads otherwise': ['is in doubt', 'is in doubt', 'are in doubt'],
    failed: ['failed', 'failed', 'failed'],
    opening: ['is opening (not waiting)', 'is opening', 'are opening'],
    working: ['is under way', 'is under way', 'are under way'],
};
const wordsOf = ({ failure, result }) => WORDS[failure === undefined ? (result ?? 'working') : 'failed'];
/** How a training stands, as a heading says it after the name: `is open`. */
function describeStanding(state) {
    if (state.result === 'reads otherwise')
        return `is ${state.training?.status}, so nobody knows whether it would open`;
    return state.failure?.standing ?? wordsOf(state)[0];
}
/** The heading for all trainings of a step, such as `2 of 3 trainings are open, 1 failed`. */
function describeAll(states) {
    const [first, second] = states;
    if (first === undefined)
        return 'Nothing was sent to Toloka';
    if (second === undefined)
        return `Training ${nameTraining(first)} ${describeStanding(first)}`;
    const groups = new Map(Object.values(WORDS).map(([, one, several]) => [several, one]));
    const counts = [...groups].flatMap(([several, one]) => {
        const count = states.filter((state) => wordsOf(state)[2] === several).length;
        return count > 0 ? [{ count, says: count === 1 ? one : several }] : [];
    });
    const start = `${counts.length === 1 ? '' : `${counts[0]?.count} of `}${states.length} trainings`;
    return counts.map(({ count, says }, at) => `${at === 0 ? start : count} ${says}`).join(', ');
}
// The worst comes first. Between FAIL and PENDING is every status that Toloka does not document.
const RANKS = ['', 'FAIL', undefined, 'PENDING', 'RUNNING', 'SUCCESS'];
/** The worst status; empty if one training has none. */
function worstStatus(states) {
    const rank = (status) => RANKS.indexOf(RANKS.find((known) => known === status));
    return states.map(statusOf).sort((a, b) => rank(a) - rank(b))[0] ?? '';
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = require("node:timers/promises");
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
const createCancelledError = (cause) => new TolokaError('cancelled', 'cancelled', { code: 'CANCELLED' }, cause);
/** The result of a reading that the step can do without; undefined if Toloka does not give it. @throws if it is cancelled */
async function ifReadable(reading) {
    try {
        return await reading;
    }
    catch (error) {
        if (error instanceof TolokaError && error.kind !== 'cancelled')
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/toloka/clock.js


const systemClock = {
    now: () => process.uptime() * 1_000,
    random: () => Math.random(),
    async sleep(ms, signal) {
        try {
            await (0,promises_namespaceObject.setTimeout)(ms, undefined, { signal });
        }
        catch (error) {
            throw createCancelledError(error);
        }
    },
};
const FIRST_BACK_OFF_MS = 250;
const MAX_BACK_OFF_MS = 20_000;
/** The milliseconds to pause after so many failures in a row: exponential back-off with full jitter (`random`, 0 to 1). */
const backOff = (failures, random, firstMs = FIRST_BACK_OFF_MS) => random * Math.min(MAX_BACK_OFF_MS, firstMs * 2 ** (failures - 1));

;// CONCATENATED MODULE: ./lib/report.js




// The runner cuts an annotation's message at 4,096 characters. The rest is for a last line.
const MAX_MESSAGE = 4_000;
// What `env` hands to a next step may have 128 KiB (Linux): `results` of 100 trainings stays below that.
const MAX_RESULT_ERROR = 300;
const MAX_RESULT_WORD = 64;
// The runner reads the output of a step without delay, so a reader that takes longer will not come back.
const FLUSH_LIMIT_MS = 5_000;
const report_info = (text) => info(printable(text));
const report_debug = (text) => isDebug() ? core_debug(printable(text)) : undefined;
const report_warning = (text) => warning(printable(text), { title: 'Toloka training' });
/** Writes the one error annotation of a step. The reasons that do not fit go to the log before. */
function fail(title, reasons) {
    const { message, left } = fitReasons(reasons);
    for (const line of left)
        info(line);
    error(message, { title: printable(title) });
}
/** The message of an annotation: a line for each reason, as long as there is room. */
function fitReasons(reasons) {
    const lines = reasons.map((reason) => printable(reason, reasons.length > 2 ? MAX_FIELD : undefined));
    const fits = (_, index) => lines.slice(0, index + 1).join('\n').length <= MAX_MESSAGE;
    const count = lines.findLastIndex(fits) + 1;
    const left = lines.slice(count);
    const more = left.length > 0 ? [`and ${left.length} more: see the log`] : [];
    return { message: [...lines.slice(0, count), ...more].join('\n'), left };
}
/** Sets operation-id before the end, for a step that is killed. */
function saveOperationIds(states) {
    try {
        setOutput('operation-id', joinLines(states, operationIdOf));
    }
    catch (error) {
        report_debug(`operation-id can't be written: ${error}`);
    }
}
/** Sets all outputs. Some have a line for each training, in the order given. @param reasons why the step fails */
function setOutputs(states, reasons) {
    setOutput('operation-id', joinLines(states, operationIdOf));
    setOutput('status', printable(worstStatus(states), MAX_FIELD));
    setOutput('already-open', String(states.length > 0 && states.every(isAlreadyOpen)));
    setOutput('training-url', joinLines(states, urlOf));
    setOutput('error', fitReasons(reasons).message);
    setOutput('results', JSON.stringify(states.map(toResult)));
}
const toResult = (state) => ({
    'training-id': printable(state.trainingId, MAX_FIELD),
    'operation-id': printable(operationIdOf(state), MAX_FIELD),
    status: printable(statusOf(state), MAX_RESULT_WORD),
    'already-open': isAlreadyOpen(state),
    'training-url': printable(urlOf(state), MAX_FIELD),
    code: printable(state.failure?.code ?? '', MAX_RESULT_WORD),
    error: printable(state.failure?.reason ?? '', MAX_RESULT_ERROR),
});
const operationIdOf = ({ operation }) => operation?.id ?? '';
const urlOf = ({ training }) => training?.url ?? '';
const joinLines = (states, read) => states.map((state) => printable(read(state), MAX_FIELD)).join('\n');
/** Goes on if nobody reads the log or the disk is full: outputs and exit code still count. */
const ignoreBrokenOutput = () => process.stdout.on('error', () => undefined);
/** Waits until everything printed has left the process, for at most 5 s. */
async function flush(clock = systemClock) {
    const written = new Promise((resolve) => process.stdout.write('', () => resolve()));
    await Promise.race([written, clock.sleep(FLUSH_LIMIT_MS, new AbortController().signal)]);
}

;// CONCATENATED MODULE: ./lib/toloka/environment.js
/** Toloka's environments: the API of each, and the site with its pages for people (Toloka's documentation). */
const ENVIRONMENTS = {
    production: { apiUrl: 'https://toloka.dev/api/v1', site: 'https://platform.toloka.ai' },
    sandbox: {
        apiUrl: 'https://sandbox.toloka.dev/api/v1',
        site: 'https://platform.sandbox.toloka.ai',
    },
};
const SANDBOX_ADVICE = "toloka-kit's reference says that the sandbox has been unavailable since July 1, 2024: use production";
const ENVIRONMENT_NAMES = ['production', 'sandbox'];
const findEnvironment = (apiUrl) => ENVIRONMENT_NAMES.find((name) => new URL(ENVIRONMENTS[name].apiUrl).origin === apiUrl.origin);
/** Names the API at `apiUrl`: the environment that it belongs to or, if it belongs to none, its host. */
const nameEnvironment = (apiUrl) => findEnvironment(apiUrl) ?? apiUrl.host;
/** The URL of a training's page for people; undefined if the API's host has no known pages. */
function trainingPage(apiUrl, projectId, trainingId) {
    const environment = findEnvironment(apiUrl);
    if (environment === undefined)
        return undefined;
    const path = `${encodeURIComponent(projectId)}/training/${encodeURIComponent(trainingId)}`;
    return `${ENVIRONMENTS[environment].site}/requester/project/${path}`;
}
/** What to do if the API can't be reached; undefined if there is nothing special. */
const adviseIfUnreachable = (apiUrl) => findEnvironment(apiUrl) === 'sandbox' ? SANDBOX_ADVICE : undefined;

;// CONCATENATED MODULE: ./lib/toloka/json.js
const MAX_TEXT = 1_000;
const MAX_ID = 256;
const isRecord = (json) => typeof json === 'object' && json !== null && !Array.isArray(json);
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Cuts a long text. It cuts no word in two, since a part of an echoed token would not be recognized as a secret. */
function shorten(text, limit = MAX_TEXT) {
    if (text.length <= limit)
        return text;
    const start = text.slice(0, limit).replace(/[\w.~+/=%-]*$/, '');
    return `${start}…`.replace(/\p{Cs}/gu, '');
}
/** @returns a text, cut if it is too long; undefined if the JSON is no text or an empty one */
const parseText = (json) => typeof json === 'string' && json !== '' ? shorten(json) : undefined;
/** Takes an id as Toloka writes it: a text or, in some of its examples, a number. @returns undefined if it is neither */
function parseId(json) {
    if (typeof json === 'string')
        return shorten(json.toWellFormed(), MAX_ID) || undefined;
    return Number.isSafeInteger(json) ? String(json) : undefined;
}
function stringify(json) {
    try {
        return shorten(JSON.stringify(json));
    }
    catch {
        return 'nested too deep to be shown';
    }
}

;// CONCATENATED MODULE: ./lib/toloka/training.js


const ARCHIVED_ADVICE = 'clone it and open the clone';
/** @param apiUrl of the API that answers @returns undefined if the answer is no training */
function parseTraining({ json }, id, apiUrl) {
    const { status: given, private_name: name, project_id: project } = isRecord(json) ? json : {};
    const [status, projectId] = [parseText(given), parseId(project)];
    if (status === undefined)
        return undefined;
    return { status, name: parseText(name), url: projectId && trainingPage(apiUrl, projectId, id) };
}

;// CONCATENATED MODULE: ./lib/dry-run.js


/** What a dry run must not be taken for. */
const LIMITS_OF_DRY_RUN = "a dry run can't tell whether there are tasks, enough money or the right to open";
/** Reads one training to say what the step would do, and sends nothing else. @throws TolokaError if it can't be opened */
async function* rehearse(trainingId, toloka) {
    const training = await toloka.getTraining(trainingId);
    yield { trainingId, training };
    if (training.status === 'ARCHIVED') {
        throw new TolokaError('not open', 'the training is ARCHIVED', {
            code: 'ARCHIVED',
            advice: ARCHIVED_ADVICE,
        });
    }
    const isOpen = training.status === 'OPEN';
    const result = training.status === 'CLOSED' ? 'would open' : isOpen ? 'reads open' : 'reads otherwise';
    yield { trainingId, training, result };
}

;// CONCATENATED MODULE: ./lib/duration.js
/** Reads `90` (seconds), `90s`, `10m` or `1h30m`. @returns milliseconds; undefined if the text is none of these */
function parseDuration(text) {
    const [matched, hours = 0, minutes = 0, seconds = 0] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
    if (matched === undefined)
        return undefined;
    return 1_000 * (3_600 * Number(hours) + 60 * Number(minutes) + Number(seconds));
}
/** Writes milliseconds as `10m`, `1h30m`, `3s` or, below a minute, `1.2s`. */
function formatDuration(ms) {
    const tenths = Math.round(ms / 100);
    if (tenths < 600)
        return `${tenths / 10}s`;
    const seconds = Math.round(ms / 1_000);
    const parts = {
        h: Math.floor(seconds / 3_600),
        m: Math.floor(seconds / 60) % 60,
        s: seconds % 60,
    };
    return Object.entries(parts).reduce((text, [unit, count]) => (count > 0 ? `${text}${count}${unit}` : text), '');
}

;// CONCATENATED MODULE: ./lib/toloka/operation.js

// Toloka documents four statuses. Both official clients wait on after any other.
const isEnded = (status) => status === 'SUCCESS' || status === 'FAIL';
const isKnown = (status) => status === 'PENDING' || status === 'RUNNING' || isEnded(status);
/** @returns undefined if the JSON is no operation */
function parseOperation(json) {
    if (!isRecord(json))
        return undefined;
    const { id, type, parameters, submitted, progress, details } = json;
    const status = parseText(json.status);
    if (typeof id !== 'string' || !isOperationId(id) || status === undefined)
        return undefined;
    return {
        id,
        status,
        type: parseText(type),
        trainingId: isRecord(parameters) ? parseId(parameters.training_id) : undefined,
        submitted: parseTime(submitted),
        percent: typeof progress === 'number' && progress >= 0 && progress <= 100
            ? Math.floor(progress)
            : undefined,
        details: status === 'FAIL' && !isEmpty(details) ? details : undefined,
    };
}
/** A list of operations, without the items that are none. @returns undefined if the answer is no list */
function parseOperations({ json }) {
    const { items } = isRecord(json) ? json : {};
    return Array.isArray(items) ? items.flatMap((item) => parseOperation(item) ?? []) : undefined;
}
/** The entries of an operation's log that tell of failures. @returns undefined if the answer is no log */
const parseLog = ({ json }) => Array.isArray(json)
    ? json.filter((entry) => isRecord(entry) && entry.success === false)
    : undefined;
// Toloka's documentation leaves these ids opaque. So this takes all that is safe in a list and in a path: visible ASCII
// without commas, but not `.` and `..`, which stay as they are when they are encoded.
const isOperationId = (text) => /^[!-~]{1,256}$/.test(text) && !text.includes(',') && !/^\.\.?$/.test(text);
// Toloka's times are UTC, but say no zone, and Date.parse would take that as local time.
function parseTime(json) {
    const text = typeof json === 'string' ? json : '';
    const [, time = '', zone = 'Z'] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
    const ms = Date.parse(time + zone);
    return Number.isNaN(ms) ? undefined : ms;
}
const isEmpty = (json) => json === undefined || json === null || (isRecord(json) && Object.keys(json).length === 0);

;// CONCATENATED MODULE: ./lib/failure.js




/** Says why the work on a training ended without a result, and how the training stands. */
function describeFailure(error, state, { timeoutMs, dryRun }) {
    // After an error that nobody expects, Toloka may have taken the request.
    const unexpected = new TolokaError('unexpected', String(error), { code: 'OTHER', mayBeTaken: true }, error);
    const { kind, facts, message } = error instanceof TolokaError ? error : unexpected;
    const { operation } = state;
    const isRunning = operation !== undefined && !isEnded(operation.status);
    const isReported = statusOf(state) === 'SUCCESS';
    const mayBeOpening = operation === undefined && facts.mayBeTaken === true && !dryRun;
    const again = `run the step again${isRunning ? ' to join it' : ''}`;
    const standsNow = isRunning && `the opening is ${operation.status} and continues at Toloka`;
    const stoodLast = isRunning && `the opening was last ${operation.status} and may continue at Toloka`;
    const mayHaveStarted = mayBeOpening && 'it is not known whether Toloka took the request';
    const notSeen = isReported && 'Toloka reported success, but the training was not seen open yet';
    const explain = () => {
        if (kind === 'cancelled')
            return ['cancelled', standsNow || mayHaveStarted || notSeen, again];
        if (kind !== 'deadline')
            return [message, stoodLast || mayHaveStarted, facts.advice];
        const late = `timed out after ${formatDuration(timeoutMs)}`;
        const isFault = facts.request !== undefined;
        const stands = (isFault ? stoodLast : standsNow) || mayHaveStarted;
        return [
            late,
            isFault ? `last fault: ${message}` : message,
            stands,
            facts.advice,
            `${again}, or raise timeout`,
        ];
    };
    const standing = () => {
        if (isRunning || (isReported && kind === 'deadline'))
            return 'is not open yet';
        if (isReported && kind === 'cancelled')
            return 'may be open';
        if (dryRun && kind === 'not open')
            return "can't be opened";
        if (operation !== undefined || kind === 'not open')
            return 'failed to open';
        if (mayBeOpening)
            return 'may be opening';
        if (kind === 'refused')
            return facts.status === 404 && facts.code !== 'NOT_TOLOKA' ? 'was not found' : 'was refused';
        return dryRun ? 'was not read' : 'was not opened';
    };
    const source = operation === undefined ? facts.request : `operation ${operation.id}`;
    return {
        standing: standing(),
        reason: explain().filter(Boolean).join('; '),
        reference: [source, facts.requestId && `request_id ${facts.requestId}`]
            .filter(Boolean)
            .join(', '),
        code: facts.code,
    };
}
/** Any error as text: with what to do if it is an expected one, with its class if it is not. */
const describeError = (error) => error instanceof TolokaError
    ? [error.message, error.facts.advice].filter(Boolean).join('; ')
    : String(error);

;// CONCATENATED MODULE: ./lib/toloka/authorization.js
// The characters of a bearer token (RFC 6750, 2.1). They need no escape in a header.
const TOKEN = /^[\w.~+/-]+=*$/;
/**
 * Takes an OAuth token or an API key, with or without its type before it. Both official clients (toloka-kit, toloka-java-sdk)
 * detect an API key alike: exactly two dots, the first one at index 22 to 24. @returns undefined if the text is neither
 */
function parseAuthorization(text) {
    const words = text.trim().split(/\s+/);
    const token = words.at(-1) ?? '';
    const type = words.length === 1 ? detectType(token) : words[0];
    if (words.length > 2 || !isType(type) || isType(token) || !TOKEN.test(token))
        return undefined;
    return { token, header: `${type} ${token}` };
}
const isType = (word) => word === 'OAuth' || word === 'ApiKey';
function detectType(token) {
    const firstDot = token.indexOf('.');
    return token.split('.').length === 3 && firstDot >= 22 && firstDot <= 24 ? 'ApiKey' : 'OAuth';
}

;// CONCATENATED MODULE: ./lib/inputs.js





class InputError extends Error {
    name = 'InputError';
    /** What is wrong, one text for each fault. */
    problems;
    constructor(problems, options) {
        super(problems.join('\n'), options);
        this.problems = problems;
    }
}
// The runner passes on an empty input as an empty text, which must mean the default. So those of action.yml stand here too.
const DEFAULTS = {
    environment: 'production',
    wait: 'true',
    'dry-run': 'false',
    timeout: '10m',
};
const MAX_TIMEOUT_MS = 6 * 3_600_000;
const MAX_TRAININGS = 100;
/** Reads all inputs. It masks the token before anything else. @throws InputError with all that is wrong */
function readInputs() {
    const problems = [];
    const attempt = (read) => {
        try {
            return read();
        }
        catch (error) {
            if (!(error instanceof InputError))
                throw error;
            problems.push(...error.problems);
            return undefined;
        }
    };
    const authorization = attempt(readAuthorization);
    const trainingIds = attempt(readTrainingIds);
    const environment = attempt(() => readChoice('environment', ENVIRONMENT_NAMES)) ?? DEFAULTS.environment;
    const wait = attempt(() => readChoice('wait', ['true', 'false'])) === 'true';
    const dryRun = attempt(() => readChoice('dry-run', ['true', 'false'])) === 'true';
    const timeoutMs = attempt(readTimeout);
    const apiUrl = attempt(() => readApiUrl(environment));
    if (problems.length > 0 || !authorization || !trainingIds || !timeoutMs || !apiUrl)
        throw new InputError(problems);
    return { authorization, trainingIds, wait, dryRun, timeoutMs, apiUrl };
}
function refuse(problem) {
    throw new InputError([problem]);
}
function readAuthorization() {
    const text = getInput('token');
    if (text === '') {
        const environments = 'a secret of a GitHub environment needs "environment:" in the job';
        const advice = `check that the secret exists and reaches this job: ${environments}; forks and Dependabot get none`;
        refuse(`token is empty: ${advice}`);
    }
    hide(text);
    const authorization = parseAuthorization(text);
    if (authorization === undefined) {
        const advice = /\bBearer\b/i.test(text)
            ? 'remove "Bearer"'
            : 'use one OAuth token or API key, or put "OAuth " or "ApiKey " before it';
        refuse(`token: the given value (not shown) is not a token: ${advice}`);
    }
    hide(authorization.token);
    hide(authorization.header);
    return authorization;
}
function readTrainingIds() {
    const text = getInput('training-id');
    if (text.startsWith('['))
        refuse(`training-id: ${JSON.stringify(text)} is a JSON list: use join(fromJSON(…), ',')`);
    const ids = text.split(/[,\r\n]/).map((id) => id.trim());
    const trainingIds = [...new Set(ids)].filter((id) => id !== '');
    if (trainingIds.length === 0) {
        const advice = 'give the id of the training to open, and check that the variable exists and reaches this job';
        refuse(`training-id is empty: ${advice}`);
    }
    if (trainingIds.length > MAX_TRAININGS) {
        const advice = `give at most ${MAX_TRAININGS} to a step, and use a matrix for more`;
        refuse(`training-id: ${trainingIds.length} ids are too many: ${advice}`);
    }
    const problems = trainingIds.flatMap((id) => explainBadId(id) ?? []);
    if (problems.length > 0)
        throw new InputError(problems);
    return trainingIds;
}
/** @returns undefined if it can be an id */
function explainBadId(id) {
    const shown = `training-id: ${JSON.stringify(id)} is not an id`;
    if (/^(null|undefined|none)$/i.test(id))
        return `${shown}: it is what a missing value becomes`;
    if (/^[\w-]+$/.test(id))
        return undefined;
    if (id.startsWith('- '))
        return `${shown}: leave out the dash`;
    const last = /^https?:.*\/training\/([\w-]+)/.exec(id)?.[1];
    if (last !== undefined)
        return `${shown}: give the last part of the address: ${last}`;
    return `${shown}: ${/^[\w\s-]+$/.test(id) ? 'separate several ids with commas or line breaks' : 'use letters, digits, - and _'}`;
}
function readChoice(name, choices) {
    const given = getInput(name) || DEFAULTS[name];
    const choice = choices.find((one) => one === given.toLowerCase());
    return (choice ?? refuse(`${name}: ${JSON.stringify(given)} is not valid: use ${choices.join(' or ')}`));
}
function readTimeout() {
    const given = getInput('timeout') || DEFAULTS.timeout;
    const timeoutMs = parseDuration(given);
    if (timeoutMs !== undefined && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)
        return timeoutMs;
    const why = timeoutMs === undefined
        ? 'is not a duration'
        : timeoutMs > 0
            ? 'is too long'
            : 'must be more than 0';
    const max = formatDuration(MAX_TIMEOUT_MS);
    refuse(`timeout: ${JSON.stringify(given)} ${why}: use for example 90s, 10m or 1h30m, at most ${max}`);
}
function readApiUrl(environment) {
    const given = getInput('api-url');
    if (given === '')
        return new URL(ENVIRONMENTS[environment].apiUrl);
    const shown = JSON.stringify(given);
    const refuseUrl = (why, advice = 'use an https URL such as https://tasks.yandex.ru') => refuse(`api-url: ${why}: ${advice}`);
    // Nothing of it is shown, since it may hold a password.
    if (given.includes('@'))
        return refuseUrl('the given value (not shown) has a user name in it');
    // With a port, toloka.dev would be a scheme.
    const toToloka = 'put https:// before it, or leave it out for Toloka itself';
    if (!/^[a-z]+:\/\//i.test(given))
        return refuseUrl(`${shown} is not a URL`, toToloka);
    // A URL drops line breaks and tabs from its middle.
    if (!URL.canParse(given) || /\s/.test(given))
        return refuseUrl(`${shown} is not a URL`);
    const url = new URL(given);
    // The text is tested: a bare ? or # leaves `search` and `hash` empty, but would swallow the path put after it.
    if (/[?#]/.test(given))
        return refuseUrl(`${shown} has a query or a fragment`);
    const isHttp = url.protocol === 'http:';
    if (!isHttp && url.protocol !== 'https:')
        return refuseUrl(`${shown} is not an https URL`);
    if (isHttp && !isLoopback(url.hostname))
        return refuseUrl(`${shown} would send the token unencrypted`);
    url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
    return url;
}
const isLoopback = (hostname) => hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);

;// CONCATENATED MODULE: ./lib/log.js




/** The least time between two lines about nothing new. People want to see that something happens, but no line a second. */
const MIN_PAUSE_MS = 10_000;
/**
 * What the log says while the step works. One training has a line for each change. Several share one line about all of them,
 * and each has a line of its own only when it ends.
 *
 * @param now milliseconds since the step began
 */
function createLog(timeoutMs, now) {
    const warned = new Set();
    let lastAt = 0;
    /** Says how far it is, if that is news, or if nothing was said for a fifth of the time so far. */
    const showProgress = (text, isNews) => {
        if (!isNews && now() - lastAt < Math.max(MIN_PAUSE_MS, now() / 5))
            return;
        lastAt = now();
        report_info(`${text} (after ${formatDuration(lastAt)} of ${formatDuration(timeoutMs)})`);
    };
    const warnOnce = (text, about = text) => {
        if (!warned.has(about))
            report_warning(text);
        warned.add(about);
    };
    return {
        warnOnce,
        /** Says what has changed of one training. @param states all of them as they are now */
        show(before, after, states) {
            const name = `training ${after.trainingId}`;
            const isAlone = states.length === 1;
            const print = isAlone ? report_info : report_debug;
            const news = [...describeNews(before, after)];
            for (const line of news)
                print(`${name}: ${line}`);
            if (news.length > 0)
                lastAt = now();
            for (const { text, about } of describeDoubts(after))
                warnOnce(`${name}: ${text}`, about ?? `${name}: ${text}`);
            const { operation, result, failure, tookMs } = after;
            const isSame = operation !== undefined && operation.id === before.operation?.id;
            if (!isAlone)
                showProgress(describeAll(states), false);
            else if (isSame && result === undefined && failure === undefined) {
                const percent = operation.status === 'RUNNING' && operation.percent ? `, ${operation.percent}%` : '';
                showProgress(`${name}: ${operation.status}${percent}`, operation.status !== before.operation?.status);
            }
            // The annotation says why one training is not open. For several it has no room for what the support asks for.
            if (tookMs === undefined || (isAlone && failure))
                return;
            const reference = failure?.reference ? `; ${failure.reference}` : '';
            const took = `took ${formatDuration(tookMs)}${reference}`;
            report_info(`training ${nameTraining(after)} ${describeStanding(after)}; ${took}`);
        },
    };
}
/** What is new about one training, a line each. */
function* describeNews(before, { operation, training, joined }) {
    if (operation !== undefined && operation.id !== before.operation?.id) {
        const join = `an opening is already running (operation ${operation.id}), joining it`;
        yield joined ? join : `${operation.status} (operation ${operation.id})`;
    }
    if (operation === undefined && before.operation !== undefined) {
        yield 'the opening that was running failed, perhaps before the last change: opening once more';
    }
    if (training?.url !== undefined && training.url !== before.training?.url)
        yield training.url;
}
/** What a person should know although the step may pass. One warning serves for all that is `about` the same. */
function* describeDoubts({ operation, openerUnknown, result, training }) {
    const { status = 'PENDING' } = operation ?? {};
    const odd = `Toloka gives the unknown status ${JSON.stringify(status)}`;
    const doubtful = `it is ${training?.status}, and Toloka does not say whether it can be opened`;
    if (!isKnown(status))
        yield { text: odd, about: odd };
    if (openerUnknown && result)
        yield { text: 'an answer was lost, so it is not known who opened it' };
    if (result === 'unseen')
        yield { text: 'it should be open, but it could not be read, so nobody saw that it is open' };
    if (result === 'reads otherwise')
        yield { text: doubtful, about: doubtful };
}

;// CONCATENATED MODULE: ./lib/toloka/opening.js




/** Waiting does not help against a 409 with one of these codes. */
const FINAL = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'];
/** How long to repeat after a 409 if nothing tells what it waits for. */
const REPEAT_LIMIT_MS = 30_000;
/**
 * Asks Toloka to open a training, and joins the opening if one is already running. The call sets a state, so it is safe to
 * repeat. What a second opening gets while a first one runs is not documented: a 409 is likely, 202 and 204 are possible.
 *
 * @returns with an operation or as `wasOpen`; it yields what is known whenever the training was read on the way
 * @throws TolokaError
 */
async function* requestOpening(before, toloka) {
    const { clock, signal, deadline } = toloka.bounds;
    const { trainingId } = before;
    let known = before;
    let answerLost = false;
    let repeatUntil;
    try {
        for (let refusals = 1;; refusals += 1) {
            const answer = await toloka.open(trainingId);
            answerLost ||= answer.answerLost;
            const { operation, conflict } = answer;
            if (operation !== undefined)
                return { ...known, operation };
            if (conflict === undefined)
                return await findOpener(known, toloka, answerLost);
            const { code } = conflict.facts;
            const isFinal = FINAL.includes(code);
            const isLocked = code.split('_').includes('LOCKED');
            const now = clock.now();
            repeatUntil ??= now + REPEAT_LIMIT_MS;
            const reading = toloka.tryGetTraining(trainingId);
            const [running, training] = await Promise.all([
                isFinal ? [] : toloka.listRunning(trainingId),
                reading,
            ]);
            known = { ...known, training: training ?? known.training };
            yield known;
            if (training?.status === 'ARCHIVED')
                throw addStatus(conflict, known);
            const newest = running?.find(({ id }) => id !== before.failedId);
            if (newest !== undefined)
                return { ...known, operation: newest, joined: true };
            // A locked training that reads OPEN may be closing, so OPEN counts only after 30 s of such answers.
            const isBelieved = !isLocked || now >= repeatUntil;
            if (training?.status === 'OPEN' && isBelieved)
                return await findOpener(known, toloka, answerLost);
            const end = isLocked || running === undefined ? deadline : Math.min(deadline, repeatUntil);
            if (isFinal || clock.now() >= end)
                throw addStatus(conflict, known, end === deadline && !isFinal);
            await clock.sleep(Math.min(end - clock.now(), backOff(refusals, clock.random())), signal);
        }
    }
    catch (error) {
        throw error instanceof TolokaError && answerLost ? error.with({ mayBeTaken: true }) : error;
    }
}
/** Tells who opened a training that is open now. */
async function findOpener(known, toloka, answerLost) {
    if (!answerLost)
        return { ...known, wasOpen: true };
    const operation = await toloka.findRecent(known.trainingId);
    if (operation === undefined)
        return { ...known, wasOpen: true, openerUnknown: true };
    return { ...known, operation, joined: !isEnded(operation.status) };
}
/** Adds to a refusal the status of the training, if it was read, and what to do about it. */
function addStatus(refusal, { training }, isLate = false) {
    const archived = training?.status === 'ARCHIVED' && { code: 'ARCHIVED', advice: ARCHIVED_ADVICE };
    const late = isLate && { code: 'TIMEOUT' };
    const reason = training === undefined
        ? refusal.message
        : `${refusal.message}; the training is ${training.status}`;
    return new TolokaError(isLate ? 'deadline' : 'refused', reason, { ...refusal.facts, ...archived, ...late }, refusal);
}

;// CONCATENATED MODULE: ./lib/open.js



/** How long the link to a training is worth waiting for. */
const LINK_LIMIT_MS = 1_000;
/** How long a training may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;
/**
 * Opens one training, or joins an opening that is running, follows it to its end, and checks that the training is open.
 *
 * @returns what is known after each answer; the last state has the result
 * @throws TolokaError if the training did not open
 */
async function* openTraining(trainingId, toloka, wait) {
    const { clock, deadline } = toloka.bounds;
    let state = yield* openOnce({ trainingId }, toloka, wait);
    // A joined opening may be older than the last upload or top-up, so its failure is not the answer to this step.
    if (state.joined && state.operation?.status === 'FAIL' && clock.now() < deadline) {
        const again = { trainingId, training: state.training, failedId: state.operation.id };
        yield again;
        state = yield* openOnce(again, toloka, wait);
    }
    const { operation } = state;
    if (operation?.status === 'FAIL') {
        const reading = state.training ?? toloka.tryGetTraining(trainingId);
        const [reason, training] = await Promise.all([toloka.explain(operation), reading]);
        yield { ...state, training };
        throw reason;
    }
    if (state.wasOpen || isEnded(operation?.status))
        yield* checkIsOpen(state, toloka);
    else
        yield { ...state, result: 'opening' };
}
/** Requests the opening, reads the training for its link and, if the step waits, follows the operation to its end. */
async function* openOnce(before, toloka, wait) {
    let state = yield* requestOpening(before, toloka);
    yield state;
    const { operation } = state;
    if (operation === undefined || isEnded(operation.status))
        return state;
    if (state.training === undefined) {
        state = { ...state, training: await toloka.tryGetTraining(state.trainingId, LINK_LIMIT_MS) };
        yield state;
    }
    if (!wait)
        return state;
    for await (const polled of toloka.follow(operation)) {
        state = { ...state, operation: polled };
        yield state;
    }
    return state;
}
/** Reads the training until it is open, for ten seconds. If it can't be read, Toloka's word stands. */
async function* checkIsOpen(reported, toloka) {
    const { clock, signal, deadline } = toloka.bounds;
    const until = Math.min(deadline, clock.now() + SETTLE_LIMIT_MS);
    const isSeen = reported.wasOpen && reported.training?.status === 'OPEN';
    const result = reported.wasOpen && !reported.openerUnknown ? 'already open' : 'open';
    let state = reported;
    for (;;) {
        const left = Math.max(0, until - clock.now());
        const training = await ifReadable(toloka.getTraining(state.trainingId, left));
        if (training === undefined && state === reported)
            return yield { ...state, result: isSeen ? result : 'unseen' };
        state = { ...state, training: training ?? state.training };
        if (training?.status === 'OPEN')
            return yield { ...state, result };
        yield state;
        if (clock.now() >= until) {
            const reason = `Toloka reported success, but the training is ${state.training?.status}`;
            if (until === deadline)
                throw new TolokaError('deadline', reason, { code: 'TIMEOUT' });
            throw new TolokaError('not open', reason, { code: 'NOT_OPEN' });
        }
        await clock.sleep(Math.min(SETTLE_PAUSE_MS, until - clock.now()), signal);
    }
}

;// CONCATENATED MODULE: ./lib/summary.js





const MAX_NAME = 200;
const MAX_UNFOLDED_ROWS = 10;
/** Writes the job summary, if the runner gave a file for it. @throws if it can't be written */
async function writeSummary(states, page) {
    if (!process.env.GITHUB_STEP_SUMMARY)
        return;
    const alone = states.length === 1 ? states[0] : undefined;
    const heading = describeAll(states);
    const isWaiting = states.some(({ result }) => result === 'opening');
    const mark = page.passes ? (isWaiting ? '⏳' : '✅') : '❌';
    summary
        .emptyBuffer()
        .addHeading(`${mark} ${alone ? summary_link(alone, heading) : printableHtml(heading)}`, 3);
    for (const fault of page.faults)
        addReason(fault);
    if (alone?.failure)
        addReason(alone.failure.reason);
    for (const state of alone ? [] : states) {
        if (state.failure === undefined)
            continue;
        summary.addHeading(summary_link(state, `Training ${nameTraining(state)} ${describeStanding(state)}`), 4);
        addReason(state.failure.reason);
        addSmall([state.failure.reference]);
    }
    const limits = states.some(({ result }) => result === 'would open') ? [LIMITS_OF_DRY_RUN] : [];
    addSmall([...describeStep(alone, page), ...limits]);
    if (states.length > 1)
        addTable(states, page.isDryRun);
    await summary.write();
}
const addReason = (text) => summary.addRaw(`<p><b>${printableHtml(text)}</b></p>`, true);
const addSmall = (parts) => {
    const html = parts.map((part) => printableHtml(part, MAX_NAME)).join(' · ');
    if (html !== '')
        summary.addRaw(`<p><sub>${html}</sub></p>`, true);
};
function describeStep(alone, page) {
    const { joined, result, operation, failure } = alone ?? {};
    return [
        page.isDryRun && 'dry run: nothing was opened',
        page.environment,
        page.isDryRun || page.environment === undefined ? '' : `took ${formatDuration(page.tookMs)}`,
        joined && 'joined an opening that was running',
        result === 'unseen' && 'it could not be read, so nobody saw that it is open',
        failure?.reference ?? (operation && `operation ${operation.id}`),
    ].flatMap((part) => part || []);
}
function addTable(states, isDryRun) {
    const header = ['Training', 'Result', ...(isDryRun ? [] : ['Took'])];
    const rows = states.map((state) => {
        const result = printableHtml(`${describeStanding(state)}${state.joined ? ' (joined)' : ''}`);
        return [
            summary_link(state, nameTraining(state)),
            result,
            ...(isDryRun ? [] : [formatDuration(state.tookMs ?? 0)]),
        ];
    });
    if (rows.length > MAX_UNFOLDED_ROWS)
        summary.addRaw(`<details><summary>${rows.length} trainings</summary>`, true);
    summary.addTable([header.map((data) => ({ data, header: true })), ...rows]);
    if (rows.length > MAX_UNFOLDED_ROWS)
        summary.addRaw('</details>', true);
}
const summary_link = ({ training }, text) => training?.url === undefined
    ? printableHtml(text, MAX_NAME)
    : `<a href="${printable(training.url)}">${printableHtml(text, MAX_NAME)}</a>`;

;// CONCATENATED MODULE: ./lib/toloka/answer.js


const ADVICE = new Map([
    ['NOT_ENOUGH_BALANCE', 'top up the account'],
    ['EMPTY_POOL', 'upload tasks first'],
]);
const CHECK_API = 'check that this is the API of Toloka';
// 501 says that the request is not implemented. Proxies and networks in between have many more statuses from 500 on.
const isTransient = (status) => [408, 425, 429].includes(status) || (status >= 500 && status !== 501);
/** Takes what there is of `code`, `message` and `request_id`; any of them can be missing (Toloka's documentation). */
function parseProblem(json) {
    const { code, message, request_id: requestId } = isRecord(json) ? json : {};
    const texts = [code, message].flatMap((part) => parseText(part) ?? []);
    return {
        code: parseText(code),
        text: shorten(texts.join(': ')) || undefined,
        requestId: parseId(requestId),
    };
}
/**
 * Accepts any 2xx.
 *
 * @param host of the API, for the advice
 * @param mayPass whether another try may be answered better, whatever the status
 * @throws TolokaError: transient if another try may be answered better; refused; permanent for a redirect, which would take
 *   the token to another place
 */
function assertOk(answer, host, mayPass) {
    const { status, headers, json } = answer;
    if (status >= 200 && status < 300)
        return;
    if (status >= 300 && status < 400 && headers.location !== undefined) {
        const reason = `HTTP ${status} redirects to ${headers.location}, but the token is not sent on`;
        throw new TolokaError('permanent', reason, { code: 'NOT_TOLOKA', advice: CHECK_API });
    }
    const { code = 'REFUSED', text, requestId } = parseProblem(json);
    const reason = text === undefined ? `HTTP ${status}` : `${text} (HTTP ${status})`;
    if (mayPass || isTransient(status)) {
        // Whoever answers with 429 has not looked at the request.
        const mayBeTaken = status !== 429;
        const retryAfterMs = readRetryAfter(headers, status === 429 && isRecord(json) ? json.payload : undefined);
        const facts = {
            code: text === undefined ? 'NOT_TOLOKA' : code,
            status,
            requestId,
            mayBeTaken,
            retryAfterMs,
        };
        throw new TolokaError('transient', reason, facts);
    }
    const check = adviseOn(status, host);
    if (text !== undefined) {
        throw new TolokaError('refused', reason, {
            code,
            status,
            requestId,
            advice: ADVICE.get(code) ?? check,
        });
    }
    const advice = `a proxy or a firewall may have given it${check === undefined ? '' : `; if not, ${check}`}`;
    const strange = `${reason} with an answer that is not Toloka's (${describeBody(answer)})`;
    throw new TolokaError('refused', strange, { code: 'NOT_TOLOKA', status, advice });
}
function adviseOn(status, host) {
    const belongs = `belongs to this environment (${host})`;
    if (status === 401 || status === 403)
        return `check that the token is valid and ${belongs}`;
    return status === 404
        ? `check that the id is right, ${belongs}, and is that of a training, not of a pool`
        : undefined;
}
/** The error for a 2xx answer of the wrong shape, such as a proxy's page. Toloka may have taken the request. */
function createShapeError(answer, wanted) {
    const { code = 'NOT_TOLOKA', text } = parseProblem(answer.json);
    const got = answer.json === undefined ? 'no JSON' : 'JSON of another shape';
    const reason = `${got} instead of ${wanted} (${text ?? describeBody(answer)})`;
    return new TolokaError('transient', reason, { code, mayBeTaken: true });
}
function describeBody({ headers }) {
    const { 'content-type': type = 'no content type', 'content-encoding': encoding = 'identity' } = headers;
    return encoding === 'identity' ? type : `${type}, ${encoding} although nobody asked for it`;
}
// Toloka's names for the interval of a quota. toloka-kit reads them from the payload of a 429.
const INTERVALS_MS = new Map([
    ['MIN', 60_000],
    ['HOUR', 3_600_000],
    ['DAY', 86_400_000],
]);
// The three forms of a date in RFC 9110, 5.6.7: the usual one, RFC 850 and asctime, which names no zone but means GMT.
const HTTP_DATE = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;
/**
 * How long a server asks to wait: by the header `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) or, without one, by
 * the `payload.interval` of Toloka's 429. A date counts from the answer's own `Date`, since the machine's clock may be wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
function readRetryAfter(headers, payload) {
    const text = headers['retry-after'] ?? '';
    if (/^\d+(\.\d+)?$/.test(text))
        return Number(text) * 1_000;
    const until = HTTP_DATE.test(text)
        ? Date.parse(text)
        : ASCTIME.test(text)
            ? Date.parse(`${text} GMT`)
            : Number.NaN;
    if (!Number.isNaN(until))
        return Math.max(0, until - Date.parse(String(headers.date))) || 0;
    return INTERVALS_MS.get(isRecord(payload) ? payload.interval : undefined) ?? 0;
}

;// CONCATENATED MODULE: ./lib/toloka/api.js




const TRY_LIMIT_MS = 30_000;
const OPTIONAL_TRY_LIMIT_MS = 5_000;
/** How long after the deadline a step may still look: half of it is for the last poll, half for what follows from it. */
const GRACE_MS = 1_800;
/** How long a host that was never reached, or an operation that Toloka has just made, may be unknown. */
const UNKNOWN_LIMIT_MS = 30_000;
const FIRST_BACK_OFF_THROTTLED_MS = 1_000;
const DAY_MS = 86_400_000;
/**
 * Everything between a call and a single try: time limits, back-off, and what an error must know. A request is tried until it
 * is answered, and throws a TolokaError of any kind but transient.
 */
function createApi({ apiUrl, clock, signal, deadline, onTry, onRetry }, send) {
    let wasReached = false;
    const tryUntilAnswered = async (method, path, wanted, options) => {
        const { withinMs = Number.POSITIVE_INFINITY, isPoll = false } = options;
        const isOptional = Number.isFinite(withinMs);
        const request = `${method} ${path}`;
        const until = Math.min(deadline, clock.now() + withinMs);
        const tryLimitMs = isOptional ? OPTIONAL_TRY_LIMIT_MS : TRY_LIMIT_MS;
        let answerLost = false;
        let unknownSince;
        try {
            for (let failures = 1;; failures += 1) {
                const startedAt = clock.now();
                const endsAt = Math.min(startedAt + tryLimitMs, Math.max(until, startedAt + GRACE_MS / 2), deadline + GRACE_MS);
                try {
                    const answer = await send(method, path, Math.max(1, endsAt - startedAt), signal);
                    wasReached = true;
                    // Toloka's servers can lag, so they may not know a new operation.
                    assertOk(answer, apiUrl.host, isPoll && answer.status === 404);
                    const value = wanted.parse(answer);
                    if (value === undefined)
                        throw createShapeError(answer, wanted.name);
                    onTry(request, `HTTP ${answer.status}`);
                    return { value, answerLost };
                }
                catch (error) {
                    onTry(request, error instanceof Error ? error.message : String(error));
                    if (!(error instanceof TolokaError) || error.kind !== 'transient')
                        throw error;
                    const { retryAfterMs = 0, hostUnknown = false, status } = error.facts;
                    answerLost ||= error.facts.mayBeTaken === true;
                    const now = clock.now();
                    const isUnknown = (hostUnknown && !wasReached) || status === 404;
                    unknownSince = isUnknown ? (unknownSince ?? now) : undefined;
                    const lastTryAt = Math.min(until, (unknownSince ?? Number.POSITIVE_INFINITY) + UNKNOWN_LIMIT_MS);
                    // A poll that began before the deadline is followed by one more after it.
                    if ((isPoll ? startedAt : now) >= lastTryAt)
                        throw giveUp(error, lastTryAt < until);
                    const timeTo = (moment) => Math.max(0, moment - now);
                    if (!isOptional && now < until && retryAfterMs > timeTo(until))
                        throw refuseToWait(error, retryAfterMs);
                    if (!isOptional)
                        onRetry(request, failures, error);
                    const pause = backOff(failures, clock.random(), status === 429 ? FIRST_BACK_OFF_THROTTLED_MS : undefined);
                    await clock.sleep(Math.min(timeTo(lastTryAt), Math.max(retryAfterMs, pause)), signal);
                }
            }
        }
        catch (error) {
            if (!(error instanceof TolokaError))
                throw error;
            // A reading has no effect that could be lost.
            throw error.with({
                request,
                mayBeTaken: method === 'POST' && (answerLost || error.facts.mayBeTaken === true),
            });
        }
    };
    return {
        /** @returns also whether an answer to an earlier try was lost, so that this answer may describe what that try did */
        post: (path, wanted) => tryUntilAnswered('POST', path, wanted, {}),
        async get(path, wanted, options = {}) {
            return (await tryUntilAnswered('GET', path, wanted, options)).value;
        },
    };
}
const giveUp = (fault, wasUnknown) => wasUnknown
    ? new TolokaError('permanent', `${fault.message}, for ${formatDuration(UNKNOWN_LIMIT_MS)}`, fault.facts, fault)
    : new TolokaError('deadline', fault.message, { ...fault.facts, code: 'TIMEOUT' }, fault);
function refuseToWait(fault, retryAfterMs) {
    const wait = retryAfterMs > DAY_MS ? 'more than a day' : formatDuration(retryAfterMs);
    const reason = `${fault.message}; it asks to wait ${wait}, longer than the timeout allows`;
    return new TolokaError('permanent', reason, fault.facts, fault);
}

;// CONCATENATED MODULE: ./lib/toloka/lookup.js


const OPENING_TYPE = 'TRAINING.OPEN';
/** The most that Toloka lists at once. */
const LIMIT = '500';
const RUNNING_LIMIT_MS = 5_000;
const RECENT_LIMIT_MS = 30_000;
/** How far the clocks behind `Date` and `submitted` may differ. */
const CLOCK_SKEW_MS = 60_000;
/** Finds openings in Toloka's list of operations, which has no filter by training. */
function createLookup(api, clock) {
    const began = clock.now();
    let running;
    /** Lists the newest openings. `since` is a minute before the step began, by Toloka's clock; NaN if the answer has no `Date`. */
    const list = (query, withinMs) => {
        const search = new URLSearchParams({
            type: OPENING_TYPE,
            sort: '-submitted',
            limit: LIMIT,
            ...query,
        });
        const parse = (answer) => {
            const operations = parseOperations(answer);
            const since = Date.parse(answer.headers.date ?? '') - (clock.now() - began) - CLOCK_SKEW_MS;
            return operations && { operations, since };
        };
        return api.get(`/operations?${search}`, { name: 'a list of operations', parse }, { withinMs });
    };
    const readRunning = async () => {
        // An operation goes from PENDING to RUNNING, never back: asked in this order, none slips through.
        const pending = await list({ status: 'PENDING' }, RUNNING_LIMIT_MS);
        const { operations } = await list({ status: 'RUNNING' }, RUNNING_LIMIT_MS);
        return [...pending.operations, ...operations].filter(({ status }) => !isEnded(status));
    };
    return {
        /** The openings of a training that are running, newest first; undefined if the list can't be read. */
        async listRunning(trainingId) {
            // Many trainings may ask at the same time, so they share a reading.
            running ??= readRunning().finally(() => {
                running = undefined;
            });
            return selectOpenings(await ifReadable(running), trainingId);
        },
        /** The newest that this step may have submitted and that has not failed; undefined if there is none or no list. */
        async findRecent(trainingId) {
            const { operations, since = 0 } = (await ifReadable(list({}, RECENT_LIMIT_MS))) ?? {};
            const isOurs = ({ submitted = 0, status }) => submitted >= since && status !== 'FAIL';
            return selectOpenings(operations, trainingId)?.find(isOurs);
        },
    };
}
const selectOpenings = (operations, id) => operations
    ?.filter(({ type, trainingId }) => type === OPENING_TYPE && trainingId === id)
    .sort((a, b) => (b.submitted ?? 0) - (a.submitted ?? 0));

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
var external_node_http_default = /*#__PURE__*/__nccwpck_require__.n(external_node_http_namespaceObject);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_default = /*#__PURE__*/__nccwpck_require__.n(external_node_https_namespaceObject);
;// CONCATENATED MODULE: ./lib/toloka/agent.js




const OPTIONS = {
    keepAlive: true,
    // Two for each training that a step can have, since a request that waits for a connection would lose its time.
    maxSockets: 200,
    // Said explicitly, since NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default.
    rejectUnauthorized: true,
    // Node gives each address of a host 250 ms, which is too short for a long way.
    autoSelectFamilyAttemptTimeout: 5_000,
};
/**
 * The proxy for an API: that of `https_proxy`, unless `no_proxy` has the API's host; undefined if there is none.
 *
 * @throws TolokaError (permanent) if `https_proxy` is not a usable URL, or if this Node can't open a tunnel
 */
function findProxy(apiUrl) {
    const text = process.env.https_proxy || process.env.HTTPS_PROXY;
    // As in curl, `.toloka.dev` in no_proxy means toloka.dev too.
    const child = `https://any.${apiUrl.host}`;
    const isBypassed = checkBypass(apiUrl) || (URL.canParse(child) && checkBypass(new URL(child)));
    // An API without encryption is on loopback.
    if (!text || apiUrl.protocol === 'http:' || isBypassed)
        return undefined;
    const url = parseProxy(text);
    if (url === undefined) {
        const advice = 'write it as http://user:password@proxy.example:3128, with special characters percent-encoded';
        throw agent_refuse('https_proxy is not a usable URL (not shown, since it may hold a password)', advice);
    }
    // An older Node ignores `proxyEnv`: it would go around the proxy without a word.
    if (process.versions.node.localeCompare('24.5', 'en', { numeric: true }) < 0) {
        throw agent_refuse(`https_proxy needs Node 24.5, and this is ${process.version}`, 'update the runner to 2.328.0 or later');
    }
    return url;
}
const agent_refuse = (reason, advice) => new TolokaError('permanent', reason, { code: 'NOT_REACHED', advice });
function parseProxy(text) {
    try {
        // A percent sign that escapes nothing stands for itself, as for GitHub's runner. Node's agent would refuse it.
        const url = new URL(text.replace(/%(?![\da-f]{2})/gi, '%25'));
        decodeURIComponent(url.username + url.password);
        // If a password has one of / \ ? # in it, a part of the password would become the host.
        return /^https?:$/.test(url.protocol) && url.pathname === '/' && !/^\s|[?#]/.test(text)
            ? url
            : undefined;
    }
    catch {
        return undefined;
    }
}
/** The connections to an API: kept alive, with TLS or without, and through tunnels if there is a proxy (Node, since 24.5). */
function createAgent(apiUrl, proxy) {
    if (apiUrl.protocol === 'http:')
        return new (external_node_http_default()).Agent(OPTIONS);
    return new (external_node_https_default()).Agent({ ...OPTIONS, ...(proxy && { proxyEnv: { https_proxy: proxy.href } }) });
}

;// CONCATENATED MODULE: ./lib/toloka/request.js







const MAX_BODY_BYTES = 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const UNANSWERED = { code: 'NOT_REACHED', mayBeTaken: true };
/** Codes of Node for a request that can't have arrived. */
const NOT_ARRIVED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_PROXY_TUNNEL|ERR_SSL_WRONG_VERSION_NUMBER)$/;
/** Codes for a certificate that is not trusted: OpenSSL's names, and Node's own for a wrong host. */
const UNTRUSTED = /^(?!ERR_SSL).*(CERT|SIGNATURE|CRL)|^INVALID_|_TOO_(SMALL|WEAK)$|^UNSPECIFIED$/;
/** The way to one API. It follows no redirect. @throws TolokaError (permanent) if `https_proxy` can't be used */
function createSend(apiUrl, authorization, clock) {
    const proxy = findProxy(apiUrl);
    const agent = createAgent(apiUrl, proxy);
    const headers = {
        accept: 'application/json',
        'accept-encoding': 'identity',
        authorization: authorization.header,
        'content-type': 'application/json',
    };
    // HttpClient leaves the brackets of an IPv6 address.
    const host = apiUrl.hostname.replace(/[[\]]/g, '');
    const exchange = async (method, url, signal) => {
        const handler = {
            prepareRequest: (options) => Object.assign(options, { agent, host, signal }),
            canHandleAuthentication: () => false,
            handleAuthentication: () => Promise.reject(new Error('never called')),
        };
        const client = new lib_HttpClient('open-toloka-training', [handler], { allowRedirects: false });
        const { message } = await (method === 'GET'
            ? client.get(url, headers)
            : client.post(url, '', headers));
        const { statusCode: status = 0 } = message;
        return {
            status,
            headers: message.headers,
            json: parseJson(await readBody(message, status >= 300)),
        };
    };
    return async (method, path, limitMs, cancel) => {
        if (cancel.aborted)
            throw createCancelledError();
        const failed = new AbortController();
        const ended = new AbortController();
        const timeOut = async () => {
            await clock.sleep(limitMs, AbortSignal.any([cancel, ended.signal]));
            const reason = `no whole answer within ${formatDuration(limitMs)}`;
            throw new TolokaError('transient', reason, {
                ...UNANSWERED,
                advice: adviseIfUnreachable(apiUrl),
            });
        };
        try {
            // The request alone can't end at its time limit: if it has no socket yet, it says nothing when it is aborted.
            const signal = AbortSignal.any([cancel, failed.signal]);
            return await Promise.race([exchange(method, apiUrl.href + path, signal), timeOut()]);
        }
        catch (error) {
            failed.abort();
            // What made this connection fall silent may have hit those that are idle, too.
            for (const sockets of Object.values(agent.freeSockets))
                for (const socket of sockets ?? [])
                    socket.destroy();
            if (cancel.aborted)
                throw createCancelledError(error).with({ mayBeTaken: mayHaveArrived(codeOf(error)) });
            throw error instanceof TolokaError ? error : describeFault(error, apiUrl, proxy);
        }
        finally {
            ended.abort();
        }
    };
}
/** Reads a body up to its cap. An error that is cut or too large counts as empty: its status says enough. */
async function readBody(message, isError) {
    const chunks = [];
    let received = 0;
    try {
        for await (const chunk of message) {
            received += chunk.length;
            if (received > (isError ? MAX_ERROR_BYTES : MAX_BODY_BYTES)) {
                const facts = { code: 'NOT_TOLOKA', mayBeTaken: true, advice: CHECK_API };
                throw new TolokaError('permanent', 'the answer is larger than 1 MiB', facts);
            }
            chunks.push(chunk);
        }
        return new TextDecoder().decode(Buffer.concat(chunks));
    }
    catch (error) {
        if (isError)
            return '';
        if (error instanceof TolokaError)
            throw error;
        const reason = `the answer was cut after ${received} bytes (${codeOf(error)})`;
        throw new TolokaError('transient', reason, UNANSWERED, error);
    }
}
const codeOf = (error) => String((isRecord(error) && error.code) || 'no code');
const mayHaveArrived = (code) => !NOT_ARRIVED.test(code) && !UNTRUSTED.test(code);
/** The error for a request that got no answer: permanent if the certificate is not trusted or the proxy wants a login. */
function describeFault(error, apiUrl, proxy) {
    const code = codeOf(error);
    if (code === 'ERR_PROXY_TUNNEL')
        return describeRefusedTunnel(error, proxy);
    const facts = { code: 'NOT_REACHED', mayBeTaken: mayHaveArrived(code) };
    if (UNTRUSTED.test(code)) {
        const whose = proxy?.protocol === 'https:'
            ? `${apiUrl.hostname} or of proxy ${proxy.host}`
            : apiUrl.hostname;
        const reason = `the certificate of ${whose} is not trusted (${code}), so this request was not sent`;
        const advice = 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS';
        return new TolokaError('permanent', reason, { ...facts, advice }, error);
    }
    // Through a proxy, it is the proxy that can't be reached.
    const label = proxy !== undefined && NOT_ARRIVED.test(code) ? `proxy ${proxy.host}: ` : '';
    const hostUnknown = code === 'ENOTFOUND';
    const isNameless = hostUnknown && label === '';
    const reason = isNameless ? `${apiUrl.hostname} not found` : label + nameFault(error);
    const checkName = isNameless
        ? 'check its name, and whether this machine can look it up'
        : undefined;
    const advice = label === '' ? (adviseIfUnreachable(apiUrl) ?? checkName) : undefined;
    return new TolokaError('transient', reason, { ...facts, hostUnknown, advice }, error);
}
/** The error has no cause: in Node 24.5.0, the message of Node's own error holds the password of the proxy. */
function describeRefusedTunnel(error, proxy) {
    const status = isRecord(error) ? Number(error.statusCode) : 0;
    const reason = `proxy ${proxy?.host}: ${status > 0 ? `HTTP ${status}` : 'no answer to CONNECT'}`;
    if (status !== 407)
        return new TolokaError('transient', reason, { code: 'NOT_REACHED' });
    const advice = proxy?.username || proxy?.password
        ? 'the proxy did not accept the login in https_proxy; only Basic is supported'
        : 'set the user name and the password of the proxy in https_proxy';
    return new TolokaError('permanent', reason, { code: 'NOT_REACHED', advice });
}
/** A host with several addresses fails with an error for each. */
function nameFault(error) {
    if (error instanceof AggregateError)
        return error.errors.map(nameFault).join(', ');
    // OpenSSL's own messages are long, and its reason says enough.
    const { code = '', reason, message } = isRecord(error) ? error : {};
    const text = String(reason ?? message);
    return text.includes(String(code)) ? text : `${text} (${code})`;
}

;// CONCATENATED MODULE: ./lib/toloka/client.js








const OPTIONAL = { withinMs: 5_000 };
const client_MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/** The least pause between polls for each training of the step, so that many trainings stay far below Toloka's limit. */
const PAUSE_FOR_EACH_MS = 10;
/**
 * The calls of Toloka's requester API that this action makes. They throw a TolokaError of any kind but transient.
 *
 * @throws TolokaError (permanent) if `https_proxy` can't be used
 */
function createToloka(options) {
    const { apiUrl, authorization, clock, signal, deadline, trainings } = options;
    const api = createApi(options, createSend(apiUrl, authorization, clock));
    const getTraining = (id, withinMs) => {
        const wanted = {
            name: 'a training',
            parse: (answer) => parseTraining(answer, id, apiUrl),
        };
        return api.get(trainingPath(id), wanted, { withinMs });
    };
    return {
        bounds: { clock, signal, deadline },
        ...createLookup(api, clock),
        getTraining,
        tryGetTraining: (id, withinMs = OPTIONAL.withinMs) => ifReadable(getTraining(id, withinMs)),
        /**
         * @returns the operation that opens the training, or the 409 that refuses it, or neither if the training is open already.
         *   Also whether the answer to an earlier try was lost, so that this one may describe what that try did
         */
        async open(id) {
            try {
                const { value, answerLost } = await api.post(`${trainingPath(id)}/open`, AN_OPENING);
                return { ...value, answerLost };
            }
            catch (error) {
                if (!(error instanceof TolokaError) || error.facts.status !== 409)
                    throw error;
                return { conflict: error, answerLost: error.facts.mayBeTaken === true };
            }
        },
        /** Polls an operation until it has ended, and yields it after each poll. The last poll starts at the deadline. */
        async *follow(operation) {
            const { id } = operation;
            const parse = ({ json }) => {
                const polled = parseOperation(json);
                return polled?.id === id ? polled : undefined;
            };
            const began = clock.now();
            for (let current = operation; !isEnded(current.status);) {
                const left = Math.max(0, deadline - clock.now());
                if (left === 0 && current !== operation)
                    throw new TolokaError('deadline', '', { code: 'TIMEOUT' });
                await clock.sleep(Math.min(left, pauseAfter(clock.now() - began, trainings)), signal);
                current = await api.get(operationPath(id), { name: `operation ${id}`, parse }, { isPoll: true });
                yield current;
            }
        },
        /** The error for an operation that failed: what its log says, and its details if they say more. */
        async explain({ id, details }) {
            const wanted = { name: 'the log of an operation', parse: parseLog };
            return explainFail(details, await ifReadable(api.get(`${operationPath(id)}/log`, wanted, OPTIONAL)));
        },
    };
}
const trainingPath = (id) => `/trainings/${encodeURIComponent(id)}`;
const operationPath = (id) => `/operations/${encodeURIComponent(id)}`;
const AN_OPENING = {
    name: 'an operation',
    // A training that is open already is answered with 204, without a body (Toloka's documentation).
    parse({ status, json }) {
        const operation = parseOperation(json);
        return status === 204 ? {} : operation && { operation };
    },
};
/** The milliseconds before the next poll: a tenth of the wait so far, so the delay stays proportional to the wait. */
const pauseAfter = (waitedMs, trainings) => Math.max(trainings * PAUSE_FOR_EACH_MS, Math.min(MAX_PAUSE_MS, Math.max(client_MIN_PAUSE_MS, waitedMs / 10)));
function explainFail(details, log) {
    const logged = (log ?? []).map(({ output }) => parseProblem(output));
    const detail = parseProblem(details);
    const isSame = ({ code, text }) => text === detail.text || (code !== undefined && code === detail.code);
    const problems = logged.some(isSame) ? logged : [...logged, detail];
    const reason = problems.flatMap(({ text }) => text ?? []).join('; ');
    const raw = details ?? (log?.length ? log : undefined);
    const noReason = log === undefined ? ", and its log can't be read" : ', and its log gives no reason';
    const rest = raw === undefined ? noReason : `: ${stringify(raw)}`;
    const code = problems.find((problem) => problem.code)?.code ?? 'OPERATION_FAILED';
    const requestId = problems.find((problem) => problem.requestId)?.requestId;
    const advice = problems.flatMap((problem) => ADVICE.get(problem.code) ?? [])[0];
    return new TolokaError('not open', reason || `the operation failed${rest}`, {
        code,
        requestId,
        advice,
    });
}

;// CONCATENATED MODULE: ./lib/step.js












/**
 * Runs the step: opens all trainings until the deadline or a cancellation, and reports however that ends.
 *
 * @param signal aborts if the workflow is cancelled
 * @returns whether all went well; it never throws
 */
async function runStep(signal, clock = systemClock) {
    const began = clock.now();
    const ending = await work(signal, clock, began);
    return await conclude(ending, clock.now() - began);
}
async function work(signal, clock, began) {
    try {
        const inputs = readInputs();
        const states = await openAll(inputs, { clock, signal, deadline: began + inputs.timeoutMs }, began);
        const isLate = signal.aborted && states.every(({ failure }) => failure === undefined);
        return {
            inputs,
            states,
            faults: isLate ? ['the workflow was cancelled after all was done'] : [],
        };
    }
    catch (error) {
        return {
            states: [],
            faults: error instanceof InputError ? error.problems : [describeError(error)],
        };
    }
}
/** Works on all trainings side by side. Those that fail do not stop the others. */
async function openAll(inputs, bounds, began) {
    const { trainingIds, dryRun, wait, timeoutMs, apiUrl, authorization } = inputs;
    const elapsed = () => bounds.clock.now() - began;
    const log = createLog(timeoutMs, elapsed);
    const toloka = createToloka({
        ...bounds,
        apiUrl,
        authorization,
        trainings: trainingIds.length,
        onTry: (request, outcome) => report_debug(`${request}: ${outcome} (after ${formatDuration(elapsed())})`),
        onRetry(request, failures, { message }) {
            const text = `${request} failed ${failures} times in a row, still trying: ${message}`;
            if (failures === 3)
                log.warnOnce(text, 'a request fails');
        },
    });
    const what = trainingIds.length === 1 ? `training ${trainingIds[0]}` : `${trainingIds.length} trainings`;
    const doing = dryRun ? `dry run: reading ${what}` : `opening ${what}`;
    report_info(`${doing} (${nameEnvironment(apiUrl)}), for at most ${formatDuration(timeoutMs)}`);
    let states = trainingIds.map((trainingId) => ({ trainingId }));
    const openOne = async (trainingId, index) => {
        let state = { trainingId };
        const become = (next) => {
            states = states.with(index, next);
            log.show(state, next, states);
            if (next.operation?.id !== state.operation?.id)
                saveOperationIds(states);
            state = next;
        };
        try {
            const updates = dryRun
                ? rehearse(trainingId, toloka)
                : openTraining(trainingId, toloka, wait);
            for await (const next of updates)
                become(next);
        }
        catch (error) {
            become({ ...state, failure: describeFailure(error, state, inputs) });
        }
        become({ ...state, tookMs: elapsed() });
    };
    await Promise.all(trainingIds.map(openOne));
    if (states.length > 1)
        report_info(describeAll(states));
    if (dryRun)
        report_info('dry run: nothing was opened');
    if (states.some(({ result }) => result === 'would open'))
        report_info(`note that ${LIMITS_OF_DRY_RUN}`);
    return states;
}
/** Writes outputs, job summary and the one error. @returns whether the step passes */
async function conclude({ inputs, states, faults: stepFaults }, tookMs) {
    const failures = states.flatMap(({ trainingId, failure }) => {
        if (failure === undefined)
            return [];
        const { reason, reference } = failure;
        const texts = states.length > 1 ? [`training ${trainingId}: ${reason}`] : [reason, reference];
        return texts.filter((text) => text !== '');
    });
    // Success is proven, so it is not enough that nothing went wrong.
    const isProven = states.length > 0 && states.every(({ result }) => result !== undefined);
    const isExplained = isProven || stepFaults.length + failures.length > 0;
    const faults = isExplained ? stepFaults : ['the step ended without a result'];
    const unwritten = await tryToWrite('outputs', () => setOutputs(states, [...faults, ...failures]));
    const allFaults = [...faults, ...unwritten];
    const reasons = [...allFaults, ...failures];
    const passes = reasons.length === 0;
    const environment = inputs && nameEnvironment(inputs.apiUrl);
    const page = {
        passes,
        faults: allFaults,
        environment,
        isDryRun: inputs?.dryRun === true,
        tookMs,
    };
    for (const text of await tryToWrite('job summary', () => writeSummary(states, page)))
        report_warning(text);
    if (passes)
        return true;
    const failsByItself = failures.length === 0 && states.length > 0;
    fail(`${describeAll(states)}${failsByItself ? ', but the step failed' : ''}`, reasons);
    return false;
}
/** Writes something. @returns what is wrong if it can't be written */
async function tryToWrite(name, write) {
    try {
        await write();
        return [];
    }
    catch (error) {
        return [`the ${name} can't be written: ${describeError(error)}`];
    }
}

;// CONCATENATED MODULE: ./lib/index.js


// The step fails until success is proven, even if a promise never settles.
process.exitCode = 1;
ignoreBrokenOutput();
// These handlers stay until the end, so that a second signal can't end the process before it has reported.
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK']) {
    process.on(signal, () => cancel.abort(signal));
}
async function run() {
    const passed = await runStep(cancel.signal);
    await flush();
    return process.exit(passed ? 0 : 1);
}
// Not awaited: a bundle with top-level await is a fifth larger, and starts later.
void run();

})();

module.exports = __webpack_exports__;
/******/ })()
;