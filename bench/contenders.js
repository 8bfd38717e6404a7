import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @import { Contender } from './step.js' */

const pathTo = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {Contender} */
export const FLOOR = {
  name: 'the floor: two requests, no library',
  command: process.execPath,
  args: [pathTo('steps/floor.mjs')],
};

/** @type {Contender} */
export const ACTION = { name: 'this action', command: process.execPath, args: [pathTo('../dist/index.js')] };

/** @param {string} bundle @returns {Contender} */
export const actionWithUndici = (bundle) => ({
  name: 'this action with undici left in',
  command: process.execPath,
  args: [bundle],
});

/**
 * The rest is not on every machine.
 *
 * @typedef {{ contender: Contender, versions: Record<string, string> } | { missing: string }} Found
 */

export const CURL_NAME = 'bash, curl and jq';

/** @returns {Found} */
export function findCurl() {
  const versions = {
    bash: versionOf('bash', /version (\S+)/),
    curl: versionOf('curl', /^curl (\S+)/),
    jq: versionOf('jq', /^jq-(\S+)/),
  };
  const missing = Object.entries(versions).flatMap(([name, version]) => (version === '' ? [name] : []));
  if (missing.length > 0) return { missing: `${CURL_NAME}: not installed here: ${missing.join(', ')}` };
  return { contender: bashStep(CURL_NAME, 'steps/curl.sh'), versions };
}

/** What curl and jq need for the two requests and one status alone, without what makes a step of it. */
export const CURL_LEAST = bashStep(`${CURL_NAME} at their least`, 'steps/curl-least.sh');

/** The way the runner starts bash. @param {string} name @param {string} script @returns {Contender} */
function bashStep(name, script) {
  return { name, command: 'bash', args: ['--noprofile', '--norc', '-eo', 'pipefail', pathTo(script)] };
}

/** @returns {Found} */
export function findTolokaKit() {
  const { TOLOKA_KIT_PYTHON: command = 'python3', PYTHONPATH } = process.env;
  const env = PYTHONPATH === undefined ? {} : { PYTHONPATH };
  const ask =
    'import toloka.client, importlib.metadata as m, platform; print(platform.python_version(), m.version("toloka-kit"))';
  try {
    const [python = '', kit = ''] = execFileSync(command, ['-c', ask], { encoding: 'utf8', stdio: 'pipe' }).split(/\s/);
    return {
      contender: { name: 'Python with toloka-kit', command, args: [pathTo('steps/toloka-kit.py')], env },
      versions: { Python: python, 'toloka-kit': kit },
    };
  } catch {
    return {
      missing:
        'Python with toloka-kit: not installed here ' +
        `(pip install toloka-kit 'httpx<0.28' 'cattrs<24'; TOLOKA_KIT_PYTHON names another Python)`,
    };
  }
}

/** @param {string} command @param {RegExp} pattern @returns {string} empty where the command is not there */
function versionOf(command, pattern) {
  try {
    return pattern.exec(execFileSync(command, ['--version'], { encoding: 'utf8', stdio: 'pipe' }))?.[1] ?? 'unknown';
  } catch {
    return '';
  }
}
