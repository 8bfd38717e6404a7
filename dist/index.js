/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	// The require scope
/******/ 	var __nccwpck_require__ = {};
/******/ 	
/************************************************************************/
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
/************************************************************************/
var __webpack_exports__ = {};

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
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
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
        return __awaiter(this, void 0, void 0, function* () {
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
        return __awaiter(this, void 0, void 0, function* () {
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
const summary = (/* unused pure expression or super */ null && (_summary));
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
/** The longest first: one may hold another. */
let secrets = [];
/** Masks a secret in the log and in every text that goes through `printable`, in its base64, URL and JSON forms too. */
function hide(secret) {
    const base64 = Buffer.from(secret).toString('base64');
    const url = encodeURIComponent(secret);
    const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
    for (const form of [secret, base64, base64.replaceAll('=', ''), url, lowerUrl, secret.replaceAll('/', '\\/')]) {
        if (form === '' || secrets.includes(form))
            continue;
        secrets = [...secrets, form].sort((a, b) => b.length - a.length);
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
    const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    const visible = (/^[ -~]*$/.test(hidden) ? hidden.replace(/^( *)::/, '$1\\::') : makeVisible(hidden)).replaceAll('##[', '##\\[');
    if (visible.length <= limit)
        return visible;
    const start = visible.slice(0, Math.ceil(limit * 0.7) - 1);
    const end = visible.slice(visible.length - Math.floor(limit * 0.3));
    return `${start}…${end}`.toWellFormed();
}
// A function of its own: V8 builds the sets of these classes as soon as it reads them, and most texts are plain ASCII.
const makeVisible = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, toEscape).replace(/^(\p{Zs}*)::/u, '$1\\::');
const toEscape = (character) => NAMED_ESCAPES.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
const NAMED_ESCAPES = new Map(Object.entries({ '\n': '\\n', '\r': '\\r', '\t': '\\t' }));
/** The same for the job summary, with Markdown and HTML made inert too; `-` for no text. */
const printableHtml = (text) => printable(text ?? '', MAX_FIELD).replace(/[^A-Za-z0-9 .,-]/gu, (character) => `&#${character.codePointAt(0)};`) ||
    '-';

;// CONCATENATED MODULE: ./lib/toloka/json.js
const MAX_ID = 256;
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
 * Cuts a text that is longer than any of Toloka's own. It cuts no word in two, since a part of an echoed token would not be
 * recognized as a secret.
 */
function shorten(text, limit = 1_000) {
    if (text.length <= limit)
        return text;
    const start = text.slice(0, limit).replace(/[\w.~+/=%-]*$/, '');
    // A copy: a slice would keep all of the answer in memory.
    return `${Buffer.from(start).toString()}…`;
}
/**
 * Takes an id as Toloka writes it: a string or, in some of its examples, a number.
 *
 * @returns undefined if it is neither, or a number too large to be exact
 */
function parseId(json) {
    if (typeof json === 'string')
        return shorten(json.toWellFormed(), MAX_ID);
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
    /** Milliseconds after which it is no use to try again, if the fault lasts so long. */
    giveUpAfterMs = Number.POSITIVE_INFINITY;
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
    constructor(message = '', details) {
        super(message, details);
    }
}
/** The wait was cancelled from outside. */
class CancelledError extends TolokaError {
    name = 'CancelledError';
    constructor(details) {
        super('cancelled', details);
    }
}
/** Toloka ended the opening, but the training is not open. */
class NotOpenError extends TolokaError {
    name = 'NotOpenError';
}

;// CONCATENATED MODULE: ./lib/toloka/problem.js


const ADVICE = new Map([
    ['NOT_ENOUGH_BALANCE', 'top up the account'],
    ['EMPTY_POOL', 'upload tasks first'],
]);
/** Takes what there is of `code`, `message` and `request_id`; any of them can be missing (Toloka's documentation). */
function parseProblem(json) {
    const { code, message, request_id: requestId } = isRecord(json) ? json : {};
    return {
        code: typeof code === 'string' ? shorten(code) : undefined,
        text: shorten([code, message].filter((part) => typeof part === 'string').join(': ')) || undefined,
        requestId: parseId(requestId),
        advice: ADVICE.get(code),
    };
}
/** The error for a 2xx answer of the wrong shape, such as a proxy's page. Toloka may have taken the request. */
function createShapeError(wanted, json) {
    const got = json === undefined ? 'no JSON' : 'JSON of another shape';
    return new TransientError(`${got} instead of ${wanted}`, { fault: 'answer', answerLost: true });
}

;// CONCATENATED MODULE: ./lib/toloka/operation.js


/** The type of the operations that open a training. */
const OPENING_TYPE = 'TRAINING.OPEN';
// Toloka documents four statuses. Both official clients wait on after any other.
const isEnded = (status) => status === 'SUCCESS' || status === 'FAIL';
const isKnown = (status) => status === 'PENDING' || status === 'RUNNING' || isEnded(status);
/** @throws TransientError if the JSON is not an operation */
function parseOperation(json) {
    if (!isRecord(json))
        throw createShapeError('an operation', json);
    const { id, status, type, parameters, progress, details } = json;
    const [submitted, started, finished] = [json.submitted, json.started, json.finished].map(parseTime);
    if (typeof id !== 'string' || !isOperationId(id))
        throw createShapeError('an operation with an id', json);
    if (typeof status !== 'string' || status === '')
        throw createShapeError('an operation with a status', json);
    return {
        id,
        status: shorten(status),
        type: typeof type === 'string' ? shorten(type) : undefined,
        trainingId: isRecord(parameters) ? parseId(parameters.training_id) : undefined,
        submitted,
        queuedMs: subtract(started, submitted),
        ranMs: subtract(finished, started),
        percent: typeof progress === 'number' && progress >= 0 && progress <= 100 ? Math.floor(progress) : undefined,
        details: status === 'FAIL' && !isEmpty(details) ? parseDetails(details) : undefined,
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
        return { ...problem, text: problem.text ?? shorten(stringify(entry)) };
    });
}
// Toloka's documentation leaves these ids opaque: UUIDs with and without dashes and 24 hex digits all occur. So this takes
// everything that is safe in a list and in a path: visible ASCII without commas, but not `.` and `..`, which stay as they are
// when they are encoded.
const isOperationId = (text) => /^[!-~]{1,256}$/.test(text) && !text.includes(',') && !/^\.\.?$/.test(text);
// Toloka's times are UTC, but say no zone, and Date.parse would take that as local time.
function parseTime(json) {
    const text = typeof json === 'string' ? json : '';
    const [, time = '', zone = 'Z'] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
    const ms = Date.parse(time + zone);
    return Number.isNaN(ms) ? undefined : ms;
}
const subtract = (later, earlier) => later === undefined || earlier === undefined || later < earlier ? undefined : later - earlier;
const parseDetails = (json) => ({ problem: parseProblem(json), text: shorten(stringify(json)) });
const isEmpty = (json) => json === undefined || json === null || (isRecord(json) && Object.keys(json).length === 0);

;// CONCATENATED MODULE: ./lib/progress.js

/** The progress of a training that nothing has been sent for. */
const createProgress = (trainingId) => ({
    trainingId,
    alreadyOpen: false,
    state: 'was not opened',
});
/** Whether the work on a training has ended. */
const isDone = ({ tookMs }) => tookMs !== undefined;
/** The heading for all trainings of a step. */
function summarize(all, isDryRun) {
    const [first] = all;
    if (first === undefined)
        return 'Nothing was sent to Toloka';
    if (all.length === 1)
        return `Training ${first.trainingId} ${first.state}`;
    const failed = all.filter(({ failure }) => failure !== undefined).length;
    const opening = all.filter(({ failure, status }) => failure === undefined && status !== 'SUCCESS').length;
    const open = all.length - failed - opening;
    const say = (count, how) => `${count === all.length ? '' : `${count} of `}${all.length} trainings ${count === 1 ? 'is' : 'are'} ${how}`;
    if (isDryRun)
        return failed > 0 ? say(failed, 'not ready') : `${all.length} trainings were read`;
    if (opening === all.length)
        return say(opening, 'opening');
    const rest = opening > 0 ? `, ${opening} ${opening === 1 ? 'is' : 'are'} opening` : '';
    return failed > 0 ? say(failed, `not open${rest}`) : say(open, `open${rest}`);
}
// The worst comes first; `unknown` stands for every status that Toloka does not document.
const RANKS = [undefined, 'FAIL', 'unknown', 'PENDING', 'RUNNING', 'SUCCESS'];
/** The worst status; undefined if one training has none. */
function worstStatus(all) {
    const rank = ({ status }) => RANKS.indexOf(status === undefined || isKnown(status) ? status : 'unknown');
    return all.toSorted((a, b) => rank(a) - rank(b))[0]?.status;
}

;// CONCATENATED MODULE: ./lib/toloka/clock.js

const systemClock = {
    // Not performance.now(): loading it takes 4 ms, a tenth of the whole step.
    now: () => process.uptime() * 1_000,
    random: () => Math.random(),
    // Not node:timers/promises: it takes 1 ms to load, and leaves three errors behind for each sleep that is cut short.
    sleep: (ms, signal) => new Promise((resolve, reject) => {
        const cancel = () => {
            clearTimeout(timer);
            reject(new CancelledError());
        };
        const timer = setTimeout(() => {
            signal.removeEventListener('abort', cancel);
            resolve();
        }, ms);
        if (signal.aborted)
            cancel();
        else
            signal.addEventListener('abort', cancel);
    }),
};

;// CONCATENATED MODULE: ./lib/report.js





// The runner cuts an annotation's message at 4,096 characters. The rest is for a last line.
const MAX_MESSAGE = 4_000;
// A job's outputs may have 1 MB in all. GitHub counts two bytes for each UTF-16 unit (its documentation).
const MAX_OUTPUTS_BYTES = 900_000;
const MIN_ERROR = 20;
// The runner reads the output of a step without delay, so a reader that takes longer will not come back.
const FLUSH_LIMIT_MS = 5_000;
const report_info = (text) => info(printable(text));
/** Prints a line for those who turn debugging on. The runner would drop it otherwise, so it is not printed then. */
const report_debug = (text) => {
    if (isDebug())
        core_debug(printable(text));
};
const report_warning = (text) => warning(printable(text), { title: 'Toloka training' });
/** Writes the one error annotation of a step, with a line for each reason. The reasons that do not fit go to the log before. */
function fail(title, reasons) {
    const lines = [];
    let room = MAX_MESSAGE;
    for (const reason of reasons) {
        const line = printable(reason, reasons.length > 2 ? MAX_FIELD : undefined);
        room -= line.length + 1;
        if (room < 0)
            info(line);
        else
            lines.push(line);
    }
    const left = reasons.length - lines.length;
    if (left > 0)
        lines.push(`and ${left} more: see the log`);
    error(lines.join('\n'), { title: printable(title) });
}
/**
 * Makes a function that sets operation-id before the end, for a step that is killed. It does so only while something is
 * opening, when all openings are answered, and at most once a second before that, since the output grows with the trainings.
 *
 * @param now milliseconds
 */
function createEarlyOutput(all, now) {
    let writtenAt = Number.NEGATIVE_INFINITY;
    let wasComplete = false;
    return () => {
        const isOpening = all.some(({ operationId, status }) => operationId !== undefined && !isEnded(status));
        const isComplete = all.every(({ operationId, alreadyOpen, failure }) => operationId || alreadyOpen || failure);
        if (!isOpening || (now() < writtenAt + 1_000 && isComplete === wasComplete))
            return;
        [writtenAt, wasComplete] = [now(), isComplete];
        try {
            setOutput('operation-id', listField(all, 'operationId', MAX_FIELD));
        }
        catch (error) {
            report_debug(`operation-id can't be written: ${error}`);
        }
    };
}
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
/** Goes on if nobody reads the log or the disk is full: outputs and exit code still count. */
const ignoreBrokenOutput = () => process.stdout.on('error', () => undefined);
/** Waits until everything printed has left the process, for at most 5 s. */
async function flush(clock = systemClock) {
    const written = new Promise((resolve) => process.stdout.write('', () => resolve()));
    await Promise.race([written, clock.sleep(FLUSH_LIMIT_MS, new AbortController().signal)]);
}

;// CONCATENATED MODULE: ./lib/toloka/training.js


/** What to do about a training that is archived. */
const ARCHIVED_ADVICE = 'clone it and open the clone';
/** Whether a text can be the id of a training: letters, digits, `-` and `_`. */
const isTrainingId = (text) => /^[\w-]+$/.test(text);
/** @throws TransientError if the JSON is not a training */
function parseTraining(json) {
    if (!isRecord(json) || typeof json.status !== 'string')
        throw createShapeError('a training', json);
    return { status: shorten(json.status), projectId: parseId(json.project_id) };
}

;// CONCATENATED MODULE: ./lib/dry-run.js


/** What a dry run must not be taken for. */
const LIMITS_OF_DRY_RUN = "a dry run can't tell whether there are tasks, enough money and the right to open";
/**
 * Reads one training and says what the step would do. It sends nothing else.
 *
 * @throws NotOpenError if it can't be opened; what `Toloka.getTraining` throws
 */
async function rehearse(progress, { toloka, warnOnce }) {
    const { status } = await toloka.getTraining(progress.trainingId);
    progress.alreadyOpen = status === 'OPEN';
    switch (status) {
        case 'OPEN':
            progress.state = 'is already open';
            break;
        case 'CLOSED':
            progress.state = 'would be opened';
            break;
        case 'ARCHIVED':
            throw new NotOpenError('the training is ARCHIVED', { advice: ARCHIVED_ADVICE });
        default:
            progress.state = `is ${status}`;
            warnOnce(status, `training ${progress.trainingId} is ${status}, and Toloka does not say whether it can be opened`);
    }
}

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
    const [matched, hours = 0, minutes = 0, seconds = 0] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
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
const findEnvironment = (apiUrl) => ['production', 'sandbox'].find((name) => hasApi(name, apiUrl));
/** Names the API at `apiUrl`: the environment that it belongs to or, if it belongs to none, the given one and the host. */
const nameEnvironment = (given, apiUrl) => findEnvironment(apiUrl) ?? `${given}, ${apiUrl.host}`;
/** The URL of a training's page for people; undefined if the API's host has no known pages. */
function trainingPage(apiUrl, projectId, trainingId) {
    const environment = findEnvironment(apiUrl);
    if (environment === undefined)
        return undefined;
    const path = `${encodeURIComponent(projectId)}/training/${encodeURIComponent(trainingId)}`;
    return `${ENVIRONMENTS[environment].site}/requester/project/${path}`;
}
/** A hint to append if the host can't be reached; empty if there is none. */
const hintIfUnreachable = (apiUrl) => hasApi('sandbox', apiUrl)
    ? "; toloka-kit's reference says that the sandbox has been unavailable since July 1, 2024: use production"
    : '';

;// CONCATENATED MODULE: ./lib/inputs.js






/** An input is not valid. */
class InputError extends Error {
    name = 'InputError';
}
// The runner passes on an empty input as it is, and an empty input uses its default. So the defaults of action.yml stand here
// too.
const DEFAULTS = { environment: 'production', wait: 'true', 'dry-run': 'false', timeout: '10m' };
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
        wait: readFlag('wait'),
        dryRun: readFlag('dry-run'),
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
        const are = bad.length === 1 ? 'is not an id' : 'are not ids';
        throw new InputError(`training-id: ${bad.join(', ')} ${are}: use letters, digits, - and _`);
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
function readFlag(name) {
    const given = getInput(name) || DEFAULTS[name];
    const flag = given.toLowerCase();
    if (flag === 'true' || flag === 'false')
        return flag === 'true';
    throw new InputError(`${name}: ${JSON.stringify(given)} is not valid: use true or false`);
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
    // A URL drops line breaks and tabs from its middle.
    if (url === undefined || /\s/.test(given))
        throw refuse(`${JSON.stringify(given)} is not a URL`);
    // Nothing of it is shown, since it may hold a password.
    if (url.username !== '' || url.password !== '')
        throw refuse('the given value (not shown) has a user name in it');
    // Not `search` and `hash`: they are empty for a bare mark, and even that would swallow the paths put after it.
    if (/[?#]/.test(given))
        throw refuse(`${JSON.stringify(given)} has a query or a fragment`);
    if (!['https:', 'http:'].includes(url.protocol))
        throw refuse(`${JSON.stringify(given)} is not an https URL`);
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
        throw refuse(`${JSON.stringify(given)} would send the token unencrypted`);
    }
    url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
    return url;
}
const isLoopback = (hostname) => hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);

;// CONCATENATED MODULE: ./lib/failure.js




/** Describes the error that ended the work on a training, and how the training stands. */
function describeFailure(error, { operationId, status }, { timeoutMs, dryRun }) {
    const { answerLost, request, requestId, advice } = error instanceof TolokaError ? error : UNEXPECTED;
    const isRunning = operationId !== undefined && !isEnded(status);
    const mayBeOpening = operationId === undefined && answerLost && !dryRun;
    const again = `run the step again${isRunning ? ' to join it' : ''}`;
    const source = operationId === undefined ? request : `operation ${operationId}`;
    const reference = [source, requestId && `request_id ${requestId}`].filter(Boolean).join(', ');
    const describeState = () => {
        if (isRunning)
            return 'is not open yet';
        if (status === 'SUCCESS' && error instanceof CancelledError)
            return 'may be open';
        if (dryRun && error instanceof NotOpenError)
            return "can't be opened";
        if (operationId !== undefined || error instanceof NotOpenError)
            return 'failed to open';
        if (mayBeOpening)
            return 'may be opening';
        if (error instanceof RefusedError)
            return 'was refused';
        return dryRun ? 'was not read' : 'was not opened';
    };
    const describe = (...parts) => {
        const reason = parts.filter(Boolean).join('; ');
        return { reason, reference, state: describeState() };
    };
    const standsNow = isRunning && `the opening is ${status} and continues at Toloka`;
    const stoodLast = isRunning && `the opening was last ${status} and may continue at Toloka`;
    const mayHaveStarted = mayBeOpening && 'it is not known whether Toloka took the request';
    const notChecked = status === 'SUCCESS' && 'Toloka reported success, but whether the training is open was not checked';
    if (error instanceof CancelledError)
        return describe('cancelled', standsNow || mayHaveStarted || notChecked, again);
    if (error instanceof DeadlineError) {
        const fault = error.message && `last fault: ${error.message}`;
        const standing = (fault ? stoodLast : standsNow) || mayHaveStarted;
        return describe(`timed out after ${formatDuration(timeoutMs)}`, fault, standing, `${again}, or raise timeout`);
    }
    const message = error instanceof TolokaError ? error.message : String(error);
    return describe(message, stoodLast || mayHaveStarted, advice);
}
/** For an error that nobody expects: Toloka may have taken the request. */
const UNEXPECTED = { answerLost: true, request: '', requestId: undefined, advice: undefined };
/** Any error as text: with what to do if it is an expected one, with its class if it is not. */
function describeError(error) {
    if (error instanceof InputError)
        return error.message;
    return error instanceof TolokaError ? [error.message, error.advice].filter(Boolean).join('; ') : String(error);
}

;// CONCATENATED MODULE: ./lib/links.js


/** How long a step that has its result waits for the link. */
const LIMIT_MS = 1_000;
/** The same calls, but each reading of the training notes the link to it. */
function noteLinks(progress, { toloka, inputs, log }) {
    const note = (training) => {
        const { projectId } = training ?? {};
        if (projectId === undefined || progress.trainingUrl !== undefined || isDone(progress))
            return training;
        progress.trainingUrl = trainingPage(inputs.apiUrl, projectId, progress.trainingId);
        if (progress.trainingUrl !== undefined)
            log.detail(progress, progress.trainingUrl);
        return training;
    };
    return {
        ...toloka,
        getTraining: async (id) => note(await toloka.getTraining(id)),
        tryGetTraining: async (id) => note(await toloka.tryGetTraining(id)),
    };
}
/**
 * Reads the training for its link alone, which `noteLinks` notes. Nothing depends on it, so it takes little time and never
 * fails.
 */
async function readLink({ trainingId, trainingUrl }, { toloka, clock, signal }) {
    if (trainingUrl !== undefined)
        return;
    const limit = clock.sleep(LIMIT_MS, signal).catch(() => undefined);
    await Promise.race([toloka.tryGetTraining(trainingId), limit]);
}

;// CONCATENATED MODULE: ./lib/log.js



// People want to see that something happens, but no line a second.
const PAUSE_MS = 10_000;
const LONG_PAUSE_MS = 60_000;
const STEP_PERCENT = 10;
/** @param now milliseconds since the step began */
function createLog(all, timeoutMs, now) {
    const isAlone = all.length === 1;
    let last = { at: 0, percent: 0, status: '', done: 0 };
    const after = () => `after ${formatDuration(now())} of ${formatDuration(timeoutMs)}`;
    const detail = ({ trainingId }, text) => {
        if (isAlone)
            report_info(`training ${trainingId}: ${text}`);
        else
            report_debug(`training ${trainingId}: ${text}`);
    };
    /** Whether it is time for a line: soon if much has changed, and otherwise once a minute. */
    const isDue = (hasGrown) => now() - last.at >= (hasGrown ? PAUSE_MS : LONG_PAUSE_MS);
    return {
        detail,
        started(progress, { id, status, percent = 0 }) {
            const join = `an opening is already running (operation ${id}), joining it`;
            detail(progress, progress.joined ? join : `${status} (operation ${id})`);
            if (isAlone)
                last = { ...last, at: now(), percent, status };
        },
        followed(progress, { status, percent = 0 }) {
            if (isAlone) {
                if (status === last.status && !isDue(percent - last.percent >= STEP_PERCENT))
                    return;
                detail(progress, `${status}${status === 'RUNNING' && percent > 0 ? `, ${percent} %` : ''} (${after()})`);
                last = { ...last, at: now(), percent, status };
                return;
            }
            const done = all.filter(isDone).length;
            if (!isDue((done - last.done) / all.length >= STEP_PERCENT / 100))
                return;
            report_info(`${countAll(all)} (${after()})`);
            last = { ...last, at: now(), done };
        },
        ended({ trainingId, state, failure, tookMs = 0 }) {
            // The annotation says why one training is not open. For several it has no room for the ids.
            if (isAlone && failure)
                return;
            const reference = failure?.reference ? `; ${failure.reference}` : '';
            report_info(`training ${trainingId} ${state}; took ${formatDuration(tookMs)}${reference}`);
        },
        allEnded(isDryRun) {
            if (isAlone)
                return;
            const joined = all.filter((progress) => progress.joined).length;
            const linked = all.filter(({ trainingUrl }) => trainingUrl !== undefined).length;
            const more = [joined > 0 && `${joined} joined`, linked > 0 && `${linked} linked in the job summary`];
            report_info([summarize(all, isDryRun), ...more].filter(Boolean).join(', '));
        },
    };
}
/** Such as `12 of 100 open, 1 failed, 87 opening`. */
function countAll(all) {
    const failed = all.filter(({ failure }) => failure !== undefined).length;
    const open = all.filter((progress) => isDone(progress) && progress.status === 'SUCCESS' && !progress.failure).length;
    const parts = { failed, opening: all.length - open - failed };
    const rest = Object.entries(parts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
    return [`${open} of ${all.length} open`, ...rest].join(', ');
}

;// CONCATENATED MODULE: ./lib/toloka/limiter.js

const IN_FLIGHT = 32;
/** A request that takes longer gives its place back, so that requests that hang do not stop the others. */
const SLOW_MS = 2_000;
const MAX_SLOW = 128;
// Toloka answers 429 past 300 requests a second for an account. The rest is for what else the account does.
const PER_SECOND = 250;
/** The least time between the starts of two polls. Polls that run together hold memory together, and V8 keeps room for it. */
const POLL_GAP_MS = 10;
const POLLS_PER_SECOND = 1_000 / POLL_GAP_MS;
/** How often it looks whether a request that waits may start. */
const TICK_MS = POLL_GAP_MS;
/** Polls wait until nothing else does. */
const KINDS = ['call', 'poll'];
/** Limits the requests of a step: how many are in flight, and how many come to Toloka in any second. */
function createLimiter(clock, signal) {
    let waiting = [];
    const running = new Set();
    /** When the requests of the last second ended. */
    const ended = { call: [], poll: [] };
    let lastPollAt = Number.NEGATIVE_INFINITY;
    let isTicking = false;
    // A request comes to Toloka between its start and its end, so it counts until a second after its end, unless it was slow.
    const countLately = (kind, now) => {
        const times = ended[kind];
        while ((times[0] ?? Number.POSITIVE_INFINITY) <= now - 1_000)
            times.shift();
        return times.length;
    };
    const mayStart = (kind) => {
        const now = clock.now();
        const fast = { call: 0, poll: 0 };
        // Not a loop: that makes an object for each run.
        running.forEach((run) => {
            if (now - run.startedAt < SLOW_MS)
                fast[run.kind] += 1;
        });
        const slow = running.size - fast.call - fast.poll;
        const polls = fast.poll + countLately('poll', now);
        return (running.size - Math.min(slow, MAX_SLOW) < IN_FLIGHT &&
            fast.call + countLately('call', now) + polls < PER_SECOND &&
            (kind === 'call' || (polls < POLLS_PER_SECOND && now >= lastPollAt + POLL_GAP_MS)));
    };
    const startNext = () => {
        for (const kind of KINDS) {
            for (;;) {
                const index = waiting.findIndex((one) => one.kind === kind);
                const next = waiting[index];
                if (next === undefined || !mayStart(kind))
                    break;
                waiting.splice(index, 1);
                const run = { kind, startedAt: clock.now() };
                running.add(run);
                if (kind === 'poll')
                    lastPollAt = run.startedAt;
                next.start(run);
            }
        }
    };
    const tick = async () => {
        isTicking = true;
        while (waiting.length > 0) {
            const now = clock.now();
            const late = waiting.filter(({ until }) => until <= now);
            if (late.length > 0)
                waiting = waiting.filter(({ until }) => until > now);
            for (const { fail } of late)
                fail(new DeadlineError());
            startNext();
            try {
                await clock.sleep(TICK_MS, signal);
            }
            catch (error) {
                for (const { fail } of waiting.splice(0))
                    fail(new CancelledError({ cause: error }));
            }
        }
        isTicking = false;
    };
    return async (kind, until, request) => {
        const run = await new Promise((start, fail) => {
            waiting.push({ kind, until, start, fail });
            startNext();
            if (!isTicking)
                void tick();
        });
        try {
            return await request();
        }
        finally {
            running.delete(run);
            if (clock.now() - run.startedAt < SLOW_MS)
                ended[run.kind].push(clock.now());
            startNext();
        }
    };
}

;// CONCATENATED MODULE: ./lib/poll.js



const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/**
 * The milliseconds before the next poll: a tenth of the wait so far, so the delay stays proportional to the wait, and more
 * if many trainings are still opening, so that each has its turn.
 */
const pauseAfter = (waitedMs, openingCount) => Math.max(openingCount * POLL_GAP_MS, Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waitedMs / 10)));
/**
 * Polls an operation until it has ended. The last look starts at the deadline, or later if the process was stopped.
 *
 * @param operation as it is at the start
 * @returns the operation with `SUCCESS` or `FAIL`
 * @throws DeadlineError; CancelledError as soon as `signal` aborts; anything that `poll` throws
 */
async function pollUntilEnded(operation, options) {
    const { clock, signal, deadline, poll, countOpening, onPoll } = options;
    const began = clock.now();
    let current = operation;
    while (!isEnded(current.status)) {
        const pause = pauseAfter(clock.now() - began, countOpening());
        await clock.sleep(Math.max(0, Math.min(pause, deadline - clock.now())), signal);
        const isLastLook = clock.now() >= deadline;
        try {
            current = await poll(current.id);
            onPoll(current);
        }
        catch (error) {
            if (isLastLook || !(error instanceof DeadlineError))
                throw error;
        }
        if (isLastLook && !isEnded(current.status))
            throw new DeadlineError();
    }
    return current;
}

;// CONCATENATED MODULE: ./lib/toloka/retry.js


const FIRST_BACK_OFF_MS = 250;
const FIRST_BACK_OFF_THROTTLED_MS = 1_000;
const MAX_BACK_OFF_MS = 20_000;
const DAY_MS = 86_400_000;
const FAILURES_UNTIL_WARNING = 3;
/** The milliseconds to pause after so many failures in a row: exponential back-off with full jitter (`random`, 0 to 1). */
const backOff = (failures, random, firstMs = FIRST_BACK_OFF_MS) => random * Math.min(MAX_BACK_OFF_MS, firstMs * 2 ** (failures - 1));
/**
 * Tries until a try succeeds. It pauses between tries: up to 0.25 s at first (1 s after a 429), and at least as long as
 * the server asks.
 *
 * @param attempt is told whether an earlier try may have had its effect although its answer was lost
 * @throws DeadlineError; PermanentError if the server asks to wait past the deadline, or if a fault lasts too long to be
 *   tried again; anything but a TransientError that a try throws. Each knows whether an answer was lost.
 */
async function retry(attempt, { clock, signal, deadline, onFailing }) {
    let answerLost = false;
    let last;
    let failingSince;
    try {
        for (let failures = 1;; failures += 1) {
            try {
                return await attempt(answerLost);
            }
            catch (error) {
                // A try that came too late to be sent says nothing by itself: the fault before it does.
                const fault = error instanceof DeadlineError ? (last ?? error) : error;
                if (!(fault instanceof TransientError))
                    throw fault;
                last = fault;
                answerLost ||= fault.answerLost;
                if (failures === FAILURES_UNTIL_WARNING)
                    onFailing(fault);
                const now = clock.now();
                const left = deadline - now;
                const details = { cause: fault, requestId: fault.requestId, advice: fault.advice };
                if (left <= 0)
                    throw new DeadlineError(fault.message, details);
                if (fault.retryAfterMs > left) {
                    const wait = fault.retryAfterMs > DAY_MS ? 'more than a day' : formatDuration(fault.retryAfterMs);
                    throw new PermanentError(`${fault.message}; it asks to wait ${wait}, longer than the timeout allows`, details);
                }
                failingSince = Number.isFinite(fault.giveUpAfterMs) ? (failingSince ?? now) : undefined;
                const lastTryAt = Math.min(deadline, (failingSince ?? now) + fault.giveUpAfterMs);
                if (lastTryAt <= now) {
                    throw new PermanentError(`${fault.message}, for ${formatDuration(fault.giveUpAfterMs)}`, details);
                }
                const first = fault.fault === 'throttled' ? FIRST_BACK_OFF_THROTTLED_MS : FIRST_BACK_OFF_MS;
                const pause = Math.max(fault.retryAfterMs, backOff(failures, clock.random(), first));
                await clock.sleep(Math.min(lastTryAt - now, pause), signal);
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



/** Waiting does not help against a 409 with one of these codes. */
const FINAL = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'];
/** How long to repeat after a 409 if nothing tells what it waits for. */
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
    let training;
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
            const isFinal = FINAL.includes(answer.code);
            const isLocked = answer.code?.split('_').includes('LOCKED') === true;
            const now = clock.now();
            repeatUntil ??= Math.min(deadline, now + REPEAT_LIMIT_MS);
            // A training that is locked and reads OPEN may be closing: the answer to another request tells.
            const mayBelieve = !isLocked || now >= repeatUntil;
            let running;
            if (isFinal)
                training = (await toloka.tryGetTraining(id)) ?? training;
            // What is read after the deadline would not change how the step ends.
            else if (now < deadline)
                ({ running, training = training } = await look(id, options, mayBelieve));
            if (running !== undefined)
                return { how: 'joined', operation: running };
            if (training?.status === 'OPEN' && mayBelieve)
                return await findOpener(id, answerLost, lookup);
            const end = isLocked ? deadline : repeatUntil;
            if (isFinal || training?.status === 'ARCHIVED' || clock.now() >= end)
                throw addState(answer, training);
            await clock.sleep(Math.min(end - clock.now(), backOff(refusals, clock.random())), signal);
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
/** Looks for a running opening, and at the training. It waits for both unless one decides alone. */
async function look(id, { toloka, lookup }, mayBelieve) {
    const seen = {};
    const decisions = [
        ifReadable(lookup.findRunning(id)).then((running) => {
            seen.running = running;
            return running !== undefined;
        }),
        ifReadable(toloka.getTraining(id)).then((training) => {
            seen.training = training;
            return training?.status === 'ARCHIVED' || (training?.status === 'OPEN' && mayBelieve);
        }),
    ];
    const never = new Promise(() => undefined);
    await Promise.race([Promise.all(decisions), ...decisions.map(async (decides) => (await decides) || never)]);
    return { ...seen };
}
/** The result of a reading; undefined if Toloka does not give it. */
async function ifReadable(reading) {
    try {
        return await reading;
    }
    catch (error) {
        // Several trainings can share a reading, but none may share an error: each notes in it what it knows.
        if (error instanceof CancelledError)
            throw new CancelledError({ cause: error });
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
        refusal.advice = ARCHIVED_ADVICE;
    return refusal;
}

;// CONCATENATED MODULE: ./lib/open.js






/** How long a training may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;
const NO_OPERATION = {
    operationId: undefined,
    status: undefined,
    joined: false,
    queuedMs: undefined,
    ranMs: undefined,
};
/** Opens one training, or joins an opening that is running, follows it to its end, and checks that the training is open. */
async function openTraining(progress, step) {
    let operation = await start(progress, step);
    if (progress.joined && operation?.status === 'FAIL' && step.clock.now() < step.deadline) {
        step.log.detail(progress, 'the opening that was running failed, perhaps before the last change: opening once more');
        Object.assign(progress, NO_OPERATION);
        operation = await start(progress, step);
    }
    if (operation?.status === 'FAIL')
        throw await explainFail(operation, progress, step);
    if (operation === undefined || isEnded(operation.status)) {
        await checkIsOpen(progress, step);
        progress.state = progress.alreadyOpen ? 'was already open' : 'is open';
    }
    else {
        await readLink(progress, step);
        progress.state = 'is opening (not waiting)';
    }
}
/**
 * Requests the opening and, if the step waits, follows its operation to the end. It notes all in `progress`.
 *
 * @returns undefined if there is no operation
 */
async function start(progress, step) {
    const { toloka, inputs, log, saveOperationIds, warn } = step;
    const { trainingId } = progress;
    const opening = await requestOpening(trainingId, step);
    if (!('operation' in opening)) {
        Object.assign(progress, { status: 'SUCCESS', alreadyOpen: true });
        saveOperationIds();
        if (opening.how === 'opened by unknown') {
            warn(progress, 'is open, but an answer was lost, so it is not known who opened it');
        }
        return undefined;
    }
    const { operation, how } = opening;
    progress.operationId = operation.id;
    progress.joined = how === 'joined';
    log.started(progress, operation);
    warnIfOther(operation, progress, step);
    const onPoll = (current) => noteOperation(progress, current, step);
    onPoll(operation);
    saveOperationIds();
    if (!inputs.wait || isEnded(operation.status))
        return operation;
    // The link is read while the first poll is still to come, and nothing waits for it.
    void readLink(progress, step);
    return await pollUntilEnded(operation, { ...step, poll: toloka.getOperation, onPoll });
}
function noteOperation(progress, operation, { inputs, log, warnOnce }) {
    const { status, queuedMs, ranMs } = operation;
    Object.assign(progress, { status, queuedMs, ranMs });
    log.followed(progress, operation);
    if (isKnown(status))
        return;
    const text = `Toloka gives the unknown status ${JSON.stringify(status)}${inputs.wait ? '; waiting on' : ''}`;
    warnOnce(`status ${status}`, `training ${progress.trainingId}: ${text}`);
}
/** Warns if an operation says that it does something else. It is followed anyway: it answers this very request. */
function warnIfOther({ id, type = OPENING_TYPE, trainingId }, progress, { warn }) {
    // Toloka may write 21 for 0021.
    const [named, wanted] = [trainingId ?? progress.trainingId, progress.trainingId].map((text) => text.replace(/^0+/, ''));
    if (type === OPENING_TYPE && named === wanted)
        return;
    warn(progress, `operation ${id} says that it is ${type} for ${trainingId ?? 'no training'}; following it`);
}
/** Why an operation ended with FAIL: what its log says, and its details if they say more. */
async function explainFail({ id, details }, progress, step) {
    const [log] = await Promise.all([step.toloka.tryGetLog(id), readLink(progress, step)]);
    const problems = log ?? [];
    if (details !== undefined) {
        report_debug(`operation ${id} has the details ${details.text}`);
        const { problem } = details;
        if (!problems.some(({ code, text }) => code === problem.code || text === problem.text))
            problems.push(problem);
    }
    const texts = problems.flatMap(({ text }) => text ?? []);
    return new NotOpenError(texts.join('; ') || `the operation failed, and its log ${log ? 'gives no reason' : "can't be read"}`, {
        requestId: problems.find(({ requestId }) => requestId)?.requestId,
        advice: problems.find(({ advice }) => advice)?.advice,
    });
}
/** Reads the training until it is open. If it can't be read, Toloka's word stands. @throws NotOpenError, CancelledError */
async function checkIsOpen(progress, { toloka, log, clock, signal, deadline }) {
    const until = Math.min(deadline, clock.now() + SETTLE_LIMIT_MS);
    let status;
    for (;;) {
        status = (await toloka.tryGetTraining(progress.trainingId))?.status ?? status;
        if (status === 'OPEN')
            return;
        if (signal.aborted)
            throw new CancelledError();
        if (status === undefined)
            return log.detail(progress, "can't be read, but Toloka reported success");
        const left = until - clock.now();
        if (left <= 0)
            throw new NotOpenError(`Toloka reported success, but the training is ${status}`);
        await clock.sleep(Math.min(SETTLE_PAUSE_MS, left), signal);
    }
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./lib/summary.js





// The runner drops a summary of more than 1 MiB. The rest is for what stands around sections and rows.
const MAX_BYTES = 1_000_000;
/**
 * Writes the job summary: a heading, a line about the step, a section for each training that is not open, and a table if
 * there are several. The table can be long, so it comes last. If the runner gave no file, it writes nothing.
 */
function writeSummary(all, page) {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (!file || all.length === 0)
        return;
    const alone = all.length === 1 ? all[0] : undefined;
    const heading = summarize(all, page.isDryRun);
    const sections = all.flatMap((progress) => progress.failure ? describeFailed(progress, progress.failure, alone !== undefined) : []);
    const rows = alone ? [] : all.map(describeRow);
    // After the first text that does not fit, none does.
    let room = MAX_BYTES;
    const fits = (text) => {
        room -= Buffer.byteLength(text);
        return room >= 0;
    };
    const fitting = { sections: sections.filter(fits), rows: rows.filter(fits) };
    const isCut = fitting.sections.length + fitting.rows.length < sections.length + rows.length;
    const header = describeCells('th', ['Training', 'Result', 'Took', 'Operation']);
    const parts = [
        `<h3>${alone ? summary_link(alone, heading) : printableHtml(heading)}</h3>\n`,
        describeStep(alone, page),
        page.isDryRun && paragraph(`Note that ${LIMITS_OF_DRY_RUN}`),
        ...fitting.sections,
        fitting.rows.length > 0 && `<table>${header}${fitting.rows.join('')}</table>\n`,
        isCut && paragraph('The rest does not fit in here: see the log'),
    ];
    (0,external_node_fs_namespaceObject.appendFileSync)(file, parts.filter(Boolean).join(''));
}
/** One line about the environment, the time, and what is special. */
function describeStep(alone, { environment, isDryRun, tookMs }) {
    const { joined, queuedMs, ranMs } = alone ?? {};
    const parts = [
        isDryRun && 'Dry run: nothing was opened',
        environment,
        `took ${formatDuration(tookMs)}`,
        queuedMs !== undefined && ranMs !== undefined && `queued ${formatDuration(queuedMs)}, ran ${formatDuration(ranMs)}`,
        joined && 'joined an opening that was running',
    ];
    return `<p>${parts.flatMap((part) => (part ? printableHtml(part) : [])).join(' · ')}</p>\n`;
}
function describeRow(progress) {
    const { trainingId, state, joined, tookMs = 0, operationId } = progress;
    const result = `${state}${joined ? ' (joined)' : ''}`;
    return describeCells('td', [
        summary_link(progress, trainingId),
        printableHtml(result),
        formatDuration(tookMs),
        printableHtml(operationId),
    ]);
}
const describeCells = (tag, cells) => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
function describeFailed(progress, { reason, reference }, isAlone) {
    const { trainingId, state } = progress;
    const heading = isAlone ? '' : `<h4>${summary_link(progress, `Training ${trainingId} ${state}`)}</h4>\n`;
    return `${heading}${paragraph(reason)}${reference && paragraph(reference)}`;
}
const paragraph = (text) => `<p>${printableHtml(text)}</p>\n`;
/** A text that links to the training, if its page is known. */
const summary_link = ({ trainingUrl }, text) => trainingUrl === undefined ? printableHtml(text) : `<a href="${printable(trainingUrl)}">${printableHtml(text)}</a>`;

;// CONCATENATED MODULE: ./lib/toloka/retry-after.js

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
 * the `payload.interval` of Toloka's 429. A date counts from the answer's own `Date`, since the machine's clock may be
 * wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
function readRetryAfter(headers, payload) {
    const text = headers['retry-after'] ?? '';
    if (/^\d+(\.\d+)?$/.test(text))
        return Number(text) * 1_000;
    const until = HTTP_DATE.test(text) ? Date.parse(text) : ASCTIME.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
    if (!Number.isNaN(until))
        return Math.max(0, until - Date.parse(String(headers.date))) || 0;
    return INTERVALS_MS.get(isRecord(payload) ? payload.interval : undefined) ?? 0;
}

;// CONCATENATED MODULE: ./lib/toloka/answer.js




// 501 says that the request is not implemented. Proxies and networks in between have many more statuses from 500 on.
const isTransient = (status) => [408, 425, 429].includes(status) || (status >= 500 && status !== 501);
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
    if (isTransient(status)) {
        throw new TransientError(reason, {
            fault: status === 429 ? 'throttled' : 'answer',
            // Whoever answers with 429 has not looked at the request.
            answerLost: status !== 429,
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

;// CONCATENATED MODULE: ./lib/toloka/api.js




const REQUEST_LIMIT_MS = 30_000;
/** Time limit for a try that starts so late that the deadline would cut it short, and for all such tries together. */
const LAST_LOOK_MS = 900;
const LAST_LOOKS_MS = 1_800;
/** Time limit for each try of an optional read, from the moment of sending. */
const OPTIONAL_LIMIT_MS = 5_000;
const OPTIONAL_TRIES = 3;
/** How long a host that was never reached, or something that Toloka has just made, may be unknown. */
const UNKNOWN_LIMIT_MS = 30_000;
/** Everything between a call and a single try: limits of time and rate, retries, and what an error must know. */
function createApi({ apiUrl, send, clock, signal, deadline, onFailing, onTry }) {
    const limit = createLimiter(clock, signal);
    let wasReached = false;
    let lastLooksEnd;
    /** When a try that starts now has to end, if it is too late to start after `until`. */
    const endOfTry = (until) => {
        const now = clock.now();
        if (now + LAST_LOOK_MS <= until)
            return until;
        // The deadline may have passed long ago: a process can be stopped.
        lastLooksEnd ??= Math.max(deadline, now) + LAST_LOOKS_MS;
        return Math.max(until, Math.min(now + LAST_LOOK_MS, lastLooksEnd));
    };
    /** @param until it is too late to start then, and it ends then, or `limitMs` after it is sent if that is earlier */
    const tryOnce = async (method, path, parse, { until, limitMs, isPoll }) => {
        const request = `${method} ${path}`;
        try {
            const answer = await limit(isPoll ? 'poll' : 'call', until, () => send(method, path, Math.max(1, Math.floor(Math.min(limitMs, until - clock.now()))), signal));
            wasReached = true;
            assertOk(answer, apiUrl.host);
            const result = parse(answer);
            onTry(request, `HTTP ${answer.status}`);
            return result;
        }
        catch (error) {
            onTry(request, error instanceof Error ? error.message || error.name : String(error));
            throw allowForLag(error, isPoll);
        }
    };
    /** Two faults are tried again for 30 s and no longer: an unknown operation, since Toloka's servers can lag, and a new name. */
    const allowForLag = (error, isPoll) => {
        if (error instanceof RefusedError && error.status === 404 && isPoll) {
            const { requestId } = error;
            const lag = new TransientError('Toloka does not know the operation (HTTP 404)', { fault: 'answer', requestId });
            lag.giveUpAfterMs = UNKNOWN_LIMIT_MS;
            return lag;
        }
        if (error instanceof TransientError && error.fault === 'host-not-found' && !wasReached) {
            error.giveUpAfterMs = UNKNOWN_LIMIT_MS;
        }
        return error;
    };
    return {
        async request(method, path, parse, { until = deadline, isPoll = false } = {}) {
            const request = `${method} ${path}`;
            try {
                return await retry((lost) => {
                    const options = { until: endOfTry(until), limitMs: REQUEST_LIMIT_MS, isPoll };
                    return tryOnce(method, path, (answer) => parse(answer, lost), options);
                }, { clock, signal, deadline: until, onFailing: (fault) => onFailing(request, fault) });
            }
            catch (error) {
                if (error instanceof TolokaError) {
                    error.request = request;
                    // A reading has no effect that could be lost.
                    if (method === 'GET')
                        error.answerLost = false;
                }
                throw error;
            }
        },
        async tryGet(path, parse) {
            const began = clock.now();
            for (let tries = 1;; tries += 1) {
                try {
                    const options = { until: endOfTry(deadline), limitMs: OPTIONAL_LIMIT_MS, isPoll: false };
                    return await tryOnce('GET', path, parse, options);
                }
                catch (error) {
                    if (!(error instanceof TransientError) || tries === OPTIONAL_TRIES)
                        return undefined;
                    const pause = Math.max(error.retryAfterMs, backOff(tries, clock.random()));
                    if (clock.now() + pause > Math.min(deadline, began + OPTIONAL_LIMIT_MS))
                        return undefined;
                    await clock.sleep(pause, signal).catch(() => undefined);
                }
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/toloka/client.js




function createToloka(api) {
    return {
        open: (id) => api.request('POST', `${trainingPath(id)}/open`, parseOpened),
        getOperation: (id) => api.request('GET', operationPath(id), ({ body }) => parseSameOperation(body, id), { isPoll: true }),
        getTraining: (id) => api.request('GET', trainingPath(id), parseTrainingAnswer),
        tryGetLog: (id) => api.tryGet(`${operationPath(id)}/log`, ({ body }) => parseLog(parseJson(body))),
        tryGetTraining: (id) => api.tryGet(trainingPath(id), parseTrainingAnswer),
    };
}
const trainingPath = (id) => `/trainings/${encodeURIComponent(id)}`;
const operationPath = (id) => `/operations/${encodeURIComponent(id)}`;
const parseTrainingAnswer = ({ body }) => parseTraining(parseJson(body));
// A training that is open already is answered with 204, without a body (Toloka's documentation).
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

;// CONCATENATED MODULE: ./lib/toloka/lookup.js



const MAX_PAGE = 500;
/** More pages than any account has, so that a list without an end fills no memory. */
const MAX_PAGES = 100;
const lookup_PAUSE_MS = 1_000;
const RECENT_LIMIT_MS = 30_000;
/** How far the clocks behind `Date` and `submitted` may differ. */
const CLOCK_SKEW_MS = 60_000;
/** @param began when the step began, on the clock's `now` */
function createLookup(api, began, { clock, signal, deadline }) {
    const readPage = async (query, until, limit = MAX_PAGE) => {
        // A single request may end up to a second late, but many in a row may not.
        if (clock.now() >= until)
            throw new DeadlineError();
        const search = new URLSearchParams({ type: OPENING_TYPE, limit: String(limit), ...query });
        try {
            return await api.request('GET', `/operations?${search}`, 
            // When the step began by Toloka's own clock, and a minute before. Without `Date` that is NaN: nothing can be told.
            ({ headers: { date = '' }, body }) => ({
                ...parseOperations(parseJson(body)),
                since: Date.parse(date) - (clock.now() - began) - CLOCK_SKEW_MS,
            }), { until });
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
        let place = {};
        for (let pages = 1;; pages += 1) {
            const { items, hasMore, since } = await readPage({ ...query, ...place }, until);
            const isNew = items.some(({ id }) => !operations.has(id));
            for (const item of items)
                operations.set(item.id, item);
            const last = items.at(-1);
            place = last !== undefined && hasMore && isNew && pages < MAX_PAGES ? next(last, since) : undefined;
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
        .filter((operation) => operation.type === OPENING_TYPE && operation.trainingId === trainingId)
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
        await clock.sleep(Math.max(0, startedAt + lookup_PAUSE_MS - clock.now()), signal);
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
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
;// CONCATENATED MODULE: external "node:url"
const external_node_url_namespaceObject = require("node:url");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_default = /*#__PURE__*/__nccwpck_require__.n(external_node_https_namespaceObject);
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
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
;// CONCATENATED MODULE: ./lib/toloka/connection.js







const CONNECT_LIMIT_MS = 30_000;
const OPTIONS = {
    keepAlive: true,
    // Said explicitly, since NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default.
    rejectUnauthorized: true,
    // Node gives each address of a host 250 ms, which is too short for a long way.
    autoSelectFamilyAttemptTimeout: 5_000,
};
/**
 * The connections to one API: kept alive, and through the proxy of `https_proxy` if there is one.
 *
 * @throws PermanentError if `https_proxy` is not a usable URL
 */
function createAgent(apiUrl) {
    // An API without encryption is on loopback.
    if (apiUrl.protocol === 'http:')
        return new (external_node_http_default()).Agent(OPTIONS);
    const proxy = findProxy(apiUrl);
    return proxy === undefined ? new (external_node_https_default()).Agent(OPTIONS) : new TunnelAgent(proxy);
}
function findProxy(apiUrl) {
    const text = process.env.https_proxy || process.env.HTTPS_PROXY;
    // As in curl, `.toloka.dev` in no_proxy means toloka.dev too.
    const child = `https://any.${apiUrl.host}`;
    if (!text || checkBypass(apiUrl) || (URL.canParse(child) && checkBypass(new URL(child))))
        return undefined;
    try {
        const url = new URL(text);
        // Throws if the user name or the password is not percent-encoded.
        decodeURIComponent(url.username + url.password);
        if (/^https?:/.test(url.protocol))
            return url;
    }
    catch {
        // Neither is it a URL with such a login.
    }
    throw new PermanentError('https_proxy is not a usable URL (not shown, since it may hold a password)', {
        advice: 'write it as http://user:password@proxy.example:3128, with special characters percent-encoded',
    });
}
/**
 * Opens tunnels through a proxy (RFC 9110, 9.3.6). Node's agent keeps them alive like any connection. The agent of
 * @actions/http-client can't do this: it opens a tunnel for each request, hides the proxy's answer, and checks the
 * certificate of an https proxy against the name of the API.
 */
class TunnelAgent extends (external_node_https_default()).Agent {
    #proxy;
    constructor(proxy) {
        super(OPTIONS);
        this.#proxy = proxy;
    }
    createConnection(options, callback) {
        const { protocol, hostname, host, port, username, password } = this.#proxy;
        // An IPv6 address has brackets in a URL alone.
        const name = hostname.replace(/[[\]]/g, '');
        const apiHost = String(options.host);
        const target = `${(0,external_node_net_namespaceObject.isIP)(apiHost) === 6 ? `[${apiHost}]` : apiHost}:${options.port}`;
        const login = decodeURIComponent(`${username}:${password}`);
        const authorization = { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
        const request = (protocol === 'https:' ? (external_node_https_default()) : (external_node_http_default())).request({
            ...OPTIONS,
            agent: false,
            method: 'CONNECT',
            host: name,
            // Node would take the name in the header `host`, which is the API's.
            servername: (0,external_node_net_namespaceObject.isIP)(name) > 0 ? '' : name,
            port,
            path: target,
            headers: { host: target, ...(login !== ':' && authorization) },
            timeout: CONNECT_LIMIT_MS,
        });
        request
            .once('connect', ({ statusCode = 0 }, socket) => {
            if (statusCode >= 200 && statusCode < 300)
                return callback(null, super.createConnection(Object.assign({}, options, { socket })));
            socket.destroy();
            const message = `proxy ${host}: HTTP ${statusCode}`;
            const advice = 'set the user name and the password of the proxy in https_proxy';
            callback(statusCode === 407
                ? new PermanentError(message, { advice })
                : new TransientError(message, { fault: 'connection' }));
        })
            .once('timeout', () => request.destroy(new Error('no answer')))
            .once('error', (error) => callback(createConnectionError(error, request.socket, host, { label: `proxy ${host}: ` })))
            .end();
        return undefined;
    }
}
/**
 * The error for a connection that failed: permanent if the certificate is not trusted, else transient.
 *
 * @param host the other end of the connection
 */
function createConnectionError(error, socket, host, { label = '', hint = '', answerLost = false } = {}) {
    const { code } = isRecord(error) ? error : {};
    // Not every reason has a code of its own: a weak key is UNSPECIFIED, so the code alone tells too little.
    if (socket instanceof external_node_tls_namespaceObject.TLSSocket && socket.authorizationError) {
        return new PermanentError(`the certificate of ${host} is not trusted (${code}), so this request was not sent`, {
            advice: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
            cause: error,
        });
    }
    const isUnknown = code === 'ENOTFOUND';
    return new TransientError(`${label}${describeFault(error)}${hint}`, {
        fault: isUnknown ? 'host-not-found' : 'connection',
        advice: isUnknown && hint === '' ? 'check the name of the host, and whether this machine can look it up' : undefined,
        answerLost,
        cause: error,
    });
}
/** Such as `ECONNREFUSED 127.0.0.1:9`. A host with several addresses fails with an error for each. */
function describeFault(error) {
    if (error instanceof AggregateError)
        return error.errors.map(describeFault).join(', ');
    const { code, address, port, hostname, message } = isRecord(error) ? error : {};
    if (address !== undefined)
        return `${code} ${address}:${port}`;
    if (hostname !== undefined)
        return `${code} ${hostname}`;
    return code === undefined || String(message).includes(String(code)) ? String(message) : `${message} (${code})`;
}

;// CONCATENATED MODULE: ./lib/toloka/request.js








const MAX_BODY_BYTES = 1024 * 1024;
const MAX_ERROR_BYTES = 16 * 1024;
/**
 * The way to one API. It follows no redirect. The token is in the header of each request and nowhere else.
 *
 * @throws PermanentError if `https_proxy` is not a usable URL
 */
function createSend(apiUrl, authorization, clock) {
    const agent = createAgent(apiUrl);
    const { protocol, hostname, port } = (0,external_node_url_namespaceObject.urlToHttpOptions)(apiUrl);
    const headers = {
        accept: 'application/json',
        'accept-encoding': 'identity',
        authorization: authorization.header,
        'content-type': 'application/json',
        'user-agent': 'open-toloka-training',
    };
    const send = async (method, path, exchange, stop) => {
        // The agent makes the connection, with TLS or without.
        const request = external_node_http_default().request({ protocol, hostname, port, path: apiUrl.pathname + path, method, agent, headers });
        // If the answer is whole, the connection stays open for the next request.
        stop.addEventListener('abort', () => exchange.isWhole || request.destroy());
        request.once('socket', (socket) => {
            const onConnect = () => {
                exchange.isConnected = true;
            };
            exchange.socket = socket;
            if (request.reusedSocket)
                onConnect();
            else
                socket.once(socket instanceof external_node_tls_namespaceObject.TLSSocket ? 'secureConnect' : 'connect', onConnect);
        });
        const message = await new Promise((resolve, reject) => {
            request
                .once('response', resolve)
                .once('upgrade', ({ statusCode }, socket) => {
                socket.destroy();
                reject(new Error(`HTTP ${statusCode}`));
            })
                .on('error', reject)
                .end();
        });
        const { statusCode: status = 0 } = message;
        return { status, headers: message.headers, body: await readBody(message, status >= 300, exchange) };
    };
    return async (method, path, limitMs, cancel) => {
        if (cancel.aborted)
            throw new CancelledError();
        const exchange = { isConnected: false };
        const stop = new AbortController();
        // A reason that is no error spares one for each request.
        const onCancel = () => stop.abort(null);
        cancel.addEventListener('abort', onCancel);
        try {
            // The time limit ends the race by itself: a request that has no socket yet says nothing when it is destroyed.
            const timeLimit = clock.sleep(limitMs, stop.signal);
            const answer = await Promise.race([send(method, path, exchange, stop.signal), timeLimit]);
            if (answer !== undefined)
                return answer;
            const reason = `no whole answer within ${formatDuration(limitMs)}`;
            throw new TransientError(reason, { fault: 'connection', answerLost: exchange.isConnected });
        }
        catch (error) {
            const { isConnected: answerLost, socket, received } = exchange;
            if (cancel.aborted)
                throw new CancelledError({ answerLost, cause: error });
            if (error instanceof TolokaError)
                throw error;
            const hint = hintIfUnreachable(apiUrl);
            if (received === undefined)
                throw createConnectionError(error, socket, apiUrl.hostname, { hint, answerLost });
            const { code, message } = isRecord(error) ? error : {};
            const reason = `the answer was cut after ${received} bytes (${code ?? message})`;
            throw new TransientError(reason, { fault: 'connection', answerLost, cause: error });
        }
        finally {
            stop.abort(null);
            cancel.removeEventListener('abort', onCancel);
        }
    };
}
/**
 * Reads a body up to its cap. That of an error over its own cap counts as empty, since JSON that is cut says nothing.
 *
 * @throws TooLargeError
 */
function readBody(message, isError, exchange) {
    let received = 0;
    let body = '';
    exchange.received = received;
    // Not `for await`: its machinery takes 2 ms to load, a twentieth of the whole step.
    return new Promise((resolve, reject) => {
        message
            .setEncoding('utf8')
            .on('data', (chunk) => {
            received += Buffer.byteLength(chunk);
            exchange.received = received;
            if (isError && received > MAX_ERROR_BYTES) {
                resolve('');
                message.destroy();
                return;
            }
            if (received > MAX_BODY_BYTES) {
                const advice = 'check that this is the API of Toloka';
                reject(new TooLargeError('the answer is larger than 1 MiB', { answerLost: true, advice }));
            }
            body += chunk;
        })
            .once('end', () => {
            exchange.isWhole = true;
            // A byte order mark is not part of JSON.
            resolve(body.replace(/^\ufeff/, ''));
        })
            // The status of an error says enough without its body.
            .once('error', isError ? () => resolve('') : reject);
    });
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
    const all = [];
    let inputs;
    const faults = [];
    try {
        inputs = readInputs();
        const send = connect(inputs.apiUrl, inputs.authorization, clock);
        await openAll(inputs, all, send, began, { clock, signal, deadline: began + inputs.timeoutMs });
        const isFine = all.every(({ failure }) => failure === undefined);
        if (isFine && signal.aborted)
            faults.push('the workflow was cancelled after all was done');
    }
    catch (error) {
        faults.push(describeError(error));
    }
    try {
        setOutputs(all);
    }
    catch (error) {
        faults.push(`the outputs can't be written: ${describeError(error)}`);
    }
    const isDryRun = inputs?.dryRun === true;
    try {
        if (inputs !== undefined) {
            const environment = nameEnvironment(inputs.environment, inputs.apiUrl);
            writeSummary(all, { environment, isDryRun, tookMs: clock.now() - began });
        }
    }
    catch (error) {
        report_warning(`the job summary can't be written: ${describeError(error)}`);
    }
    const reasons = all.flatMap(({ trainingId, failure }) => {
        if (failure === undefined)
            return [];
        return all.length > 1 ? [`training ${trainingId}: ${failure.reason}`] : [failure.reason, failure.reference];
    });
    if (reasons.length + faults.length === 0)
        return true;
    const heading = summarize(all, isDryRun);
    fail(reasons.length > 0 || all.length === 0 ? heading : `${heading}, but the step failed`, [
        ...faults,
        ...reasons.filter(Boolean),
    ]);
    return false;
}
/** Works on all trainings side by side. Those that fail do not stop the others. @param all is filled with their progress */
async function openAll(inputs, all, send, began, bounds) {
    const { trainingIds, repeated, dryRun, timeoutMs, environment, apiUrl } = inputs;
    all.push(...trainingIds.map(createProgress));
    if (repeated.length > 0) {
        const are = repeated.length === 1 ? 'is given more than once, and counts' : 'are given more than once, and count';
        report_warning(`training-id: ${repeated.join(', ')} ${are} once`);
    }
    const what = all.length === 1 ? `training ${trainingIds[0]}` : `${all.length} trainings`;
    const doing = dryRun ? `dry run: reading ${what}` : `opening ${what}`;
    report_info(`${doing} (${nameEnvironment(environment, apiUrl)}), for at most ${formatDuration(timeoutMs)}`);
    const step = createStep(inputs, all, send, began, bounds);
    await Promise.all(all.map(async (progress) => {
        try {
            await (dryRun ? rehearse : openTraining)(progress, { ...step, toloka: noteLinks(progress, step) });
        }
        catch (error) {
            const { state, ...failure } = describeFailure(error, progress, inputs);
            Object.assign(progress, { state, failure, alreadyOpen: false });
            step.saveOperationIds();
        }
        progress.tookMs = bounds.clock.now() - began;
        step.log.ended(progress);
    }));
    step.log.allEnded(dryRun);
    if (dryRun)
        report_info(`dry run: nothing was opened; ${LIMITS_OF_DRY_RUN}`);
}
function createStep(inputs, all, send, began, bounds) {
    const elapsed = () => bounds.clock.now() - began;
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
        onTry: (request, outcome) => report_debug(`${request}: ${outcome} (after ${formatDuration(elapsed())})`),
    });
    return {
        ...bounds,
        inputs,
        toloka: createToloka(api),
        lookup: createLookup(api, began, bounds),
        log: createLog(all, inputs.timeoutMs, elapsed),
        countOpening: () => all.reduce((count, progress) => count + (isDone(progress) ? 0 : 1), 0),
        saveOperationIds: createEarlyOutput(all, elapsed),
        warn: ({ trainingId }, text) => report_warning(`training ${trainingId}: ${text}`),
        warnOnce,
    };
}

;// CONCATENATED MODULE: ./lib/index.js


// The step fails until success is proven, even if a promise never settles.
process.exitCode = 1;
ignoreBrokenOutput();
// These handlers stay until the end, so that a second signal can't end the process before it has reported.
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => cancel.abort(signal));
}
async function run() {
    const exitCode = (await runStep(cancel.signal)) ? 0 : 1;
    await flush();
    // exit() waits until the last name look-up has ended, and files wait behind it. Another program in place of this one ends
    // at once. Windows can't put it there, but a step that failed can be killed.
    const hangs = process.getActiveResourcesInfo().some((name) => /^(GetAddrInfo|FSReq)/.test(name));
    if (hangs && process.platform !== 'win32') {
        process.execve?.(process.execPath, [process.execPath, '--eval', `process.exitCode = ${exitCode}`], {});
    }
    else if (hangs && exitCode !== 0) {
        process.kill(process.pid, 'SIGKILL');
    }
    return process.exit(exitCode);
}
// Not awaited: a bundle with top-level await is a fifth larger, and starts later.
void run();

module.exports = __webpack_exports__;
/******/ })()
;