import { getInput } from '@actions/core';
import { hide } from './printable.ts';
import { parseDuration } from './time.ts';
import { type Authorization, parseAuthorization } from './toloka/authorization.ts';
import {
  ENVIRONMENTS,
  type Environment,
  findEnvironment,
  isLoopback,
} from './toloka/environment.ts';
import type { Way } from './toloka/fault.ts';
import { findProxy } from './toloka/proxy.ts';
import type { Target } from './toloka/target.ts';

export type Inputs = Way &
  Readonly<{
    trainings: readonly Target[];
    pools: readonly Target[];
    wait: boolean;
    dryRun: boolean;
    timeoutMs: number;
  }>;

/** Takes what is wrong with an input. */
type Refuse = (fault: string) => undefined;

const MAX_TIMEOUT_MS = 6 * 3_600_000;
const MAX_TARGETS = 20;

/** Reads all inputs. It masks the token before anything else. @returns all that is wrong, if anything is */
export function readInputs(): Inputs | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const refuse: Refuse = (fault) => void faults.push(fault);
  const authorization = readToken(refuse);
  const trainings = readTargets('training', refuse);
  const pools = readTargets('pool', refuse);
  const name = readChoice('environment', ['production', 'sandbox'], refuse);
  const wait = readChoice('wait', ['true', 'false'], refuse) !== 'false';
  const dryRun = readChoice('dry-run', ['false', 'true'], refuse) === 'true';
  const timeoutMs = readTimeout(refuse);
  const environment = readApiUrl(refuse) ?? ENVIRONMENTS[name];
  const proxy = readProxy(environment, refuse);
  checkTogether(
    [...trainings, ...pools].map(({ id }) => id),
    refuse,
  );
  if (pools.length > 0 && !wait)
    refuse('pool-id: pools open after the trainings: use "wait: true"');
  if (faults.length > 0 || !authorization || !timeoutMs) return { faults };
  return { trainings, pools, authorization, environment, proxy, wait, dryRun, timeoutMs };
}

function readToken(refuse: Refuse): Authorization | undefined {
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
function readTargets(kind: Target['kind'], refuse: Refuse): readonly Target[] {
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
function checkTogether(ids: readonly string[], refuse: Refuse): void {
  const most = `give at most ${MAX_TARGETS}, and use a matrix or further steps for more`;
  if (ids.length > MAX_TARGETS) refuse(`${ids.length} ids are too many: ${most}`);
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  if (twice) refuse(`pool-id: ${quote(twice)} is a training-id, too: give each id once`);
}

const ID = /^(?!(null|undefined|none)$)[\w-]+$/i;
/** What to do about a text that is not an id. The first that fits counts. */
const ID_HINTS: readonly (readonly [RegExp, string])[] = [
  [/^\w+$/, 'a value is missing; check the expression or the file'],
  [/^(?:- |["']).*/s, 'leave out dashes and quotes'],
  [/^https?:.*\/(training|pool)\/([\w-]+).*/s, 'it is the address of a $1, whose id is $2'],
  [/^[\w\s;-]+$/, 'separate several ids with commas or line breaks'],
  [/.*/s, 'use letters, digits, - and _'],
];

const quote = (text: string) => JSON.stringify(text);
/** In place of a value that may hold a secret. */
const HIDDEN = 'the given value (not shown)';

/** Reads one of several words. The first one is the default. */
function readChoice<const T extends string>(
  name: string,
  choices: readonly [T, T],
  refuse: Refuse,
) {
  const given = getInput(name).toLowerCase() || choices[0];
  const choice = choices.find((one) => one === given);
  if (!choice) refuse(`${name}: ${quote(given)} is not valid: use ${choices.join(' or ')}`);
  return choice ?? choices[0];
}

function readTimeout(refuse: Refuse): number | undefined {
  const given = getInput('timeout') || '10m';
  const timeoutMs = parseDuration(given);
  if (timeoutMs && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs;
  const examples = 'use for example 90s, 10m or 1h30m';
  return refuse(`timeout: ${quote(given)} is not a duration from 1s to 6h: ${examples}`);
}

/** @returns undefined if the input is empty or refused */
function readApiUrl(refuse: Refuse): Environment | undefined {
  const given = getInput('api-url');
  if (given === '') return undefined;
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

function readProxy({ apiUrl }: Environment, refuse: Refuse): URL | undefined {
  const proxy = findProxy(apiUrl);
  if (proxy !== 'unusable') return proxy;
  const form =
    'write it as http://user:password@host:3128, with special characters percent-encoded';
  return refuse(`https_proxy: ${HIDDEN} is not a usable URL: ${form}`);
}
