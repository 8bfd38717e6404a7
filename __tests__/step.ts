import assert from 'node:assert/strict';
import { parseDuration } from '../src/duration.ts';
import { type RunOptions, runAction, type StepResult } from '../tools/toloka/runner.js';
import {
  authorizationOf,
  type Exchange,
  startToloka,
  type TolokaOptions,
} from '../tools/toloka/toloka.js';
import { describeTraining } from '../tools/toloka/trainings.js';

/** Worth nothing anywhere. */
export const TOKEN = 'made-up-token-worth-nothing';
const SECRETS = [TOKEN, `OAuth ${TOKEN}`].flatMap((form) => [
  form,
  encodeURIComponent(form),
  toBase64(form),
]);

/** A step that is still there so long after its deadline is killed, so that only its own test fails. */
const KILLED_AFTER_MS = 10_000;

/**
 * Runs a step of the built action as the GitHub runner would. It asserts what holds for every step, however it ends: one
 * error if it failed and none if it passed, no command but its own, no token anywhere.
 */
export async function runStep(options: RunOptions): Promise<StepResult> {
  const { timeout = '10m' } = options.inputs ?? {};
  const result = await runAction({
    killAfterMs: (parseDuration(timeout) ?? 0) + KILLED_AFTER_MS,
    ...options,
    inputs: { token: TOKEN, ...options.inputs },
  });
  const errors = result.annotations
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message);
  assert.equal(
    errors.length,
    result.exitCode === 0 ? 0 : 1,
    `exit code ${result.exitCode} with errors: ${errors}`,
  );
  const names = new Set(result.commands.map(({ name }) => name));
  for (const own of ['add-mask', 'debug', 'warning', 'error']) names.delete(own);
  assert.deepEqual([...names], [], 'it prints commands of others');
  assert.deepEqual(result.env, {}, 'it sets variables');

  // The runner masks the token too, so what it does not touch is looked at. Only the lines that ask for the mask have it.
  const lines = result.raw.split(/\r\n|\r|\n/).filter((line) => !line.startsWith('::add-mask::'));
  const shown = [...lines, JSON.stringify(result.outputs), result.rawSummary].join('\n');
  for (const secret of SECRETS) assert.ok(!shown.includes(secret), 'the token shows');
  return result;
}

/** Without the padding, which is missing if more than the secret is encoded. */
function toBase64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/=+$/, '');
}

export type Toloka = Awaited<ReturnType<typeof startToloka>>;

/** Runs something against a local Toloka that takes the token of the tests, and then closes it. */
export async function withToloka<T>(
  options: TolokaOptions,
  run: (toloka: Toloka) => Promise<T>,
): Promise<T> {
  const toloka = await startToloka({
    token: TOKEN,
    trainings: [describeTraining('21')],
    ...options,
  });
  try {
    return await run(toloka);
  } finally {
    await toloka.close();
  }
}

type Inputs = Record<string, string>;

/** Runs a step on all trainings of a local Toloka. */
export function runOn(
  toloka: Toloka,
  inputs: Inputs = {},
  options: RunOptions = {},
): Promise<StepResult> {
  const ids = toloka.trainings.map(({ id }) => id).join();
  const given = { 'training-id': ids, 'api-url': toloka.url, timeout: '2m', ...inputs };
  return runStep({ ...options, inputs: given });
}

interface OpenOptions extends TolokaOptions {
  readonly inputs?: Inputs;
  readonly step?: RunOptions;
  /** What happens before the step. */
  readonly before?: (toloka: Toloka) => Promise<unknown>;
}

/** Runs a step on a local Toloka of its own. It returns how the step ended, and what Toloka has seen. */
export const open = ({ inputs, step, before, ...options }: OpenOptions = {}) =>
  withToloka(options, async (toloka) => {
    await before?.(toloka);
    const ended = await runOn(toloka, inputs, step);
    const { requests, operations } = toloka;
    return { ...ended, toloka, requests, operations, operationId: operations.at(-1)?.id ?? '' };
  });

export type Opened = Awaited<ReturnType<typeof open>>;

/** Opens a training as somebody else does. @returns the operation's id */
export async function openFromOutside(toloka: Toloka, trainingId = '21'): Promise<string> {
  const headers = { authorization: authorizationOf(TOKEN), 'content-type': 'application/json' };
  const answer = await fetch(`${toloka.url}/trainings/${trainingId}/open`, {
    method: 'POST',
    headers,
  });
  assert.equal(answer.status, 202);
  const { id } = (await answer.json()) as { id: string };
  return id;
}

export interface Request {
  readonly method: string;
  readonly path: string;
}

export const isOpening = ({ method }: Request): boolean => method === 'POST';
export const isTraining = ({ method, path }: Request): boolean =>
  method === 'GET' && path.startsWith('/trainings/');
export const isPoll = ({ path }: Request): boolean => /^\/operations\/[^/]+$/.test(path);
export const isLog = ({ path }: Request): boolean => path.endsWith('/log');
export const isList = ({ path }: Request): boolean => path.startsWith('/operations?');

/** Requests as lines such as `POST /trainings/21/open`, without queries. Equal ones in a row are one line. */
export const sequence = (requests: readonly Request[]): string[] =>
  requests
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/s, '')}`)
    .filter((line, index, all) => line !== all[index - 1]);

const HOUR_MS = 3_600_000;
/** An opening that runs until a test lets it end. */
export const RUNS = { runningMs: HOUR_MS };

/** Options of a local Toloka whose openings run until a moment. The next poll sees that they have ended. */
export function endAfter(isMoment: (exchange: Exchange) => boolean) {
  let aheadMs = 0;
  let hasCome = false;
  return {
    now: () => Date.now() + aheadMs,
    onRequest: (exchange: Exchange): boolean => {
      hasCome ||= isMoment(exchange);
      // Toloka's clock moves on as far as an opening takes.
      if (hasCome && isPoll(exchange)) aheadMs += HOUR_MS;
      return false;
    },
  };
}

/** How each try of a request ended, as the debug lines tell it: `HTTP 202`, `ECONNREFUSED …`. */
export const outcomesOf = ({ commands }: StepResult, requests: RegExp): string[] =>
  commands.flatMap(({ name, data }) => {
    const [, request = '', outcome] = /^((?:GET|POST) \S+): (.*) \(after [^)]*\)$/.exec(data) ?? [];
    return name === 'debug' && outcome !== undefined && requests.test(request) ? [outcome] : [];
  });

/** The objects in the output `results`. */
export const resultsOf = ({ outputs }: StepResult): Record<string, unknown>[] =>
  JSON.parse(outputs.results ?? '[]');

/** The title of a step's error, without the name of the training. */
export const titleOf = ({ annotations }: StepResult): string =>
  annotations.find(({ level }) => level === 'error')?.title.replace(/ "[^"]*"/, '') ?? '';
