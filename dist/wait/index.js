/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 915:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ main)
/* harmony export */ });
/**
 * Runs a step and ends the process: failing is the default until success is proven, also where a promise never settles.
 *
 * @param run resolves to whether all went well
 */
async function main(run) {
    // A tunnel through a proxy that asks for a password makes Node warn of a call in it: nothing a user could mend.
    process.noDeprecation = true;
    process.exitCode = 1;
    if (await run())
        process.exitCode = 0;
    // All is said. What may hold the process still is a tunnel that a proxy never answered, or a name that is looked up:
    // the latter even holds process.exit(), for as long as the resolver likes.
    setTimeout(() => (process.exitCode === 0 ? process.exit() : process.kill(process.pid, 'SIGKILL')), 250).unref();
}


/***/ }),

/***/ 50:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  p: () => (/* binding */ runWait)
});

// UNUSED EXPORTS: runOpen

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
// EXTERNAL MODULE: ./stand-ins/tunnel.cjs
var tunnel = __nccwpck_require__(33);
;// CONCATENATED MODULE: ./stand-ins/undici.js
/**
 * Stands in for undici in the bundle. `@actions/http-client` imports it for `getAgentDispatcher()` alone, which this
 * action never calls; undici itself would be four fifths of the bundle and a third of the start-up.
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
function core_getInput(name, options) {
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
    const inputs = core_getInput(name, options)
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
    const val = core_getInput(name, options);
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
;// CONCATENATED MODULE: ./lib/duration.js
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/**
 * Reads `90` (seconds), `90s`, `10m`, `1h30m`.
 *
 * @returns milliseconds; undefined where the text is no such thing
 */
function parseDuration(text) {
    const [matched, hours = '0', minutes = '0', seconds = '0'] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
    if (matched === undefined)
        return undefined;
    return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
}
/** Writes milliseconds as `10m`, `1h30m`, `3s` or, under a minute, `1.2s`. */
function formatDuration(ms) {
    const tenths = Math.round(ms / 100);
    if (tenths < 600)
        return `${tenths / 10}s`;
    const seconds = Math.round(ms / SECOND_MS);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const units = ['h', 'm', 's'];
    return parts.map((part, index) => (part > 0 ? `${part}${units[index]}` : '')).join('');
}

;// CONCATENATED MODULE: ./lib/toloka/id.js
/** Whether a text can be the id of a training: letters, digits, `-` and `_`. */
const id_isTrainingId = (text) => /^[\w-]+$/.test(text);
/**
 * Whether a text can be the id of an operation. Toloka's documentation leaves these ids opaque (UUIDs with and without
 * dashes and 24 hex digits all occur), so this takes what can stand in a path and in a list: visible ASCII without commas.
 */
const isOperationId = (text) => /^[!-+\--~]{1,256}$/.test(text) && !/^\.\.?$/.test(text);

;// CONCATENATED MODULE: ./lib/toloka/errors.js
/** A try failed in a way that a repeat can mend. */
class TransientFault extends Error {
    name = 'TransientFault';
    source;
    answerLost;
    retryAfterMs;
    kind;
    constructor(message, { source, answerLost, retryAfterMs = 0, kind = 'other', cause }) {
        super(message, { cause });
        this.source = source;
        this.answerLost = answerLost;
        this.retryAfterMs = retryAfterMs;
        this.kind = kind;
    }
}
/** What a fault was, as a clause: `the last answer was HTTP 502`, `ECONNREFUSED 127.0.0.1:9`. */
const clauseOf = ({ source, message }) => source === 'answer' ? `the last answer was ${message}` : message;
/**
 * A try failed in a way that waiting can't mend: a certificate, a redirect, a body over the cap, a host that does not
 * exist, a wait asked for that is longer than the step may take.
 */
class PermanentFault extends Error {
    name = 'PermanentFault';
}
/** Toloka answered, and the answer is no. */
class errors_Refusal extends Error {
    name = 'Refusal';
    /** The HTTP status. */
    status;
    constructor(message, status, options) {
        super(message, options);
        this.status = status;
    }
}
/** The deadline passed. The message is the clause of the last fault, which is the `cause`, and empty where there was none. */
class DeadlineError extends Error {
    name = 'DeadlineError';
    /** Whether a request may have had its effect although its answer did not arrive. */
    answerLost;
    constructor(message, answerLost, options) {
        super(message, options);
        this.answerLost = answerLost;
    }
}
/** The wait was cancelled from outside. */
class CancelledError extends Error {
    name = 'CancelledError';
}
/** The operation ended with `FAIL`. */
class OperationFailedError extends Error {
    name = 'OperationFailedError';
}

;// CONCATENATED MODULE: ./lib/toloka/json.js

const isRecord = (json) => typeof json === 'object' && json !== null && !Array.isArray(json);
/** @returns undefined where the text is not JSON, which no JSON text stands for */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** An id, which Toloka writes as a text and some of its examples as a number. */
const idOf = (json) => typeof json === 'string' || typeof json === 'number' ? String(json).toWellFormed() : undefined;
/** JSON as it is, in one line. What is nested thousands of levels deep, to the harm of who writes it out, is not. */
function textOf(json) {
    try {
        return JSON.stringify(json);
    }
    catch {
        return 'nested too deep to be shown';
    }
}
/**
 * Toloka's way to say what went wrong: `EMPTY_POOL: Pool contains no tasks (request_id …)`. Users quote the request_id to
 * Toloka's support.
 *
 * @returns undefined where the JSON has none of it
 */
function sentenceOf(json) {
    if (!isRecord(json))
        return undefined;
    const { code, message, request_id: requestId } = json;
    const sentence = [code, message].filter((part) => typeof part === 'string').join(': ');
    const quote = typeof requestId === 'string' ? `(request_id ${requestId})` : '';
    return [sentence, quote].filter((part) => part !== '').join(' ') || undefined;
}
/** A 2xx answer that is not what was asked for: a proxy's page, say. Its request may well have had its effect. */
function unexpected(wanted, json) {
    const got = json === undefined ? 'no JSON' : 'JSON of another shape';
    return new TransientFault(`not ${wanted} but ${got}`, { source: 'answer', answerLost: true });
}

;// CONCATENATED MODULE: ./lib/toloka/operation.js


/** The type of the operations that open a training. */
const OPENING = 'TRAINING.OPEN';
/** The statuses that Toloka documents, and what each means for somebody who waits. */
const PHASES = { PENDING: 'going on', RUNNING: 'going on', SUCCESS: 'succeeded', FAIL: 'failed' };
const isDocumented = (status) => Object.hasOwn(PHASES, status);
const phaseOf = (status) => (isDocumented(status) ? PHASES[status] : 'unknown');
/** Whether a status is terminal. */
function operation_isEnded(status) {
    const phase = phaseOf(status);
    switch (phase) {
        case 'succeeded':
        case 'failed':
            return true;
        case 'going on':
        case 'unknown':
            return false;
        default:
            return phase;
    }
}
/** Whether an operation opens a training: the one asked for, where it says which. */
const isOpening = ({ type, trainingId }, wanted = trainingId) => (type === undefined || type === OPENING) && (trainingId === undefined || trainingId === wanted);
/** @throws TransientFault where the JSON is not an operation */
function parseOperation(json) {
    if (!isRecord(json))
        throw unexpected('an operation', json);
    const { id, status, type, parameters, submitted, details } = json;
    if (typeof id !== 'string' || !isOperationId(id))
        throw unexpected('an operation with an id', json);
    if (typeof status !== 'string' || status === '')
        throw unexpected('an operation with a status', json);
    const trainingId = isRecord(parameters) ? idOf(parameters.training_id) : undefined;
    return {
        id,
        status,
        type: typeof type === 'string' ? type : undefined,
        trainingId: trainingId !== undefined && id_isTrainingId(trainingId) ? trainingId : undefined,
        submitted: typeof submitted === 'string' ? parseTime(submitted) : undefined,
        details: isEmpty(details) ? undefined : details,
    };
}
/**
 * What an operation's log says of what went wrong, in one line; empty where it says nothing.
 *
 * @throws TransientFault where the JSON is not a log
 */
function parseLog(json) {
    if (!Array.isArray(json))
        throw unexpected('the log of an operation', json);
    return json
        .filter((entry) => isRecord(entry) && entry.success === false)
        .map((entry) => sentenceOf(entry.output) ?? textOf(entry))
        .join('; ');
}
/** Toloka's times are UTC and have no zone, which `Date` would read as local time. */
function parseTime(text) {
    const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,3})?\d*Z?$/.exec(text);
    const ms = time ? Date.parse(`${time[1]}${time[2] ?? ''}Z`) : Number.NaN;
    return Number.isNaN(ms) ? undefined : ms;
}
const isEmpty = (json) => json === undefined || json === null || (isRecord(json) && Object.keys(json).length === 0);

;// CONCATENATED MODULE: ./lib/progress.js

const progress_startOf = (known) => ({
    trainingId: '',
    operationId: '',
    status: '',
    alreadyOpen: false,
    trainingUrl: '',
    error: '',
    tookMs: 0,
    ...known,
});
const progress_nameOf = ({ trainingId, operationId }) => trainingId === '' ? `operation ${operationId}` : `training ${trainingId}`;
/** The status that says most against the whole; empty where one has none. */
function progress_worstStatus(all) {
    const badness = (status) => {
        if (status === '')
            return 0;
        const phase = phaseOf(status);
        switch (phase) {
            case 'failed':
                return 1;
            case 'unknown':
                return 2;
            case 'going on':
                return status === 'PENDING' ? 3 : 4;
            case 'succeeded':
                return 5;
            default:
                return phase;
        }
    };
    const [worst = ''] = all.map(({ status }) => status).sort((a, b) => badness(a) - badness(b));
    return worst;
}

;// CONCATENATED MODULE: ./lib/report.js



// The runner cuts an annotation's message at 4,096 characters.
const MAX_MESSAGE = 4_000;
const MAX_LINE = 3_000;
// The runner drops a summary of more than 1 MiB.
const MAX_SUMMARY = 1_000_000;
const ROW_MARKUP = 100;
const MAX_FIELD = 1_000;
const secrets = new Set();
/** Masks a secret in the log, and in all that this file prints or writes; in its base64 and URL forms too. */
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
 * Makes a text fit to be printed on a line, whoever wrote it: secrets hidden, whatever could end the line, move the
 * cursor, turn the text round or start a workflow command made visible, and the middle of a long one left out.
 *
 * What starts a command is the runner's own rule: `::` at the start of a line after white space, `##[` anywhere in it.
 *
 * @param limit how many characters at most
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
const ESCAPES = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const toEscape = (character) => ESCAPES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
/** The same for a cell of the job summary, where neither Markdown nor HTML may come of it either. */
const cell = (text) => printable(text, MAX_FIELD).replace(/[^A-Za-z0-9 .,-]/gu, (character) => `&#${character.codePointAt(0)};`) || '-';
const report_info = (text) => info(printable(text));
const report_debug = (text) => core_debug(printable(text));
const report_warning = (text) => warning(printable(text), { title: 'Toloka training' });
/** The one error annotation of a step; a line for each reason, and where there are too many, how many more. */
function fail(title, reasons) {
    const lines = [];
    let room = MAX_MESSAGE - MORE.length;
    for (const reason of reasons) {
        const line = printable(reason, reasons.length === 1 ? MAX_LINE : MAX_FIELD);
        room -= line.length + 1;
        if (room < 0)
            break;
        lines.push(line);
    }
    const left = reasons.length - lines.length;
    if (left > 0)
        lines.push(MORE.replace('N', String(left)));
    error(lines.join('\n'), { title: printable(title) });
}
const MORE = 'and N more: see the log';
/** The outputs of the action that opens; for several trainings a line for each, in the order given. */
function setOpenOutputs(all) {
    setOperationIds(all);
    core.setOutput('status', printable(worstStatus(all), MAX_FIELD));
    core.setOutput('already-open', String(all.length > 0 && all.every(({ alreadyOpen }) => alreadyOpen)));
    core.setOutput('training-url', all.map(({ trainingUrl }) => printable(trainingUrl, MAX_FIELD)).join('\n'));
    core.setOutput('results', resultsOf(all));
}
/** The output that is set the moment it is known. */
const setOperationIds = (all) => core.setOutput('operation-id', all.map(({ operationId }) => printable(operationId, MAX_FIELD)).join('\n'));
/** The outputs of the action that waits; with nothing to wait for, all is well. */
function setWaitOutputs(all, succeeded) {
    setOutput('status', all.length === 0 && succeeded ? 'SUCCESS' : printable(progress_worstStatus(all), MAX_FIELD));
    setOutput('results', resultsOf(all));
}
const resultsOf = (all) => JSON.stringify(all.map(({ trainingId, operationId, status, alreadyOpen, trainingUrl, error }) => ({
    'training-id': printable(trainingId, MAX_FIELD),
    'operation-id': printable(operationId, MAX_FIELD),
    status: printable(status, MAX_FIELD),
    'already-open': alreadyOpen,
    'training-url': printable(trainingUrl, MAX_FIELD),
    error: printable(error, MAX_FIELD),
})));
/** The job summary: a row for each training. Where the runner gave no file for it, there is none. */
async function writeSummary(title, environment, all) {
    if (all.length === 0 || !process.env.GITHUB_STEP_SUMMARY)
        return;
    const failed = all.some(({ error }) => error !== '');
    const header = ['Training', 'Environment', 'Operation', 'Status', 'Took', ...(failed ? ['Error'] : [])];
    const rows = [];
    let room = MAX_SUMMARY;
    for (const one of all) {
        const row = [
            one.trainingUrl === ''
                ? cell(one.trainingId)
                : `<a href="${printable(one.trainingUrl)}">${cell(one.trainingId)}</a>`,
            cell(environment),
            cell(one.operationId),
            cell(one.alreadyOpen ? 'open already' : one.status),
            cell(formatDuration(one.tookMs)),
            ...(failed ? [cell(one.error)] : []),
        ];
        room -= Buffer.byteLength(row.join('')) + ROW_MARKUP;
        if (room < 0)
            break;
        rows.push(row);
    }
    const left = all.length - rows.length;
    await summary
        .addHeading(cell(title), 3)
        .addTable([header.map((data) => ({ data, header: true })), ...rows])
        .addRaw(left > 0 ? `and ${left} more: see the log` : '')
        .write();
}

;// CONCATENATED MODULE: ./lib/toloka/authorization.js
// The characters of a bearer token (RFC 6750, 2.1): what can stand in a header as it is.
const TOKEN = /^[\w.~+/-]+=*$/;
/**
 * Takes an OAuth token or an API key, with or without its scheme before it.
 *
 * Both official clients (toloka-kit, toloka-java-sdk) tell a bare one apart alike: exactly two dots, the first at index
 * 22 to 24, make it an API key. The Java client alone takes `OAuth …` and `ApiKey …` too.
 *
 * @returns undefined where the text is neither
 */
function parseAuthorization(text) {
    const words = text.trim().split(/\s+/);
    const token = words.at(-1) ?? '';
    const scheme = words.length === 1 ? schemeOf(token) : words[0];
    if (words.length > 2 || !isScheme(scheme) || isScheme(token) || !TOKEN.test(token))
        return undefined;
    return { token, header: `${scheme} ${token}` };
}
const isScheme = (word) => word === 'OAuth' || word === 'ApiKey';
function schemeOf(token) {
    const firstDot = token.indexOf('.');
    return token.split('.').length === 3 && firstDot >= 22 && firstDot <= 24 ? 'ApiKey' : 'OAuth';
}

;// CONCATENATED MODULE: ./lib/toloka/environment.js
/** Toloka's environments: where the API of each is, and where its pages for people are (Toloka's documentation). */
const ENVIRONMENTS = {
    production: { apiUrl: 'https://toloka.dev/api/v1', site: 'https://platform.toloka.ai' },
    sandbox: { apiUrl: 'https://sandbox.toloka.dev/api/v1', site: 'https://platform.sandbox.toloka.ai' },
};
const isEnvironment = (name) => Object.hasOwn(ENVIRONMENTS, name);
const isApiOf = (environment, apiUrl) => new URL(environment.apiUrl).origin === apiUrl.origin;
/** What to call the API at `apiUrl`: the environment, and its host where that is another than the environment's own. */
const environmentName = (environment, apiUrl) => isApiOf(ENVIRONMENTS[environment], apiUrl) ? environment : `${environment}, ${apiUrl.host}`;
/** The page of a training for people; undefined where the API's host has none that is known. */
function trainingPage(apiUrl, projectId, trainingId) {
    const environment = Object.values(ENVIRONMENTS).find((known) => isApiOf(known, apiUrl));
    if (environment === undefined)
        return undefined;
    const [project, training] = [projectId, trainingId].map(encodeURIComponent);
    return `${environment.site}/requester/project/${project}/training/${training}`;
}
/** What is known of a host that can't be reached, as an ending for a message; empty where nothing is. */
function hintForUnreachable(apiUrl) {
    return isApiOf(ENVIRONMENTS.sandbox, apiUrl)
        ? "; toloka-kit's reference says that the sandbox is unavailable since July 1, 2024: use production"
        : '';
}

;// CONCATENATED MODULE: ./lib/inputs.js






/** An input is not what it has to be. */
class InputError extends Error {
    name = 'InputError';
}
// An input that is given but empty means its default, and the runner hands on what is given: so the defaults of
// action.yml stand here too, and a test holds the two together.
const DEFAULTS = { environment: 'production', wait: 'true', timeout: '10m' };
const MAX_TIMEOUT_MS = 6 * 3_600_000;
/**
 * Reads the inputs of the action that opens; the token is masked before anything else happens.
 *
 * @throws InputError
 */
function inputs_readOpenInputs() {
    const common = readCommonInputs();
    const { ids: trainingIds, repeated } = readIds('training-id', isTrainingId, 'letters, digits, - and _');
    if (trainingIds.length === 0)
        throw new InputError('training-id is empty: give the id of the training to open');
    return { ...common, trainingIds, repeated, wait: readWait() };
}
/**
 * Reads the inputs of the action that waits; the token is masked before anything else happens.
 *
 * @throws InputError
 */
function readWaitInputs() {
    const common = readCommonInputs();
    const { ids: operationIds, repeated } = readIds('operation-id', isOperationId, 'what the output operation-id gave');
    return { ...common, operationIds, repeated };
}
function readCommonInputs() {
    const authorization = readAuthorization();
    const environment = readEnvironment();
    return { authorization, environment, timeoutMs: readTimeout(), apiUrl: readApiUrl(environment) };
}
function readAuthorization() {
    const text = core_getInput('token');
    if (text === '') {
        throw new InputError("token is empty: does the secret exist, and does it reach this workflow? secrets don't reach workflows of forks and Dependabot");
    }
    hide(text);
    const authorization = parseAuthorization(text);
    if (authorization === undefined) {
        throw new InputError('token: what was given (not shown) is not a token: use one OAuth token or API key, bare or with "OAuth " or "ApiKey " before it');
    }
    hide(authorization.token);
    hide(authorization.header);
    return authorization;
}
function readIds(name, isId, takes) {
    const given = core_getInput(name)
        .split(/[,\r\n]/)
        .map((id) => id.trim())
        .filter((id) => id !== '');
    const bad = given.filter((id) => !isId(id)).map((id) => JSON.stringify(id));
    if (bad.length > 0)
        throw new InputError(`${name}: ${bad.join(', ')} is not an id: use ${takes}`);
    const ids = [...new Set(given)];
    return { ids, repeated: ids.filter((id) => given.indexOf(id) !== given.lastIndexOf(id)) };
}
function readEnvironment() {
    const given = core_getInput('environment') || DEFAULTS.environment;
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
    throw new InputError(`wait: ${JSON.stringify(given)} is neither true nor false`);
}
function readTimeout() {
    const given = core_getInput('timeout') || DEFAULTS.timeout;
    const timeoutMs = parseDuration(given);
    if (timeoutMs !== undefined && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)
        return timeoutMs;
    const why = timeoutMs === undefined
        ? 'is not a time'
        : timeoutMs > 0
            ? `is more than ${formatDuration(MAX_TIMEOUT_MS)}`
            : 'is no time at all';
    throw new InputError(`timeout: ${JSON.stringify(given)} ${why}: use, for example, 90s, 10m or 1h30m, at most 6h`);
}
function readApiUrl(environment) {
    const given = core_getInput('api-url');
    if (given === '')
        return new URL(ENVIRONMENTS[environment].apiUrl);
    const url = URL.canParse(given) ? new URL(given) : undefined;
    const refuse = (why) => new InputError(`api-url: ${why}: use an https URL such as https://tasks.yandex.ru or https://tasks.yandex.ru/api/v1`);
    if (url === undefined)
        throw refuse(`${JSON.stringify(given)} is not a URL`);
    // A password in it must not be shown, so nothing of it is.
    if (url.username !== '' || url.password !== '')
        throw refuse('what was given (not shown) has a user name in it');
    // `search` and `hash` are empty where there is but the mark, which would swallow the paths put after it.
    if (/[?#]/.test(given))
        throw refuse(`${JSON.stringify(given)} has a query or a fragment`);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
        throw refuse(`${JSON.stringify(given)} would send the token in the clear`);
    }
    url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
    return url;
}
const isLoopback = (hostname) => hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

;// CONCATENATED MODULE: ./lib/explain.js



/** Why a training did not get where it should, what goes on without this step, and what to do. */
function explain(error, training, timeoutMs) {
    if (error instanceof OperationFailedError)
        return error.message;
    if (error instanceof errors_Refusal || error instanceof PermanentFault) {
        return `${error.message}${training.status === '' ? '' : whatGoesOn(training)}`;
    }
    if (error instanceof CancelledError)
        return `cancelled${whatGoesOn(training) || NOT_KNOWN}`;
    if (error instanceof DeadlineError) {
        const lastFault = error.message === '' ? '' : `; ${error.message}`;
        const rest = whatGoesOn(training) || (error.answerLost ? NOT_KNOWN : '; Toloka did not take the request');
        return `timed out after ${formatDuration(timeoutMs)}${lastFault}${rest}: raise timeout, or run the step again, which is safe`;
    }
    return unforeseen(error);
}
const NOT_KNOWN = '; whether Toloka took the request is not known';
function whatGoesOn({ operationId, status }) {
    if (operationId === '' || operation_isEnded(status))
        return '';
    return `; operation ${operationId} ${status === '' ? 'was not reached' : `is ${status} and goes on at Toloka`}`;
}
/** What to say of an error that nobody foresaw. */
const unforeseen = (error) => error instanceof Error ? `${error.name}: ${error.message}` : String(error);

;// CONCATENATED MODULE: ./lib/toloka/limiter.js
const IN_FLIGHT = 10;
// Toloka answers 429 past 300 requests a second for an account; the rest is for what else the account does.
const PER_SECOND = 250;
/** Lets requests through, at most 10 at a time and 250 in any second; the others wait in the order they came. */
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

;// CONCATENATED MODULE: ./lib/toloka/opening.js



/** How long an operation is looked up whose training is open for sure. */
const LOOK_UP_LIMIT_MS = 30_000;
/** How far the clocks of Toloka and of this machine may differ where Toloka's answer has no `Date`. */
const CLOCK_SKEW_MS = 60_000;
/** `Date` counts whole seconds, and an answer takes its time. */
const DATE_PRECISION_MS = 2_000;
/**
 * Opens a training. The call sets a state, so it is repeated until it is answered. An answer that was lost shows in the
 * answer to the repeat (204, it is open; 409, it is locked by the first), and the operation that it would have named is
 * looked up.
 *
 * @param deadline when to give up, on the clock's `now`
 * @returns the operation that this started; `already open`; or `open`, where an answer was lost and Toloka does not tell
 *   whether this opened it
 * @throws Refusal, PermanentFault, DeadlineError, CancelledError
 */
async function openTraining(id, ask, clock, deadline) {
    const began = clock.date();
    const path = `/trainings/${encodeURIComponent(id)}/open`;
    const { value, answerLost } = await ask('POST', path, (answer) => parseOpening(answer, id));
    if (value instanceof errors_Refusal) {
        if (answerLost && value.status === 409)
            return await findOpeningBehind(value);
        throw value;
    }
    return answerLost && value === 'already open' ? await findOpeningOfOpen() : value;
    async function findOpeningBehind(refusal) {
        try {
            const found = await findOpening(id, ask, clock, began, deadline);
            if (found !== undefined)
                return found;
        }
        catch (error) {
            // What the look-up did not reach, the request to open may well have.
            if (error instanceof DeadlineError)
                throw new DeadlineError(error.message, true, { cause: error.cause });
            if (!isNo(error))
                throw error;
        }
        throw refusal;
    }
    async function findOpeningOfOpen() {
        const until = Math.min(deadline, clock.now() + LOOK_UP_LIMIT_MS);
        try {
            return (await findOpening(id, ask, clock, began, until)) ?? 'already open';
        }
        catch (error) {
            if (error instanceof DeadlineError || isNo(error))
                return 'open';
            throw error;
        }
    }
}
const isNo = (error) => error instanceof errors_Refusal || error instanceof PermanentFault;
function parseOpening({ status, body }, trainingId) {
    if (status === 204)
        return 'already open';
    const json = parseJson(body);
    const operation = parseOperation(json);
    if (!isOpening(operation, trainingId))
        throw unexpected(`an operation that opens training ${trainingId}`, json);
    return operation;
}
/**
 * The newest operation that opens a training and was submitted since `began` (milliseconds since 1970, this machine's
 * clock); undefined where there is none. There is no filter by training (Toloka's documentation).
 */
async function findOpening(trainingId, ask, clock, began, until) {
    const query = new URLSearchParams({
        type: OPENING,
        sort: '-submitted',
        limit: '500',
        submitted_gte: new Date(began - CLOCK_SKEW_MS).toISOString().replace('Z', ''),
    });
    const parse = ({ body, headers }) => {
        const list = parseJson(body);
        if (!isRecord(list) || !Array.isArray(list.items))
            throw unexpected('a list of operations', list);
        const ahead = Date.parse(headers.date ?? '') - clock.date();
        const since = began + (Number.isNaN(ahead) ? -CLOCK_SKEW_MS : ahead - DATE_PRECISION_MS);
        const [newest] = list.items
            .filter((item) => isRecord(item) && item.type === OPENING && isRecord(item.parameters))
            .filter((item) => idOf(item.parameters.training_id) === trainingId)
            .map((item) => parseOperation(item))
            .filter(({ submitted = 0 }) => submitted >= since)
            .sort((a, b) => (b.submitted ?? 0) - (a.submitted ?? 0));
        return newest;
    };
    const { value } = await ask('GET', `/operations?${query}`, parse, until);
    if (value instanceof errors_Refusal)
        throw value;
    return value;
}

;// CONCATENATED MODULE: ./lib/toloka/retry-after.js

// Toloka's names for the interval of a quota, as toloka-kit reads them from the payload of a 429.
const INTERVALS_MS = { MIN: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/**
 * How long a server asks to wait, from the header `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) or, without one,
 * from the `payload.interval` of Toloka's 429. What is neither asks for nothing.
 *
 * @param date milliseconds since 1970 (UTC), now
 * @returns milliseconds, 0 or more
 */
function retryAfter(header, payload, date) {
    const text = header?.trim() ?? '';
    if (/^\d+$/.test(text))
        return Number(text) * 1_000;
    if (HTTP_DATE.test(text))
        return Math.max(0, Date.parse(text) - date) || 0;
    const interval = isRecord(payload) ? payload.interval : undefined;
    return (typeof interval === 'string' && Object.hasOwn(INTERVALS_MS, interval) && INTERVALS_MS[interval]) || 0;
}

;// CONCATENATED MODULE: ./lib/toloka/refusal.js



const TRANSIENT = [408, 429, 500, 502, 503, 504];
/**
 * What an answer refuses; undefined where it is a 2xx.
 *
 * @throws TransientFault where a repeat may do better; PermanentFault for a redirect, which would take the token along
 */
function refusalIn({ status, headers, body }, request, host, date) {
    if (status >= 200 && status < 300)
        return undefined;
    if (status >= 300 && status < 400 && headers.location !== undefined) {
        throw new PermanentFault(`HTTP ${status}, a redirect to ${headers.location}, where the token is not sent: is this the API of Toloka?`);
    }
    const json = parseJson(body);
    const said = ['HTTP', status, sentenceOf(json)].filter((part) => part !== undefined).join(' ');
    if (TRANSIENT.includes(status)) {
        throw new TransientFault(said, {
            source: 'answer',
            answerLost: status >= 500,
            retryAfterMs: retryAfter(headers['retry-after'], status === 429 && isRecord(json) ? json.payload : undefined, date),
            kind: status === 429 ? 'throttled' : 'other',
        });
    }
    return new errors_Refusal(`${request}: ${said}${adviceFor(status, host)}`, status);
}
/** What to do about a refusal, as an ending for its message. */
function adviceFor(status, host) {
    switch (status) {
        case 401:
        case 403:
            return `; check that the token is valid, and that it belongs to this environment (${host})`;
        case 404:
            return `; check the id, and that it belongs to this environment (${host})`;
        default:
            return '';
    }
}

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
var external_node_http_default = /*#__PURE__*/__nccwpck_require__.n(external_node_http_namespaceObject);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_default = /*#__PURE__*/__nccwpck_require__.n(external_node_https_namespaceObject);
;// CONCATENATED MODULE: external "node:url"
const external_node_url_namespaceObject = require("node:url");
;// CONCATENATED MODULE: ./lib/toloka/request.js





const MAX_BODY_BYTES = 1024 * 1024;
const TOO_LONG = 'an answer of more than 1 MiB: is this the API of Toloka?';
// What Node reports for a certificate that it does not trust ("X.509 certificate error codes" in its documentation).
const UNTRUSTED = /^(ERR_TLS_CERT_ALTNAME_INVALID|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|(CERT|CRL|UNABLE_TO)_[A-Z_]+)$/;
// With these no connection came about, so the request can't have had an effect.
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/**
 * The way to one API: one kept-alive connection (or a tunnel where `https_proxy` asks for it), redirects never followed,
 * the token in the header of each request and nowhere else.
 */
function createSend(apiUrl, authorization) {
    const client = new lib_HttpClient(undefined, [], { allowRedirects: false, keepAlive: true });
    const exchange = async (method, path, signal) => {
        const url = new URL(apiUrl.href + path);
        let received;
        try {
            // Raw, and read by hand: `request` can't be given a signal, and `readBody` never settles where a body is cut.
            const { message } = await client.requestRaw({
                parsedUrl: url,
                httpModule: url.protocol === 'https:' ? (external_node_https_default()) : (external_node_http_default()),
                options: {
                    ...(0,external_node_url_namespaceObject.urlToHttpOptions)(url),
                    method,
                    agent: client.getAgent(apiUrl.href),
                    signal,
                    headers: {
                        accept: 'application/json',
                        authorization: authorization.header,
                        'content-type': 'application/json',
                        'user-agent': 'open-toloka-training',
                    },
                },
            }, '');
            received = 0;
            const chunks = [];
            const body = message;
            for await (const chunk of body) {
                received += chunk.length;
                if (received > MAX_BODY_BYTES)
                    throw new PermanentFault(TOO_LONG);
                chunks.push(chunk);
            }
            return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks).toString() };
        }
        catch (error) {
            throw error instanceof PermanentFault ? error : faultOf(error, received, url.hostname);
        }
    };
    return async (method, path, limitMs, cancel) => {
        if (cancel.aborted)
            throw new CancelledError('cancelled', { cause: cancel.reason });
        const stop = new AbortController();
        const onCancel = () => stop.abort();
        cancel.addEventListener('abort', onCancel, { once: true });
        const timer = setTimeout(onCancel, limitMs);
        try {
            // A race, since a request that has no socket yet says nothing when it is aborted: a proxy that never answers
            // CONNECT would be waited for without end.
            return await Promise.race([exchange(method, path, stop.signal), aborted(stop.signal)]);
        }
        catch (error) {
            if (cancel.aborted)
                throw new CancelledError('cancelled', { cause: cancel.reason });
            if (!stop.signal.aborted)
                throw error;
            const reason = `no whole answer within ${Math.round(limitMs / 100) / 10} s`;
            throw new TransientFault(reason, { source: 'connection', answerLost: true, cause: error });
        }
        finally {
            clearTimeout(timer);
            cancel.removeEventListener('abort', onCancel);
        }
    };
}
const aborted = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
/** @param received the bytes of the body that came; undefined where not even the headers did */
function faultOf(error, received, hostname) {
    const code = codeOf(error);
    if (UNTRUSTED.test(code)) {
        return new PermanentFault(`the certificate of ${hostname} is not trusted (${code}), so nothing was sent: ` +
            'where a proxy has an authority of its own, name its certificate in NODE_EXTRA_CA_CERTS', { cause: error });
    }
    // A TypeError is Node's word for options that make no request, such as a proxy's URL that is none.
    if (error instanceof TypeError) {
        return new PermanentFault(`no request can be made (${error.message}): is https_proxy a URL?`, { cause: error });
    }
    const reason = received === undefined ? reasonOf(error) : `the answer was cut after ${received} bytes (${code})`;
    return new TransientFault(reason, {
        source: 'connection',
        answerLost: !NEVER_SENT.includes(code),
        kind: code === 'ENOTFOUND' ? 'host-not-found' : 'other',
        cause: error,
    });
}
const field = (error, name) => {
    const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const codeOf = (error) => field(error, 'code');
/** Such as `ECONNREFUSED 127.0.0.1:9`; a host with several addresses fails with an error for each. */
function reasonOf(error) {
    if (error instanceof AggregateError)
        return error.errors.map(reasonOf).join(', ');
    const [code, address, hostname] = [codeOf(error), field(error, 'address'), field(error, 'hostname')];
    if (code !== '' && address !== '')
        return `${code} ${address}:${field(error, 'port')}`;
    if (code !== '' && hostname !== '')
        return `${code} ${hostname}`;
    const message = error instanceof Error ? error.message : String(error);
    return code === '' || message.includes(code) ? message : `${message} (${code})`;
}

;// CONCATENATED MODULE: ./lib/toloka/retry.js

const FIRST_BACK_OFF_MS = 250;
const FIRST_BACK_OFF_THROTTLED_MS = 1_000;
const MAX_BACK_OFF_MS = 20_000;
const HOST_NOT_FOUND_LIMIT_MS = 30_000;
const FAILURES_WORTH_A_WARNING = 3;
/**
 * Tries until a try gives a value, with an exponential back-off and full jitter (0.25 s at first, 1 s after a 429, 20 s
 * at most), at least as long as the server asks to wait.
 *
 * @returns the value, and whether an earlier try may have had its effect although its answer was lost
 * @throws DeadlineError with the last fault as its cause; PermanentFault where the server asks to wait past the deadline,
 *   or a host name is not found for 30 s; whatever a try throws that is no TransientFault
 */
async function retry(attempt, { clock, signal, deadline, onFailing }) {
    let answerLost = false;
    let notFoundSince;
    for (let failures = 1;; failures += 1) {
        try {
            return { value: await attempt(), answerLost };
        }
        catch (fault) {
            if (!(fault instanceof TransientFault))
                throw fault;
            answerLost ||= fault.answerLost;
            if (failures === FAILURES_WORTH_A_WARNING)
                onFailing(fault);
            const now = clock.now();
            const left = deadline - now;
            if (left <= 0)
                throw new DeadlineError(clauseOf(fault), answerLost, { cause: fault });
            if (fault.retryAfterMs > left) {
                const seconds = Math.ceil(fault.retryAfterMs / 1_000);
                throw new PermanentFault(`${fault.message}; it asks to wait ${seconds} s, which the timeout does not allow`, {
                    cause: fault,
                });
            }
            notFoundSince = fault.kind === 'host-not-found' ? (notFoundSince ?? now) : undefined;
            const lastTry = Math.min(deadline, (notFoundSince ?? Number.POSITIVE_INFINITY) + HOST_NOT_FOUND_LIMIT_MS);
            if (lastTry <= now)
                throw new PermanentFault(`${fault.message} for 30 s`, { cause: fault });
            const first = fault.kind === 'throttled' ? FIRST_BACK_OFF_THROTTLED_MS : FIRST_BACK_OFF_MS;
            const backOff = clock.random() * Math.min(MAX_BACK_OFF_MS, first * 2 ** (failures - 1));
            await clock.sleep(Math.min(lastTry - now, Math.max(backOff, fault.retryAfterMs)), signal);
        }
    }
}

;// CONCATENATED MODULE: ./lib/toloka/training.js

/** @throws TransientFault where the JSON is not a training */
function parseTraining(json) {
    if (!isRecord(json) || typeof json.status !== 'string')
        throw unexpected('a training', json);
    return { status: json.status, projectId: idOf(json.project_id) };
}
/** Why a training can't be opened, and what to do about it, as far as its status tells. */
const training_obstacleIn = ({ status }) => `the training is ${status}${status === 'ARCHIVED' ? ', and stays so: clone it, and open the clone' : ''}`;

;// CONCATENATED MODULE: ./lib/toloka/client.js










const REQUEST_LIMIT_MS = 30_000;
/** What a last look at the deadline may take, and how far it may go beyond it. */
const LAST_LOOK_MS = 1_000;
/** What reading something that is good to know, and no more, may take. */
const EXTRA_LIMIT_MS = 5_000;
/**
 * A client of Toloka's requester API.
 *
 * Its functions throw Refusal where Toloka says no, PermanentFault where waiting can't mend it, DeadlineError where the
 * deadline passes first, and CancelledError as soon as `signal` aborts.
 */
function createToloka(options) {
    const { apiUrl, authorization, clock, signal, deadline, onFailing, onTry } = options;
    const send = createSend(apiUrl, authorization);
    const limited = createLimiter(clock, signal);
    /** One try: an answer to go on with, parsed, or a refusal. All else is thrown. */
    const attempt = async (method, path, parse, limit) => {
        const request = `${method} ${path}`;
        try {
            const answer = await limited(() => {
                const limitMs = Math.min(REQUEST_LIMIT_MS, limit());
                if (limitMs >= 1)
                    return send(method, path, Math.floor(limitMs), signal);
                throw new TransientFault('the time ran out before it could be sent', {
                    source: 'connection',
                    answerLost: false,
                });
            });
            const result = refusalIn(answer, request, apiUrl.host, Date.parse(answer.headers.date ?? '') || clock.date()) ?? parse(answer);
            onTry(request, `HTTP ${answer.status}`);
            return result;
        }
        catch (error) {
            onTry(request, error instanceof Error ? error.message : String(error));
            throw error;
        }
    };
    /** What a request may take that starts now: up to the deadline, or, about to pass it, a last look. */
    const untilDeadline = () => {
        const left = deadline - clock.now();
        return Math.max(left, Math.min(LAST_LOOK_MS, left + LAST_LOOK_MS));
    };
    const ask = async (method, path, parse, until = deadline) => {
        const request = `${method} ${path}`;
        try {
            return await retry(() => attempt(method, path, parse, untilDeadline), {
                clock,
                signal,
                deadline: until,
                onFailing: (fault) => onFailing(request, fault),
            });
        }
        catch (error) {
            const unreachable = error instanceof Error && error.cause instanceof TransientFault && error.cause.source === 'connection';
            const hint = unreachable ? hintForUnreachable(apiUrl) : '';
            if (error instanceof DeadlineError) {
                throw new DeadlineError(`${error.message}${hint}`, error.answerLost, { cause: error.cause });
            }
            if (error instanceof PermanentFault) {
                throw new PermanentFault(`${request}: ${error.message}${hint}`, { cause: error.cause });
            }
            throw error;
        }
    };
    const get = async (path, parse) => {
        const { value } = await ask('GET', path, parse);
        if (value instanceof errors_Refusal)
            throw value;
        return value;
    };
    /** One short try at something that is good to know; it never fails, and never goes past the deadline. */
    const getExtra = async (path, parse) => {
        try {
            const end = Math.min(deadline, clock.now() + EXTRA_LIMIT_MS);
            const value = await attempt('GET', path, parse, () => end - clock.now());
            return value instanceof errors_Refusal ? undefined : value;
        }
        catch {
            return undefined;
        }
    };
    return {
        openTraining: (id) => openTraining(id, ask, clock, deadline),
        operation: (id) => get(`/operations/${encodeURIComponent(id)}`, ({ body }) => {
            const json = parseJson(body);
            const operation = parseOperation(json);
            if (operation.id !== id)
                throw unexpected(`operation ${id}`, json);
            return operation;
        }),
        operationLog: async (id) => (await getExtra(`/operations/${encodeURIComponent(id)}/log`, ({ body }) => parseLog(parseJson(body)))) ?? '',
        training: (id) => getExtra(`/trainings/${encodeURIComponent(id)}`, ({ body }) => parseTraining(parseJson(body))),
    };
}

;// CONCATENATED MODULE: ./lib/step.js








/**
 * The frame of every step: reads the inputs, works on all trainings side by side until the deadline or a cancel, and
 * reports however it ends.
 *
 * @returns whether all went well; it never throws
 */
async function step_runStep(clock, story) {
    const began = clock.now();
    const cancel = new AbortController();
    const onSignal = (signal) => cancel.abort(signal);
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    let all = [];
    let environment = '';
    const reasons = [];
    try {
        const inputs = story.readInputs();
        all = story.list(inputs);
        environment = environmentName(inputs.environment, inputs.apiUrl);
        for (const id of inputs.repeated)
            report_warning(`${id} is given more than once, and counts once`);
        report_info(`${beginningOf(story.wording, all)} (${environment}), for at most ${formatDuration(inputs.timeoutMs)}`);
        const step = createStep(inputs, all, clock, began, cancel.signal);
        await Promise.all(all.map(async (training) => {
            try {
                await story.work(training, step);
            }
            catch (error) {
                training.error = explain(error, training, inputs.timeoutMs);
                if (all.length > 1)
                    report_info(`${progress_nameOf(training)}: ${training.error}`);
            }
            training.tookMs = clock.now() - began;
        }));
        const failed = all.filter(({ error }) => error !== '');
        reasons.push(...failed.map((one) => (all.length === 1 ? one.error : `${progress_nameOf(one)}: ${one.error}`)));
        if (failed.length === 0 && cancel.signal.aborted)
            reasons.push('cancelled when all was done');
    }
    catch (error) {
        reasons.push(error instanceof InputError ? error.message : unforeseen(error));
    }
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    try {
        story.setOutputs(all, reasons.length === 0);
    }
    catch (error) {
        reasons.push(`the outputs can't be written: ${unforeseen(error)}`);
    }
    const title = titleOf(story.wording, all);
    try {
        await writeSummary(reasons.length === 0 ? 'Toloka' : title, environment, all);
    }
    catch (error) {
        report_warning(`the job summary can't be written: ${unforeseen(error)}`);
    }
    if (reasons.length > 0)
        fail(title, reasons);
    return reasons.length === 0;
}
function createStep(inputs, all, clock, began, signal) {
    const elapsed = () => formatDuration(clock.now() - began);
    const deadline = began + inputs.timeoutMs;
    const said = new Set();
    const warnOnce = (about, text) => {
        if (said.has(about))
            report_debug(text);
        else
            report_warning(text);
        said.add(about);
    };
    const toloka = createToloka({
        apiUrl: inputs.apiUrl,
        authorization: inputs.authorization,
        clock,
        signal,
        deadline,
        onFailing: (request, fault) => warnOnce('failing', `${request} failed three times in a row, still trying: ${clauseOf(fault)}`),
        onTry: (request, outcome) => report_debug(`${request}: ${outcome} (after ${elapsed()})`),
    });
    return { inputs, toloka, clock, signal, deadline, all, elapsed, warnOnce };
}
function beginningOf({ does, plural }, all) {
    const [first] = all;
    if (first === undefined)
        return 'nothing to wait for';
    return `${does} ${all.length === 1 ? progress_nameOf(first) : `${all.length} ${plural}`}`;
}
function titleOf({ didNot, plural }, all) {
    const [failed, ...others] = all.filter(({ error }) => error !== '');
    if (all.length === 0)
        return 'nothing was sent to Toloka';
    if (failed === undefined)
        return 'the step failed, though not at Toloka';
    if (all.length === 1)
        return `Toloka ${progress_nameOf(failed)} ${didNot}`;
    return `${1 + others.length} of ${all.length} Toloka ${plural} ${didNot}`;
}

;// CONCATENATED MODULE: ./lib/toloka/clock.js

const clock_systemClock = {
    // Not performance.now(): loading that takes 4 ms, a tenth of the whole step.
    now: () => Number(process.hrtime.bigint()) / 1e6,
    date: () => Date.now(),
    random: () => Math.random(),
    sleep: (ms, signal) => new Promise((resolve, reject) => {
        const cancelled = () => {
            clearTimeout(timer);
            reject(new CancelledError('cancelled', { cause: signal.reason }));
        };
        const timer = setTimeout(() => {
            signal.removeEventListener('abort', cancelled);
            resolve();
        }, ms);
        if (signal.aborted)
            cancelled();
        else
            signal.addEventListener('abort', cancelled, { once: true });
    }),
};

;// CONCATENATED MODULE: ./lib/wait.js


const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/**
 * The pause before the next poll: a tenth of the time waited so far, so that what is late stays in proportion to what
 * it is late for.
 *
 * @param waitedMs milliseconds
 * @returns milliseconds, from 0.25 s to 10 s
 */
const pauseAfter = (waitedMs) => Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waitedMs / 10));
/**
 * Waits until an operation has ended.
 *
 * @param operation as it was when the wait began
 * @returns the operation as it ended, with `SUCCESS` or `FAIL`
 * @throws DeadlineError; CancelledError as soon as `signal` aborts; what `poll` throws
 */
async function waitUntilEnded(operation, wait) {
    const { clock, signal, deadline, poll, onStatus } = wait;
    const began = clock.now();
    let current = operation;
    onStatus(current);
    while (!operation_isEnded(current.status)) {
        const now = clock.now();
        if (now >= deadline)
            throw new DeadlineError('', false);
        await clock.sleep(Math.min(pauseAfter(now - began), deadline - now), signal);
        const next = await poll(current.id);
        if (next.status !== current.status)
            onStatus(next);
        current = next;
    }
    return current;
}

;// CONCATENATED MODULE: ./lib/run.js











/** The step that opens trainings. Reports every way out, and never throws. @returns whether all went well */
const runOpen = (clock = systemClock) => runStep(clock, {
    wording: { does: 'opening', didNot: 'did not open', plural: 'trainings' },
    readInputs: readOpenInputs,
    list: ({ trainingIds }) => trainingIds.map((trainingId) => startOf({ trainingId })),
    work: run_open,
    setOutputs: report.setOpenOutputs,
});
/** The step that waits for what an earlier one started. Reports every way out, and never throws. @returns whether all went well */
const runWait = (clock = clock_systemClock) => step_runStep(clock, {
    wording: { does: 'waiting for', didNot: 'did not succeed', plural: 'operations' },
    readInputs: readWaitInputs,
    list: ({ operationIds }) => operationIds.map((operationId) => progress_startOf({ operationId })),
    work: waitFor,
    setOutputs: setWaitOutputs,
});
async function run_open(training, step) {
    const operation = await requestOpening(training, step);
    if (operation === 'already open' || operation === 'open') {
        training.alreadyOpen = true;
        training.status = 'SUCCESS';
        if (operation === 'already open') {
            report.info(`${nameOf(training)}: was open already`);
        }
        else {
            report.warning(`${nameOf(training)}: is open; an answer was lost, so whether this step opened it is not known`);
        }
    }
    else {
        training.operationId = operation.id;
        report.setOperationIds(step.all);
        if (!step.inputs.wait && !isEnded(operation.status)) {
            noteStatus(training, operation, step);
            report.info(`${nameOf(training)}: goes on at Toloka, this step does not wait for it`);
            return;
        }
        await follow(training, operation, step);
    }
    await lookAtTraining(training, step);
}
async function waitFor(training, step) {
    const operation = await step.toloka.operation(training.operationId);
    if (!isOpening(operation)) {
        throw new OperationFailedError(`operation ${operation.id} is ${operation.type}, which opens no training`);
    }
    training.trainingId = operation.trainingId ?? '';
    await follow(training, operation, step);
    if (training.trainingId !== '')
        await lookAtTraining(training, step);
}
async function requestOpening(training, step) {
    try {
        return await step.toloka.openTraining(training.trainingId);
    }
    catch (error) {
        if (!(error instanceof Refusal && error.status === 409))
            throw error;
        const seen = await readTraining(training, step);
        const obstacle = seen === undefined ? "check the training's state" : obstacleIn(seen);
        throw new Refusal(`${error.message}; ${obstacle}`, error.status, { cause: error });
    }
}
/** Waits until the operation has ended, and throws where it did not end well. */
async function follow(training, operation, step) {
    const { toloka, clock, signal, deadline } = step;
    const { status, details } = await waitUntilEnded(operation, {
        clock,
        signal,
        deadline,
        poll: toloka.operation,
        onStatus: (current) => noteStatus(training, current, step),
    });
    if (status === 'SUCCESS')
        return;
    const log = await toloka.operationLog(operation.id);
    const why = [
        log === '' ? '' : `; its log says ${log}`,
        details === undefined ? '; it has no details' : `; its details are ${textOf(details)}`,
    ].join('');
    throw new OperationFailedError(`operation ${operation.id} ended with ${status}${why}`);
}
function noteStatus(training, { id, status }, step) {
    const since = training.status === '' ? `operation ${id}` : `after ${step.elapsed()}`;
    training.status = status;
    report_info(`${progress_nameOf(training)}: ${status} (${since})`);
    if (phaseOf(status) === 'unknown') {
        step.warnOnce(`status ${status}`, `${progress_nameOf(training)}: the status ${JSON.stringify(status)} is not a known one; waiting on`);
    }
}
/** Looks once at what was opened: for the link to it, and to say so where it is not open after all. */
async function lookAtTraining(training, step) {
    const seen = await readTraining(training, step);
    if (seen !== undefined && seen.status !== 'OPEN') {
        report_warning(`${progress_nameOf(training)}: Toloka reported success, but the training is ${seen.status} now`);
    }
    if (training.trainingUrl !== '')
        report_info(`${progress_nameOf(training)}: ${training.trainingUrl}`);
}
/** Reads the training, and notes the link to it; undefined where it can't be read. */
async function readTraining(training, { toloka, inputs }) {
    const seen = await toloka.training(training.trainingId);
    if (seen?.projectId !== undefined) {
        training.trainingUrl = trainingPage(inputs.apiUrl, seen.projectId, training.trainingId) ?? '';
    }
    return seen;
}


/***/ }),

/***/ 796:
/***/ ((module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__nccwpck_require__.r(__webpack_exports__);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(915);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(50);


await (0,_main_js__WEBPACK_IMPORTED_MODULE_1__/* .main */ .i)(_run_js__WEBPACK_IMPORTED_MODULE_0__/* .runWait */ .p);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

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

/***/ 33:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

/**
 * Stands before `tunnel` in the bundle. `@actions/http-client` loads it at once, and `assert` with it, but needs it for a
 * proxy alone: so here it is loaded once a proxy asks for it. The name of its file leads past this stand-in.
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
/******/ 	var __webpack_exports__ = __nccwpck_require__(796);
/******/ 	module.exports = __webpack_exports__;
/******/ 	
/******/ })()
;