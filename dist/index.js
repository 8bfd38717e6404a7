/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 188:
/***/ ((module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__nccwpck_require__.r(__webpack_exports__);
/* harmony import */ var _step_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(83);

// The step fails until success is proven, even if a promise never settles.
process.exitCode = 1;
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => cancel.abort(signal));
if (await (0,_step_js__WEBPACK_IMPORTED_MODULE_0__/* .runStep */ .e)(cancel.signal))
    process.exitCode = 0;
// Everything is said. A tunnel that a proxy never answers or a name look-up may still hold the process, and the latter
// even holds process.exit() for as long as the resolver likes.
setTimeout(() => (process.exitCode === 0 ? process.exit() : process.kill(process.pid, 'SIGKILL')), 250).unref();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 83:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ runStep)
});

;// CONCATENATED MODULE: ./lib/duration.js
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/**
 * Reads `90` (seconds), `90s`, `10m` or `1h30m`.
 *
 * @returns milliseconds; undefined if the text is none of these
 */
function parseDuration(text) {
    const [matched, hours = '0', minutes = '0', seconds = '0'] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
    if (matched === undefined)
        return undefined;
    return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
}
/** Writes milliseconds as `10m`, `1h30m`, `3s` or, below a minute, `1.2s`. */
function formatDuration(ms) {
    const tenths = Math.round(ms / 100);
    if (tenths < 600)
        return `${tenths / 10}s`;
    const seconds = Math.round(ms / SECOND_MS);
    const parts = { h: Math.floor(seconds / 3_600), m: Math.floor(seconds / 60) % 60, s: seconds % 60 };
    const texts = Object.entries(parts).map(([unit, count]) => (count > 0 ? `${count}${unit}` : ''));
    return texts.join('');
}

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
// EXTERNAL MODULE: ./tools/build/stand-ins/tunnel.cjs
var tunnel = __nccwpck_require__(230);
;// CONCATENATED MODULE: ./tools/build/stand-ins/undici.js
/**
 * Stands in for undici in the bundle. `@actions/http-client` imports it only for `getAgentDispatcher()`, which this action
 * never calls. undici itself would be four fifths of the bundle and a third of the start-up.
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
                tunnelAgent = overHttps ? tunnel/* httpsOverHttps */.vX : tunnel/* httpsOverHttp */.I9;
            }
            else {
                tunnelAgent = overHttps ? tunnel/* httpOverHttps */.aQ : tunnel/* httpOverHttp */.xj;
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
const secrets = new Set();
/** Masks a secret in the log and in every text that goes through `printable`, in its base64 and URL forms too. */
function hide(secret) {
    const base64 = Buffer.from(secret).toString('base64');
    const url = encodeURIComponent(secret);
    const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
    for (const form of [secret, base64, base64.replace(/=+$/, ''), url, lowerUrl]) {
        if (form === '' || secrets.has(form))
            continue;
        secrets.add(form);
        core_setSecret(form);
    }
}
/**
 * Makes any text safe to print on a line. It hides secrets, cuts out the middle of a long text, and makes visible what
 * could end the line, move the cursor, turn the text round or start a workflow command.
 *
 * The runner finds a command at `::` at the start of a line after white space, and at `##[` anywhere (its source).
 *
 * @param limit the most characters
 */
function printable(text, limit = MAX_LINE) {
    const visible = [...secrets]
        .sort((a, b) => b.length - a.length)
        .reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, toEscape)
        .replace(/^(\p{Zs}*)::/u, '$1\\::')
        .replaceAll('##[', '##\\[');
    if (visible.length <= limit)
        return visible;
    const start = visible.slice(0, Math.ceil(limit * 0.7) - 1);
    const end = visible.slice(visible.length - Math.floor(limit * 0.3));
    return `${start}…${end}`.toWellFormed();
}
const toEscape = (character) => NAMED_ESCAPES.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
const NAMED_ESCAPES = new Map(Object.entries({ '\n': '\\n', '\r': '\\r', '\t': '\\t' }));
/** The same for the job summary, with Markdown and HTML made inert too; `-` for no text. */
const printableHtml = (text) => printable(text ?? '', MAX_FIELD).replace(/[^A-Za-z0-9 .,-]/gu, (character) => `&#${character.codePointAt(0)};`) ||
    '-';

;// CONCATENATED MODULE: ./lib/toloka/authorization.js
// The characters of a bearer token (RFC 6750, 2.1). They need no escape in a header.
const TOKEN = /^[\w.~+/-]+=*$/;
/**
 * Takes an OAuth token or an API key, with or without its type before it.
 *
 * Both official clients (toloka-kit, toloka-java-sdk) detect an API key alike: exactly two dots, the first one at index
 * 22 to 24. Only the Java client also takes `OAuth …` and `ApiKey …`.
 *
 * @returns undefined if the text is neither
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

;// CONCATENATED MODULE: ./lib/toloka/environment.js
/** Toloka's environments: the API of each, and the site with its pages for people (Toloka's documentation). */
const ENVIRONMENTS = {
    production: { apiUrl: 'https://toloka.dev/api/v1', site: 'https://platform.toloka.ai' },
    sandbox: { apiUrl: 'https://sandbox.toloka.dev/api/v1', site: 'https://platform.sandbox.toloka.ai' },
};
const isEnvironment = (name) => Object.hasOwn(ENVIRONMENTS, name);
const hasApi = (environment, apiUrl) => new URL(ENVIRONMENTS[environment].apiUrl).origin === apiUrl.origin;
/** Names the API at `apiUrl`: the environment and, if the host is not the environment's own, the host. */
const nameEnvironment = (environment, apiUrl) => hasApi(environment, apiUrl) ? environment : `${environment}, ${apiUrl.host}`;
/** The URL of a training's page for people; undefined if the API's host has no known pages. */
function trainingPage(apiUrl, projectId, trainingId) {
    const environment = ['production', 'sandbox'].find((name) => hasApi(name, apiUrl));
    if (environment === undefined)
        return undefined;
    const path = `${encodeURIComponent(projectId)}/training/${encodeURIComponent(trainingId)}`;
    return `${ENVIRONMENTS[environment].site}/requester/project/${path}`;
}
/** A hint to append if the host can't be reached; empty if there is none. */
const hintIfUnreachable = (apiUrl) => hasApi('sandbox', apiUrl)
    ? "; toloka-kit's reference says that the sandbox is unavailable since July 1, 2024: use production"
    : '';

;// CONCATENATED MODULE: ./lib/toloka/errors.js
/** What a call to Toloka can end with instead of a result. The message is the reason. */
class TolokaError extends Error {
    /** Whether Toloka may have taken this request, or an earlier try of it, although no answer says so. */
    answerLost;
    /** The request that failed, such as `POST /trainings/21/open`; empty if no request did. */
    request = '';
    /** Toloka's id of the failed request, which its support asks for. */
    requestId;
    /** What to do, if that is known. */
    advice;
    constructor(message, { answerLost = false, requestId, advice, cause } = {}) {
        super(message, { cause });
        this.answerLost = answerLost;
        this.requestId = requestId;
        this.advice = advice;
    }
}
/** A try failed, but another one may succeed. */
class TransientError extends TolokaError {
    name = 'TransientError';
    /** What went wrong: an answer came, a 429 came, no whole answer came, or the host has no address. */
    fault;
    /** Milliseconds that the server asks to wait; 0 if it asks for nothing. */
    retryAfterMs;
    constructor(message, details) {
        super(message, details);
        this.fault = details.fault;
        this.retryAfterMs = details.retryAfterMs ?? 0;
    }
}
/** A try failed, and waiting does not help: an untrusted certificate, a redirect. */
class PermanentError extends TolokaError {
    name = 'PermanentError';
}
/** The body of an answer is over the cap. */
class TooLargeError extends PermanentError {
    name = 'TooLargeError';
}
/** Toloka refused the request. */
class RefusedError extends TolokaError {
    name = 'RefusedError';
    /** The HTTP status. */
    status;
    /** Toloka's code, such as `EMPTY_POOL`. */
    code;
    constructor(message, details) {
        super(message, details);
        this.status = details.status;
        this.code = details.code;
    }
}
/** The deadline passed. The message is the last fault, or empty if there was none. */
class DeadlineError extends TolokaError {
    name = 'DeadlineError';
}
/** The wait was cancelled from outside. */
class CancelledError extends TolokaError {
    name = 'CancelledError';
}
/** Toloka ended the opening, but the training is not open. */
class NotOpenError extends TolokaError {
    name = 'NotOpenError';
}

;// CONCATENATED MODULE: ./lib/toloka/json.js

const isRecord = (json) => typeof json === 'object' && json !== null && !Array.isArray(json);
/** @returns undefined if the text is not JSON */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/**
 * Takes an id as Toloka writes it: a string or, in some of its examples, a number.
 *
 * @returns undefined if it is neither, or a number too large to be exact
 */
function parseId(json) {
    if (typeof json === 'string')
        return json.toWellFormed();
    return Number.isSafeInteger(json) ? String(json) : undefined;
}
/** JSON on one line. */
function stringify(json) {
    try {
        return JSON.stringify(json);
    }
    catch {
        return 'nested too deep to be shown';
    }
}
const ADVICE = new Map([
    ['NOT_ENOUGH_BALANCE', 'top up the account'],
    ['EMPTY_POOL', 'upload tasks first'],
]);
/** Takes what there is of `code`, `message` and `request_id`; any of them can be missing (Toloka's documentation). */
function parseProblem(json) {
    const { code, message, request_id: requestId } = isRecord(json) ? json : {};
    return {
        code: typeof code === 'string' ? code : undefined,
        text: [code, message].filter((part) => typeof part === 'string').join(': ') || undefined,
        requestId: typeof requestId === 'string' ? requestId : undefined,
        advice: ADVICE.get(code),
    };
}
/** The error for a 2xx answer of the wrong shape, such as a proxy's page. Toloka may have taken the request. */
function createShapeError(wanted, json) {
    const got = json === undefined ? 'no JSON' : 'JSON of another shape';
    return new TransientError(`${got} instead of ${wanted}`, { fault: 'answer', answerLost: true });
}

;// CONCATENATED MODULE: ./lib/toloka/training.js

/** Whether a text can be the id of a training: letters, digits, `-` and `_`. */
const isTrainingId = (text) => /^[\w-]+$/.test(text);
/** @throws TransientError if the JSON is not a training */
function parseTraining(json) {
    if (!isRecord(json) || typeof json.status !== 'string')
        throw createShapeError('a training', json);
    return { status: json.status, projectId: parseId(json.project_id) };
}

;// CONCATENATED MODULE: ./lib/inputs.js






/** An input is not valid. */
class InputError extends Error {
    name = 'InputError';
}
// An empty input uses its default, but the runner passes on what is given. So the defaults of action.yml stand here too.
const DEFAULTS = { environment: 'production', wait: 'true', timeout: '10m' };
const MAX_TIMEOUT_MS = 6 * 3_600_000;
const MAX_TRAININGS = 1_000;
/** Reads the inputs. It masks the token before anything else. @throws InputError */
function readInputs() {
    const authorization = readAuthorization();
    const environment = readEnvironment();
    return {
        authorization,
        environment,
        timeoutMs: readTimeout(),
        apiUrl: readApiUrl(environment),
        ...readTrainingIds(),
        wait: readWait(),
    };
}
function readAuthorization() {
    const text = getInput('token');
    if (text === '') {
        throw new InputError('token is empty: check that the secret exists and reaches this workflow (workflows of forks and Dependabot get none)');
    }
    hide(text);
    const authorization = parseAuthorization(text);
    if (authorization === undefined) {
        throw new InputError('token: the given value (not shown) is not a token: use one OAuth token or API key, or put "OAuth " or "ApiKey " before it');
    }
    hide(authorization.token);
    hide(authorization.header);
    return authorization;
}
function readTrainingIds() {
    const given = getInput('training-id')
        .split(/[,\r\n]/)
        .map((id) => id.trim())
        .filter((id) => id !== '');
    const bad = given.filter((id) => !isTrainingId(id)).map((id) => JSON.stringify(id));
    const trainingIds = [...new Set(given)];
    if (bad.length > 0) {
        throw new InputError(`training-id: ${bad.join(', ')} is not an id: use letters, digits, - and _`);
    }
    if (trainingIds.length === 0)
        throw new InputError('training-id is empty: give the id of the training to open');
    if (trainingIds.length > MAX_TRAININGS) {
        throw new InputError(`training-id: ${trainingIds.length} ids are too many: give at most ${MAX_TRAININGS} to a step`);
    }
    return { trainingIds, repeated: trainingIds.filter((id) => given.indexOf(id) !== given.lastIndexOf(id)) };
}
function readEnvironment() {
    const given = getInput('environment') || DEFAULTS.environment;
    const environment = given.toLowerCase();
    if (isEnvironment(environment))
        return environment;
    throw new InputError(`environment: ${JSON.stringify(given)} is not an environment: use ${Object.keys(ENVIRONMENTS).join(' or ')}`);
}
function readWait() {
    const given = getInput('wait') || DEFAULTS.wait;
    const wait = given.toLowerCase();
    if (wait === 'true' || wait === 'false')
        return wait === 'true';
    throw new InputError(`wait: ${JSON.stringify(given)} is not valid: use true or false`);
}
function readTimeout() {
    const given = getInput('timeout') || DEFAULTS.timeout;
    const timeoutMs = parseDuration(given);
    if (timeoutMs !== undefined && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)
        return timeoutMs;
    const why = timeoutMs === undefined ? 'is not a duration' : timeoutMs > 0 ? 'is too long' : 'must be more than 0';
    const max = formatDuration(MAX_TIMEOUT_MS);
    throw new InputError(`timeout: ${JSON.stringify(given)} ${why}: use for example 90s, 10m or 1h30m, at most ${max}`);
}
function readApiUrl(environment) {
    const given = getInput('api-url');
    if (given === '')
        return new URL(ENVIRONMENTS[environment].apiUrl);
    const url = URL.canParse(given) ? new URL(given) : undefined;
    const refuse = (why) => new InputError(`api-url: ${why}: use an https URL such as https://tasks.yandex.ru or https://tasks.yandex.ru/api/v1`);
    if (url === undefined)
        throw refuse(`${JSON.stringify(given)} is not a URL`);
    // Nothing of it is shown, since it may hold a password.
    if (url.username !== '' || url.password !== '')
        throw refuse('the given value (not shown) has a user name in it');
    // Not `search` and `hash`: they are empty for a bare mark, and even that would swallow the paths put after it.
    if (/[?#]/.test(given))
        throw refuse(`${JSON.stringify(given)} has a query or a fragment`);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
        throw refuse(`${JSON.stringify(given)} would send the token unencrypted`);
    }
    url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
    return url;
}
const isLoopback = (hostname) => hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

;// CONCATENATED MODULE: ./lib/toloka/operation.js

/** The type of the operations that open a training. */
const OPENING = 'TRAINING.OPEN';
// Toloka documents four statuses. Both official clients wait on after any other.
const isEnded = (status) => status === 'SUCCESS' || status === 'FAIL';
const isKnown = (status) => status === 'PENDING' || status === 'RUNNING' || isEnded(status);
/** @throws TransientError if the JSON is not an operation */
function parseOperation(json) {
    if (!isRecord(json))
        throw createShapeError('an operation', json);
    const { id, status, type, parameters, submitted, details } = json;
    if (typeof id !== 'string' || !isOperationId(id))
        throw createShapeError('an operation with an id', json);
    if (typeof status !== 'string' || status === '')
        throw createShapeError('an operation with a status', json);
    return {
        id,
        status,
        type: typeof type === 'string' ? type : undefined,
        trainingId: isRecord(parameters) ? parseId(parameters.training_id) : undefined,
        submitted: parseTime(submitted),
        details: isEmpty(details) ? undefined : details,
    };
}
/** A page of a list of operations. Items that are no operations are left out. @throws TransientError if it is no list */
function parseOperations(json) {
    if (!isRecord(json) || !Array.isArray(json.items))
        throw createShapeError('a list of operations', json);
    const items = json.items.flatMap((item) => {
        try {
            return [parseOperation(item)];
        }
        catch {
            return [];
        }
    });
    return { items, hasMore: json.has_more === true };
}
/** The failures that an operation's log tells of. @throws TransientError if the JSON is not a log */
function parseLog(json) {
    if (!Array.isArray(json))
        throw createShapeError('the log of an operation', json);
    return json
        .filter((entry) => isRecord(entry) && entry.success === false)
        .map((entry) => {
        const problem = parseProblem(entry.output);
        return { ...problem, text: problem.text ?? stringify(entry) };
    });
}
// Toloka's documentation leaves these ids opaque: UUIDs with and without dashes and 24 hex digits all occur. So this takes
// everything that is safe in a path and in a list: visible ASCII without commas.
const isOperationId = (text) => /^[!-+\--~]{1,256}$/.test(text) && !/^\.\.?$/.test(text);
// Toloka's times are UTC, but say no zone, and Date.parse would take that as local time.
function parseTime(json) {
    const text = typeof json === 'string' ? json : '';
    const [, time = '', zone = 'Z'] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
    const ms = Date.parse(time + zone);
    return Number.isNaN(ms) ? undefined : ms;
}
const isEmpty = (json) => json === undefined || json === null || (isRecord(json) && Object.keys(json).length === 0);

;// CONCATENATED MODULE: ./lib/poll.js


const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/** The milliseconds before the next poll: a tenth of the wait so far, so the delay stays proportional to the wait. */
const pauseAfter = (waitedMs) => Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waitedMs / 10));
/**
 * Polls an operation until it has ended. The last look starts at the deadline, or later if the process was stopped.
 *
 * @param operation as it is at the start
 * @returns the operation with `SUCCESS` or `FAIL`
 * @throws DeadlineError; CancelledError as soon as `signal` aborts; anything that `poll` throws
 */
async function pollUntilEnded(operation, options) {
    const { clock, signal, deadline, poll, onStatus } = options;
    const began = clock.now();
    let current = operation;
    onStatus(current);
    while (!isEnded(current.status)) {
        await clock.sleep(Math.max(0, Math.min(pauseAfter(clock.now() - began), deadline - clock.now())), signal);
        const isLastLook = clock.now() >= deadline;
        try {
            const next = await poll(current.id);
            if (next.status !== current.status)
                onStatus(next);
            current = next;
        }
        catch (error) {
            if (isLastLook || !(error instanceof DeadlineError))
                throw error;
        }
        if (isLastLook && !isEnded(current.status))
            throw new DeadlineError('');
    }
    return current;
}

;// CONCATENATED MODULE: ./lib/progress.js



/** Describes the error that ended the work on a training. */
function describeFailure(error, { operationId, status }, timeoutMs) {
    const { answerLost, request, requestId, advice } = error instanceof TolokaError ? error : UNFORESEEN;
    const isRunning = operationId !== undefined && !isEnded(status);
    const again = `run the step again${isRunning ? ' to join it' : ''}`;
    const last = error instanceof DeadlineError && error.message && `last fault: ${error.message}`;
    const [reason, todo] = error instanceof DeadlineError
        ? [`timed out after ${formatDuration(timeoutMs)}`, `${again}, or raise timeout`]
        : [describeError(error), error instanceof CancelledError ? again : advice];
    let [state, position] = ['failed to open', ''];
    if (isRunning) {
        [state, position] = ['is not open yet', `the opening is ${status} and continues at Toloka`];
    }
    else if (operationId === undefined && answerLost) {
        [state, position] = ['may be opening', 'it is not known whether Toloka took the request'];
    }
    else if (operationId === undefined) {
        state = error instanceof RefusedError ? 'was refused' : 'was not opened';
    }
    const source = operationId === undefined ? request : `operation ${operationId}`;
    return {
        reason: [reason, last, position, todo].filter(Boolean).join('; '),
        reference: [source, requestId && `request_id ${requestId}`].filter(Boolean).join(', '),
        state,
    };
}
const UNFORESEEN = { answerLost: true, request: '', requestId: undefined, advice: undefined };
/** Any error as text, with its class if it is one that nobody expects. */
const describeError = (error) => (error instanceof TolokaError ? error.message : String(error));
/** The heading for all trainings of a step. */
function summarize(all) {
    const [first] = all;
    if (first === undefined)
        return 'Nothing was sent to Toloka';
    const isOpen = all.every(({ status }) => status === 'SUCCESS');
    if (all.length === 1) {
        const success = first.alreadyOpen ? 'was already open' : isOpen ? 'is open' : 'is opening (not waiting)';
        return `Training ${first.trainingId} ${first.failure?.state ?? success}`;
    }
    const failed = all.filter(({ failure }) => failure !== undefined).length;
    if (failed > 0)
        return `${failed} of ${all.length} trainings ${failed === 1 ? 'is' : 'are'} not open`;
    return `${all.length} trainings ${isOpen ? 'are open' : 'are opening'}`;
}
// The worst comes first; `unknown` stands for every status that Toloka does not document.
const RANKS = [undefined, 'FAIL', 'unknown', 'PENDING', 'RUNNING', 'SUCCESS'];
/** The worst status; undefined if one training has none. */
function worstStatus(all) {
    const rank = ({ status }) => RANKS.indexOf(status === undefined || isKnown(status) ? status : 'unknown');
    return all.toSorted((a, b) => rank(a) - rank(b))[0]?.status;
}

;// CONCATENATED MODULE: ./lib/report.js




// The runner cuts an annotation's message at 4,096 characters. The rest is for a last line.
const MAX_MESSAGE = 4_000;
// A job's outputs may have 1 MB in all. GitHub counts two bytes for each UTF-16 unit (its documentation).
const MAX_OUTPUTS_BYTES = 900_000;
const MIN_ERROR = 20;
// The runner drops a summary of more than 1 MiB.
const MAX_SUMMARY_BYTES = 1_000_000;
const ROW_MARKUP = 100;
const report_info = (text) => info(printable(text));
const report_debug = (text) => core_debug(printable(text));
const report_warning = (text) => warning(printable(text), { title: 'Toloka training' });
/** Writes the one error annotation of a step, with a line for each reason. If they are too many, it says how many are left out. */
function fail(title, reasons) {
    const lines = [];
    let room = MAX_MESSAGE;
    for (const reason of reasons) {
        const line = printable(reason, reasons.length > 2 ? MAX_FIELD : undefined);
        room -= line.length + 1;
        if (room < 0)
            break;
        lines.push(line);
    }
    const left = reasons.length - lines.length;
    if (left > 0)
        lines.push(`and ${left} more: see the log`);
    error(lines.join('\n'), { title: printable(title) });
}
/** Sets the output that is set as soon as it is known. */
const setOperationIds = (all) => setOutput('operation-id', listField(all, 'operationId', MAX_FIELD));
/** Sets all outputs. Some have a line for each training, in the order given. If all are too long, errors are cut first. */
function setOutputs(all) {
    let [errorLimit, limit] = [MAX_FIELD, MAX_FIELD];
    let outputs = collectOutputs(all, errorLimit, limit);
    while (measure(outputs) > MAX_OUTPUTS_BYTES) {
        if (errorLimit > MIN_ERROR)
            errorLimit = Math.max(MIN_ERROR, errorLimit / 4);
        else
            limit /= 2;
        outputs = collectOutputs(all, errorLimit, limit);
    }
    for (const [name, value] of Object.entries(outputs))
        setOutput(name, value);
}
const collectOutputs = (all, errorLimit, limit) => ({
    'operation-id': listField(all, 'operationId', limit),
    status: printable(worstStatus(all) ?? '', limit),
    'already-open': String(all.length > 0 && all.every(({ alreadyOpen }) => alreadyOpen)),
    'training-url': listField(all, 'trainingUrl', limit),
    results: JSON.stringify(all.map(({ trainingId, operationId = '', status = '', alreadyOpen, trainingUrl = '', failure }) => ({
        'training-id': printable(trainingId, limit),
        'operation-id': printable(operationId, limit),
        status: printable(status, limit),
        'already-open': alreadyOpen,
        'training-url': printable(trainingUrl, limit),
        error: printable(failure?.reason ?? '', errorLimit),
    }))),
});
const listField = (all, field, limit) => all.map((progress) => printable(progress[field] ?? '', limit)).join('\n');
const measure = (outputs) => Object.values(outputs).reduce((sum, text) => sum + Math.max(Buffer.byteLength(text), 2 * text.length), 0);
/** Writes the job summary, with a row for each training. If the runner gave no file for it, it writes nothing. */
async function writeSummary(environment, all) {
    if (all.length === 0 || !process.env.GITHUB_STEP_SUMMARY)
        return;
    const failed = all.some(({ failure }) => failure !== undefined);
    const header = ['Training', 'Environment', 'Operation', 'Status', 'Took', ...(failed ? ['Error'] : [])];
    const rows = [];
    let room = MAX_SUMMARY_BYTES;
    for (const { trainingId, trainingUrl, operationId, alreadyOpen, status, tookMs, failure } of all) {
        const id = printableHtml(trainingId);
        const row = [
            trainingUrl === undefined ? id : `<a href="${printable(trainingUrl)}">${id}</a>`,
            printableHtml(environment),
            printableHtml(operationId),
            printableHtml(alreadyOpen ? 'already open' : status),
            printableHtml(formatDuration(tookMs)),
            ...(failed ? [printableHtml(failure?.reason)] : []),
        ];
        room -= Buffer.byteLength(row.join('')) + ROW_MARKUP;
        if (room < 0)
            break;
        rows.push(row);
    }
    const left = all.length - rows.length;
    await summary
        .addHeading(printableHtml(summarize(all)), 3)
        .addTable([header.map((data) => ({ data, header: true })), ...rows])
        .addRaw(left > 0 ? `and ${left} more: see the log` : '')
        .write();
}

;// CONCATENATED MODULE: ./lib/toloka/retry.js


const FIRST_BACK_OFF_MS = 250;
const FIRST_BACK_OFF_THROTTLED_MS = 1_000;
const MAX_BACK_OFF_MS = 20_000;
const HOST_NOT_FOUND_LIMIT_MS = 30_000;
const FAILURES_UNTIL_WARNING = 3;
/** The milliseconds to pause after so many failures in a row: exponential back-off with full jitter (`random`, 0 to 1). */
const backOff = (failures, random, firstMs = FIRST_BACK_OFF_MS) => random * Math.min(MAX_BACK_OFF_MS, firstMs * 2 ** (failures - 1));
/**
 * Tries until a try succeeds. It pauses between tries: up to 0.25 s at first (1 s after a 429), and at least as long as
 * the server asks.
 *
 * @param attempt is told whether an earlier try may have had its effect although its answer was lost
 * @throws DeadlineError; PermanentError if the server asks to wait past the deadline, or a host name is not found for
 *   30 s; anything but a TransientError that a try throws. Each knows whether an answer was lost.
 */
async function retry(attempt, { clock, signal, deadline, onFailing }) {
    let answerLost = false;
    let notFoundSince;
    try {
        for (let failures = 1;; failures += 1) {
            try {
                return await attempt(answerLost);
            }
            catch (fault) {
                if (!(fault instanceof TransientError))
                    throw fault;
                answerLost ||= fault.answerLost;
                if (failures === FAILURES_UNTIL_WARNING)
                    onFailing(fault);
                const now = clock.now();
                const left = deadline - now;
                const details = { cause: fault, requestId: fault.requestId };
                if (left <= 0)
                    throw new DeadlineError(fault.message, details);
                if (fault.retryAfterMs > left) {
                    const wait = formatDuration(fault.retryAfterMs);
                    throw new PermanentError(`${fault.message}; it asks to wait ${wait}, longer than the timeout allows`, details);
                }
                notFoundSince = fault.fault === 'host-not-found' ? (notFoundSince ?? now) : undefined;
                const lastTry = Math.min(deadline, (notFoundSince ?? Number.POSITIVE_INFINITY) + HOST_NOT_FOUND_LIMIT_MS);
                if (lastTry <= now) {
                    throw new PermanentError(`${fault.message} for ${formatDuration(HOST_NOT_FOUND_LIMIT_MS)}`, details);
                }
                const first = fault.fault === 'throttled' ? FIRST_BACK_OFF_THROTTLED_MS : FIRST_BACK_OFF_MS;
                const pause = Math.max(fault.retryAfterMs, backOff(failures, clock.random(), first));
                await clock.sleep(Math.min(lastTry - now, pause), signal);
            }
        }
    }
    catch (error) {
        if (error instanceof TolokaError)
            error.answerLost ||= answerLost;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/toloka/opening.js


/** These codes of a 409 stay as they are, however long one waits. */
const FINAL = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'];
/** How long a 409 is worth repeating if nothing tells what it waits for. */
const REPEAT_LIMIT_MS = 30_000;
/**
 * Asks Toloka to open a training, and joins the opening if one is already running. The call sets a state, so it is safe to
 * repeat. What a second opening gets while a first one runs is not documented: a 409 is likely, 202 and 204 are possible.
 *
 * @throws RefusedError, PermanentError, DeadlineError; CancelledError as soon as `signal` aborts
 */
async function requestOpening(id, options) {
    const { toloka, lookup, clock, signal, deadline } = options;
    let answerLost = false;
    let repeatUntil;
    try {
        for (let refusals = 1;; refusals += 1) {
            const answer = await toloka.open(id).catch((error) => {
                if (error instanceof RefusedError && error.status === 409)
                    return error;
                throw error;
            });
            answerLost ||= answer.answerLost;
            if (!(answer instanceof RefusedError)) {
                if (answer.operation !== undefined)
                    return { how: 'started', operation: answer.operation };
                return await findOpener(id, answerLost, lookup);
            }
            if (FINAL.includes(answer.code))
                throw addState(answer, await toloka.readTraining(id));
            const [running, training] = await Promise.all([
                ifReadable(lookup.findRunning(id)),
                ifReadable(toloka.training(id)),
            ]);
            if (running !== undefined)
                return { how: 'joined', operation: running };
            if (training?.status === 'OPEN')
                return await findOpener(id, answerLost, lookup);
            const now = clock.now();
            const isLocked = answer.code?.includes('LOCKED') === true;
            repeatUntil ??= isLocked ? deadline : Math.min(deadline, now + REPEAT_LIMIT_MS);
            if (training?.status === 'ARCHIVED' || now >= repeatUntil)
                throw addState(answer, training);
            await clock.sleep(Math.min(repeatUntil - now, backOff(refusals, clock.random())), signal);
        }
    }
    catch (error) {
        if (error instanceof TolokaError)
            error.answerLost ||= answerLost;
        throw error;
    }
}
/** Tells who opened a training that is open now. */
async function findOpener(id, answerLost, lookup) {
    if (!answerLost)
        return { how: 'already open' };
    const operation = await ifReadable(lookup.findRecent(id));
    return operation === undefined ? { how: 'opened by unknown' } : { how: 'started', operation };
}
/** The result of a reading; undefined if Toloka does not give it. */
async function ifReadable(reading) {
    try {
        return await reading;
    }
    catch (error) {
        // Several trainings can share a reading, but none may share an error: each notes in it what it knows.
        if (error instanceof CancelledError)
            throw new CancelledError('cancelled', { cause: error });
        if (error instanceof TolokaError)
            return undefined;
        throw error;
    }
}
/** Adds to a refusal the state of the training and what to do about it. */
function addState(refusal, training) {
    if (training !== undefined)
        refusal.message += `; the training is ${training.status}`;
    if (training?.status === 'ARCHIVED')
        refusal.advice = 'clone it and open the clone';
    return refusal;
}

;// CONCATENATED MODULE: ./lib/open.js







/** How long a training may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;
/** Opens one training, or joins an opening that is running, follows it to its end, and checks that the training is open. */
async function openTraining(progress, step) {
    let { operation, joined } = await start(progress, step);
    if (joined && operation?.status === 'FAIL') {
        say(progress, 'the opening that was already running failed, perhaps before the last change: opening once more');
        ({ operation } = await start(progress, step));
    }
    if (operation?.status === 'FAIL')
        throw await explainFail(operation, step);
    if (isEnded(progress.status)) {
        await checkIsOpen(progress, step);
    }
    else {
        say(progress, 'still opening; not waiting (`wait: false`)');
        await readTraining(progress, step);
    }
    if (progress.trainingUrl !== undefined)
        say(progress, progress.trainingUrl);
}
/** Requests the opening and, if the step waits, follows its operation to the end. */
async function start(progress, step) {
    const { toloka, inputs, onOperation } = step;
    const opening = await requestOpening(progress.trainingId, step);
    if (!('operation' in opening)) {
        Object.assign(progress, { operationId: undefined, status: 'SUCCESS', alreadyOpen: true });
        if (opening.how === 'already open')
            say(progress, 'was already open');
        else
            warn(progress, 'is open, but an answer was lost, so nobody can tell who opened it');
        return { joined: false };
    }
    const { operation, how } = opening;
    const joined = how === 'joined';
    progress.operationId = operation.id;
    onOperation();
    if (joined)
        say(progress, `an opening is already running (operation ${operation.id}), joining it`);
    warnIfOther(operation, progress);
    const onStatus = (current) => noteStatus(progress, current, step);
    if (inputs.wait) {
        return { operation: await pollUntilEnded(operation, { ...step, poll: toloka.operation, onStatus }), joined };
    }
    onStatus(operation);
    return { operation, joined };
}
function noteStatus(progress, { id, status }, { elapsed, warnOnce }) {
    const detail = progress.status === undefined ? `operation ${id}` : `after ${elapsed()}`;
    progress.status = status;
    say(progress, `${status} (${detail})`);
    if (isKnown(status))
        return;
    const text = `Toloka gives the unknown status ${JSON.stringify(status)}; waiting on`;
    warnOnce(`status ${status}`, `training ${progress.trainingId}: ${text}`);
}
/** Warns if an operation says that it does something else. It is followed anyway: it answers this very request. */
function warnIfOther({ id, type = OPENING, trainingId }, progress) {
    // Toloka may write 21 for 0021.
    const [named, wanted] = [trainingId ?? progress.trainingId, progress.trainingId].map((text) => text.replace(/^0+/, ''));
    if (type === OPENING && named === wanted)
        return;
    warn(progress, `operation ${id} says that it is ${type} for ${trainingId ?? 'no training'}; following it`);
}
/** Why an operation ended with FAIL: what its log says, and its details if they say more. */
async function explainFail({ id, details }, { toloka }) {
    if (details !== undefined)
        report_debug(`operation ${id} has the details ${stringify(details)}`);
    const problems = await toloka.readLog(id);
    const detail = parseProblem(details);
    if (!problems.some(({ code, text }) => code === detail.code || text === detail.text))
        problems.push(detail);
    const reason = problems
        .map(({ text }) => text)
        .filter(Boolean)
        .join('; ');
    return new NotOpenError(reason || 'the operation failed, and its log gives no reason', problems[0]);
}
/** Reads the training until it is open. If it can't be read, Toloka's word stands. @throws NotOpenError */
async function checkIsOpen(progress, step) {
    const { clock, signal, deadline } = step;
    const until = Math.min(deadline, clock.now() + SETTLE_LIMIT_MS);
    let status;
    for (;;) {
        status = (await readTraining(progress, step))?.status ?? status;
        if (status === undefined || status === 'OPEN')
            return;
        const left = until - clock.now();
        if (left <= 0)
            throw new NotOpenError(`Toloka reported success, but the training is ${status}`);
        await clock.sleep(Math.min(SETTLE_PAUSE_MS, left), signal);
    }
}
/** Reads the training and notes the link to it; undefined if it can't be read. */
async function readTraining(progress, { toloka, inputs }) {
    const training = await toloka.readTraining(progress.trainingId);
    if (training?.projectId !== undefined) {
        progress.trainingUrl = trainingPage(inputs.apiUrl, training.projectId, progress.trainingId);
    }
    return training;
}
const say = ({ trainingId }, text) => report_info(`training ${trainingId}: ${text}`);
const warn = ({ trainingId }, text) => report_warning(`training ${trainingId}: ${text}`);

;// CONCATENATED MODULE: ./lib/toloka/retry-after.js

// Toloka's names for the interval of a quota. toloka-kit reads them from the payload of a 429.
const INTERVALS_MS = { MIN: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/**
 * How long a server asks to wait: by the header `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) or, without one, by
 * the `payload.interval` of Toloka's 429. A date counts from the answer's own `Date`, since the machine's clock may be
 * wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
function readRetryAfter(headers, payload) {
    const text = headers['retry-after']?.trim() ?? '';
    if (/^\d+$/.test(text))
        return Number(text) * 1_000;
    if (HTTP_DATE.test(text))
        return Math.max(0, Date.parse(text) - Date.parse(headers.date ?? '')) || 0;
    const interval = isRecord(payload) ? payload.interval : undefined;
    return (typeof interval === 'string' && Object.hasOwn(INTERVALS_MS, interval) && INTERVALS_MS[interval]) || 0;
}

;// CONCATENATED MODULE: ./lib/toloka/answer.js



const TRANSIENT = [408, 429, 500, 502, 503, 504];
/**
 * Accepts any 2xx.
 *
 * @param host of the API, for the advice
 * @throws TransientError if another try may be answered better; RefusedError; PermanentError for a redirect, which would
 *   take the token to another place
 */
function assertOk({ status, headers, body }, host) {
    if (status >= 200 && status < 300)
        return;
    if (status >= 300 && status < 400 && headers.location !== undefined) {
        throw new PermanentError(`HTTP ${status} redirects to ${headers.location}, but the token is not sent on`, {
            advice: 'check that this is the API of Toloka',
        });
    }
    const json = parseJson(body);
    const { code, text, requestId, advice = adviceFor(status, host) } = parseProblem(json);
    const reason = text === undefined ? `HTTP ${status}` : `${text} (HTTP ${status})`;
    if (TRANSIENT.includes(status)) {
        throw new TransientError(reason, {
            fault: status === 429 ? 'throttled' : 'answer',
            answerLost: status >= 500,
            retryAfterMs: readRetryAfter(headers, status === 429 && isRecord(json) ? json.payload : undefined),
            requestId,
        });
    }
    throw new RefusedError(reason, { status, code, requestId, advice });
}
function adviceFor(status, host) {
    switch (status) {
        case 401:
        case 403:
            return `check that the token is valid and belongs to this environment (${host})`;
        case 404:
            return `check that the id is right and belongs to this environment (${host})`;
        default:
            return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/toloka/limiter.js
const IN_FLIGHT = 10;
// Toloka answers 429 past 300 requests a second for an account. The rest is for what else the account does.
const PER_SECOND = 250;
/** Lets requests through, at most 10 at a time and 250 in any second. The others wait in the order they came. */
function createLimiter(clock, signal) {
    const waiting = [];
    const starts = [];
    let free = IN_FLIGHT;
    return async (request) => {
        if (free === 0)
            await new Promise((resolve) => waiting.push(resolve));
        else
            free -= 1;
        try {
            const start = Math.max(clock.now(), (starts.at(-PER_SECOND) ?? Number.NEGATIVE_INFINITY) + 1_000);
            starts.push(start);
            if (starts.length > PER_SECOND)
                starts.shift();
            if (start > clock.now())
                await clock.sleep(start - clock.now(), signal);
            return await request();
        }
        finally {
            const next = waiting.shift();
            if (next)
                next();
            else
                free += 1;
        }
    };
}

;// CONCATENATED MODULE: ./lib/toloka/api.js




const REQUEST_LIMIT_MS = 30_000;
/** Time limit for a try that starts so late that the deadline would cut it short. */
const LAST_LOOK_MS = 1_000;
/** Time limit for optional reads. */
const OPTIONAL_LIMIT_MS = 5_000;
/** Everything between a call and a single try: limits of time and rate, retries, and what an error must know. */
function createApi({ apiUrl, send, clock, signal, deadline, onFailing, onTry }) {
    const limit = createLimiter(clock, signal);
    const tryOnce = async (method, path, parse, until) => {
        const request = `${method} ${path}`;
        try {
            const answer = await limit(() => {
                const limitMs = Math.min(REQUEST_LIMIT_MS, until - clock.now());
                if (limitMs >= 1)
                    return send(method, path, Math.floor(limitMs), signal);
                throw new TransientError('the time ran out before it could be sent', { fault: 'connection' });
            });
            assertOk(answer, apiUrl.host);
            const result = parse(answer);
            onTry(request, `HTTP ${answer.status}`);
            return result;
        }
        catch (error) {
            onTry(request, error instanceof Error ? error.message : String(error));
            throw error;
        }
    };
    return {
        async request(method, path, parse, until = deadline) {
            const request = `${method} ${path}`;
            try {
                return await retry((lost) => tryOnce(method, path, (answer) => parse(answer, lost), Math.max(until, clock.now() + LAST_LOOK_MS)), { clock, signal, deadline: until, onFailing: (fault) => onFailing(request, fault) });
            }
            catch (error) {
                if (error instanceof TolokaError)
                    error.request = request;
                throw error;
            }
        },
        async readOnce(path, parse) {
            const until = Math.min(deadline, clock.now() + OPTIONAL_LIMIT_MS);
            try {
                return await tryOnce('GET', path, (answer) => parse(answer, false), until);
            }
            catch {
                return undefined;
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/toloka/client.js



function createToloka(api) {
    return {
        open: (id) => api.request('POST', `${trainingPath(id)}/open`, parseOpened),
        operation: (id) => api.request('GET', operationPath(id), ({ body }) => parseSameOperation(body, id)),
        training: (id) => api.request('GET', trainingPath(id), ({ body }) => parseTraining(parseJson(body))),
        readLog: async (id) => (await api.readOnce(`${operationPath(id)}/log`, ({ body }) => parseLog(parseJson(body)))) ?? [],
        readTraining: (id) => api.readOnce(trainingPath(id), ({ body }) => parseTraining(parseJson(body))),
    };
}
const trainingPath = (id) => `/trainings/${encodeURIComponent(id)}`;
const operationPath = (id) => `/operations/${encodeURIComponent(id)}`;
const parseOpened = ({ status, body }, answerLost) => ({
    operation: status === 204 ? undefined : parseOperation(parseJson(body)),
    answerLost,
});
function parseSameOperation(body, id) {
    const json = parseJson(body);
    const operation = parseOperation(json);
    if (operation.id !== id)
        throw createShapeError(`operation ${id}`, json);
    return operation;
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = require("node:timers/promises");
;// CONCATENATED MODULE: ./lib/toloka/clock.js


const systemClock = {
    // Not performance.now(): loading it takes 4 ms, a tenth of the whole step.
    now: () => Number(process.hrtime.bigint()) / 1e6,
    random: () => Math.random(),
    sleep: async (ms, signal) => {
        try {
            await (0,promises_namespaceObject.setTimeout)(ms, undefined, { signal });
        }
        catch (error) {
            throw new CancelledError('cancelled', { cause: error });
        }
    },
};

;// CONCATENATED MODULE: ./lib/toloka/lookup.js



const MAX_PAGE = 500;
const PAUSE_MS = 1_000;
const RECENT_LIMIT_MS = 30_000;
/** How far the clocks behind `Date` and `submitted` may differ. */
const CLOCK_SKEW_MS = 60_000;
/** @param began when the step began, on the clock's `now` */
function createLookup(api, began, { clock, signal, deadline }) {
    const readPage = async (query, until, limit = MAX_PAGE) => {
        const search = new URLSearchParams({ type: OPENING, limit: String(limit), ...query });
        try {
            return await api.request('GET', `/operations?${search}`, 
            // When the step began by Toloka's own clock, and a minute before. Without `Date` that is NaN: nothing can be told.
            ({ headers: { date = '' }, body }) => ({
                ...parseOperations(parseJson(body)),
                since: Date.parse(date) - (clock.now() - began) - CLOCK_SKEW_MS,
            }), until);
        }
        catch (error) {
            if (!(error instanceof TooLargeError) || limit === 1)
                throw error;
            return await readPage(query, until, Math.ceil(limit / 2));
        }
    };
    /** Reads page after page. `next` gives what to ask for after an operation; undefined ends the reading. */
    const readPages = async (query, next, until = deadline) => {
        const operations = new Map();
        for (let place = {};;) {
            const { items, hasMore, since } = await readPage({ ...query, ...place }, until);
            const isNew = items.some(({ id }) => !operations.has(id));
            for (const item of items)
                operations.set(item.id, item);
            const last = items.at(-1);
            place = last !== undefined && hasMore && isNew ? next(last, since) : undefined;
            if (place === undefined)
                return { operations: [...operations.values()], since };
        }
    };
    const readRunning = shareOncePerSecond(clock, signal, async () => {
        // An operation goes from PENDING to RUNNING, never back: asked in this order, none slips through.
        const pending = await readPages({ status: 'PENDING', sort: 'id' }, ({ id }) => ({ id_gt: id }));
        const running = await readPages({ status: 'RUNNING', sort: 'id' }, ({ id }) => ({ id_gt: id }));
        return [...pending.operations, ...running.operations].filter(({ status }) => !isEnded(status));
    });
    const readRecent = shareOncePerSecond(clock, signal, async () => {
        const { operations, since } = await readPages({ sort: '-submitted' }, 
        // Toloka takes times in UTC without a zone.
        ({ submitted = 0 }, from) => submitted >= from ? { submitted_lte: new Date(submitted + 1).toISOString().replace('Z', '') } : undefined, Math.min(deadline, clock.now() + RECENT_LIMIT_MS));
        return operations.filter(({ submitted = 0, status }) => submitted >= since && status !== 'FAIL');
    });
    const findIn = (operations, trainingId) => operations
        .filter((operation) => operation.type === OPENING && operation.trainingId === trainingId)
        .sort((a, b) => (b.submitted ?? 0) - (a.submitted ?? 0))[0];
    return {
        findRunning: async (id) => findIn(await readRunning(), id),
        findRecent: async (id) => findIn(await readRecent(), id),
    };
}
/** Makes one reading serve everybody who asks before it starts, and starts at most one a second. */
function shareOncePerSecond(clock, signal, read) {
    let next;
    let startedAt = Number.NEGATIVE_INFINITY;
    const start = async () => {
        await clock.sleep(Math.max(0, startedAt + PAUSE_MS - clock.now()), signal);
        next = undefined;
        startedAt = clock.now();
        return await read();
    };
    return () => {
        next ??= start();
        return next;
    };
}

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
var external_node_http_default = /*#__PURE__*/__nccwpck_require__.n(external_node_http_namespaceObject);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_default = /*#__PURE__*/__nccwpck_require__.n(external_node_https_namespaceObject);
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
;// CONCATENATED MODULE: ./lib/toloka/request.js








const MAX_BODY_BYTES = 1024 * 1024;
/**
 * The way to one API: a kept-alive connection, or a tunnel if `https_proxy` asks for it. It follows no redirect. The token
 * is in the header of each request and nowhere else.
 */
function createSend(apiUrl, authorization, clock) {
    const { request: start } = apiUrl.protocol === 'https:' ? (external_node_https_default()) : (external_node_http_default());
    const agent = new lib_HttpClient(undefined, [], { keepAlive: true }).getAgent(apiUrl.href);
    const headers = {
        accept: 'application/json',
        authorization: authorization.header,
        'content-type': 'application/json',
        'user-agent': 'open-toloka-training',
    };
    const send = async (method, path, exchange, stop) => {
        const request = start(new URL(apiUrl.href + path), { method, agent, headers });
        stop.addEventListener('abort', () => request.destroy(), { once: true });
        request.once('socket', (socket) => {
            exchange.socket = socket;
            exchange.connected = request.reusedSocket;
            if (request.reusedSocket)
                return;
            socket.once(socket instanceof external_node_tls_namespaceObject.TLSSocket ? 'secureConnect' : 'connect', () => {
                exchange.connected = true;
            });
        });
        const message = await new Promise((resolve, reject) => {
            request.once('response', resolve).on('error', reject).end();
        });
        exchange.received = 0;
        const chunks = [];
        const body = message;
        for await (const chunk of body) {
            exchange.received += chunk.length;
            if (exchange.received > MAX_BODY_BYTES) {
                throw new TooLargeError('the answer is larger than 1 MiB', {
                    answerLost: true,
                    advice: 'check that this is the API of Toloka',
                });
            }
            chunks.push(chunk);
        }
        return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks).toString() };
    };
    return async (method, path, limitMs, cancel) => {
        if (cancel.aborted)
            throw new CancelledError('cancelled');
        const exchange = { connected: false };
        const stop = new AbortController();
        const onCancel = () => stop.abort();
        cancel.addEventListener('abort', onCancel, { once: true });
        try {
            // The time limit ends the race by itself: a request that has no socket yet says nothing when it is destroyed.
            const timeLimit = clock.sleep(limitMs, stop.signal);
            const answer = await Promise.race([send(method, path, exchange, stop.signal), timeLimit]);
            if (answer !== undefined)
                return answer;
            const reason = `no whole answer within ${formatDuration(limitMs)}`;
            throw new TransientError(reason, { fault: 'connection', answerLost: exchange.connected });
        }
        catch (error) {
            if (cancel.aborted)
                throw new CancelledError('cancelled', { answerLost: exchange.connected, cause: error });
            throw error instanceof TolokaError ? error : classify(error, exchange, apiUrl);
        }
        finally {
            stop.abort();
            cancel.removeEventListener('abort', onCancel);
        }
    };
}
function classify(error, { socket, connected, received }, apiUrl) {
    const { code, message } = isRecord(error) ? error : {};
    if (socket instanceof external_node_tls_namespaceObject.TLSSocket && socket.authorizationError) {
        return new PermanentError(`the certificate of ${apiUrl.hostname} is not trusted (${code}), so nothing was sent`, {
            advice: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
            cause: error,
        });
    }
    // A TypeError is Node's word for options that make no request, such as a proxy's URL that is none.
    if (error instanceof TypeError) {
        return new PermanentError(`no request can be made (${message}): is https_proxy a URL?`, { cause: error });
    }
    const reason = received === undefined
        ? `${describeFault(error)}${hintIfUnreachable(apiUrl)}`
        : `the answer was cut after ${received} bytes (${code ?? message})`;
    const fault = code === 'ENOTFOUND' ? 'host-not-found' : 'connection';
    return new TransientError(reason, { fault, answerLost: connected, cause: error });
}
/** Such as `ECONNREFUSED 127.0.0.1:9`. A host with several addresses fails with an error for each. */
function describeFault(error) {
    if (error instanceof AggregateError)
        return error.errors.map(describeFault).join(', ');
    const { code, address, port, hostname, message } = isRecord(error) ? error : {};
    if (code !== undefined && address !== undefined)
        return `${code} ${address}:${port}`;
    if (code !== undefined && hostname !== undefined)
        return `${code} ${hostname}`;
    return code === undefined || String(message).includes(String(code)) ? String(message) : `${message} (${code})`;
}

;// CONCATENATED MODULE: ./lib/step.js











/**
 * Runs the step: reads the inputs, opens all trainings side by side until the deadline or a cancel, and reports however
 * that ends.
 *
 * @param signal aborts if the workflow is cancelled
 * @param connect makes the way to the API
 * @returns whether all went well; it never throws
 */
async function runStep(signal, clock = systemClock, connect = createSend) {
    const began = clock.now();
    let all = [];
    let environment = '';
    const reasons = [];
    try {
        const inputs = readInputs();
        all = inputs.trainingIds.map((trainingId) => ({ trainingId, alreadyOpen: false, tookMs: 0 }));
        environment = nameEnvironment(inputs.environment, inputs.apiUrl);
        for (const id of inputs.repeated)
            report_warning(`training-id: ${id} is given more than once, and counts once`);
        const what = all.length === 1 ? `training ${all[0]?.trainingId}` : `${all.length} trainings`;
        report_info(`opening ${what} (${environment}), for at most ${formatDuration(inputs.timeoutMs)}`);
        const send = connect(inputs.apiUrl, inputs.authorization, clock);
        const step = createStep(inputs, all, send, began, { clock, signal, deadline: began + inputs.timeoutMs });
        await Promise.all(all.map(async (progress) => {
            try {
                await openTraining(progress, step);
            }
            catch (error) {
                progress.failure = describeFailure(error, progress, inputs.timeoutMs);
                if (all.length > 1)
                    report_info(`training ${progress.trainingId}: ${progress.failure.reason}`);
            }
            progress.tookMs = clock.now() - began;
        }));
        for (const { trainingId, failure } of all) {
            if (failure === undefined)
                continue;
            reasons.push(all.length === 1 ? failure.reason : `training ${trainingId}: ${failure.reason}`);
            if (all.length === 1 && failure.reference !== '')
                reasons.push(failure.reference);
        }
        if (reasons.length === 0 && signal.aborted)
            reasons.push('cancelled when all was done');
    }
    catch (error) {
        reasons.push(error instanceof InputError ? error.message : describeError(error));
    }
    const isOpen = all.every(({ failure }) => failure === undefined);
    try {
        setOutputs(all);
    }
    catch (error) {
        reasons.push(`the outputs can't be written: ${describeError(error)}`);
    }
    try {
        await writeSummary(environment, all);
    }
    catch (error) {
        report_warning(`the job summary can't be written: ${describeError(error)}`);
    }
    if (reasons.length === 0)
        return true;
    fail(isOpen && all.length > 0 ? `${summarize(all)}, but the step failed` : summarize(all), reasons);
    return false;
}
function createStep(inputs, all, send, began, bounds) {
    const elapsed = () => formatDuration(bounds.clock.now() - began);
    const warned = new Set();
    const warnOnce = (about, text) => {
        if (warned.has(about))
            report_debug(text);
        else
            report_warning(text);
        warned.add(about);
    };
    const api = createApi({
        ...bounds,
        apiUrl: inputs.apiUrl,
        send,
        onFailing: (request, fault) => warnOnce('failing', `${request} failed three times in a row, still trying: ${fault.message}`),
        onTry: (request, outcome) => report_debug(`${request}: ${outcome} (after ${elapsed()})`),
    });
    return {
        ...bounds,
        inputs,
        toloka: createToloka(api),
        lookup: createLookup(api, began, bounds),
        onOperation: () => setOperationIds(all),
        elapsed,
        warnOnce,
    };
}


/***/ }),

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";


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
exports.debug = debug; // for test


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

/***/ }),

/***/ 230:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

/**
 * Loads `tunnel` late in the bundle. `@actions/http-client` loads it at once, and `assert` with it, but needs it only for a
 * proxy. The name of its file leads past this stand-in.
 *
 * @param {'httpOverHttp' | 'httpOverHttps' | 'httpsOverHttp' | 'httpsOverHttps'} kind
 */
const later = (kind) => (/** @type {object} */ options) =>
  // @ts-expect-error it has no types
  __nccwpck_require__(770)[kind](options);

exports.xj = later('httpOverHttp');
exports.aQ = later('httpOverHttps');
exports.I9 = later('httpsOverHttp');
exports.vX = later('httpsOverHttps');


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
/******/ 	/* webpack/runtime/async module */
/******/ 	(() => {
/******/ 		var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 		var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 		var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 		var resolveQueue = (queue) => {
/******/ 			if(queue && queue.d < 1) {
/******/ 				queue.d = 1;
/******/ 				queue.forEach((fn) => (fn.r--));
/******/ 				queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 			}
/******/ 		}
/******/ 		var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 			if(dep !== null && typeof dep === "object") {
/******/ 				if(dep[webpackQueues]) return dep;
/******/ 				if(dep.then) {
/******/ 					var queue = [];
/******/ 					queue.d = 0;
/******/ 					dep.then((r) => {
/******/ 						obj[webpackExports] = r;
/******/ 						resolveQueue(queue);
/******/ 					}, (e) => {
/******/ 						obj[webpackError] = e;
/******/ 						resolveQueue(queue);
/******/ 					});
/******/ 					var obj = {};
/******/ 					obj[webpackQueues] = (fn) => (fn(queue));
/******/ 					return obj;
/******/ 				}
/******/ 			}
/******/ 			var ret = {};
/******/ 			ret[webpackQueues] = x => {};
/******/ 			ret[webpackExports] = dep;
/******/ 			return ret;
/******/ 		}));
/******/ 		__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 			var queue;
/******/ 			hasAwait && ((queue = []).d = -1);
/******/ 			var depQueues = new Set();
/******/ 			var exports = module.exports;
/******/ 			var currentDeps;
/******/ 			var outerResolve;
/******/ 			var reject;
/******/ 			var promise = new Promise((resolve, rej) => {
/******/ 				reject = rej;
/******/ 				outerResolve = resolve;
/******/ 			});
/******/ 			promise[webpackExports] = exports;
/******/ 			promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 			module.exports = promise;
/******/ 			body((deps) => {
/******/ 				currentDeps = wrapDeps(deps);
/******/ 				var fn;
/******/ 				var getResult = () => (currentDeps.map((d) => {
/******/ 					if(d[webpackError]) throw d[webpackError];
/******/ 					return d[webpackExports];
/******/ 				}))
/******/ 				var promise = new Promise((resolve) => {
/******/ 					fn = () => (resolve(getResult));
/******/ 					fn.r = 0;
/******/ 					var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 					currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 				});
/******/ 				return fn.r ? promise : getResult();
/******/ 			}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 			queue && queue.d < 0 && (queue.d = 0);
/******/ 		};
/******/ 	})();
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
/******/ 	
/******/ 	// startup
/******/ 	// Load entry module and return exports
/******/ 	// This entry module used 'module' so it can't be inlined
/******/ 	var __webpack_exports__ = __nccwpck_require__(188);
/******/ 	module.exports = __webpack_exports__;
/******/ 	
/******/ })()
;