import { afterEach, expect } from '@jest/globals';
import nock from 'nock';
import { runStep, type World } from '../../src/step.ts';
import * as request from '../../src/toloka/request.ts';
import { inProcess, type Ran } from './in-process.ts';
import { drainRequests, type SimulatedClock, simulateClock } from './simulated-clock.ts';
import { useNock } from './use-nock.ts';

type Json = Record<string, unknown> | readonly unknown[] | string;
export type Scripted =
  | readonly [status: number, body?: Json, headers?: Record<string, string>]
  | Error
  | (() => Scripted | Promise<Scripted>);

/**
 * The answers to each request, in turn, or one answer for ever. An answer that is left fails the
 * test. Anything else that is asked gets 501.
 */
export type Script = Record<string, readonly Scripted[] | { readonly always: Scripted }>;

interface Options {
  readonly inputs?: Record<string, string>;
  readonly clock?: SimulatedClock;
  readonly random?: () => number;
  readonly createSend?: World['createSend'];
  /** Cancels the step as soon as it has printed this. */
  readonly cancelAt?: string;
}

export interface Played extends Ran<boolean> {
  /** The requests, with their queries. */
  readonly sent: readonly string[];
  readonly clock: SimulatedClock;
  readonly results: readonly Record<string, unknown>[];
  /** The title of the error; empty if the step passed. */
  readonly title: string;
}

useNock();

let unused: readonly string[] = [];
afterEach(() => {
  // A test says first what it expected itself.
  expect({ unused }).toEqual({ unused: [] });
});

/** Runs a whole step in this process against scripted answers. */
export async function play(script: Script, options: Options = {}): Promise<Played> {
  const { inputs, clock = simulateClock(), random = () => 1, cancelAt } = options;
  const { createSend = request.createSend } = options;
  const left = new Map(
    Object.entries(script).flatMap(([request, answers]) =>
      'always' in answers ? [] : [[request, [...answers]]],
    ),
  );
  const sent: string[] = [];
  const answer = async ({ method, url }: Request): Promise<nock.ReplyFnResult> => {
    const { pathname, search } = new URL(url);
    const request = `${method} ${pathname.replace('/api/v1', '')}`;
    sent.push(request + search);
    const scripted = script[request];
    let next =
      scripted !== undefined && 'always' in scripted ? scripted.always : left.get(request)?.shift();
    while (typeof next === 'function') next = await next();
    if (next === undefined) return [501];
    if (next instanceof Error) throw next;
    const [status, body = '', headers = {}] = next;
    return [status, typeof body === 'string' ? body : JSON.stringify(body), headers];
  };
  nock.cleanAll();
  const server = nock(/./).persist();
  for (const method of ['GET', 'POST']) server.intercept(/./, method).reply(answer);

  const cancel = new AbortController();
  const onPrint = (text: string): void => {
    if (cancelAt !== undefined && text.includes(cancelAt)) cancel.abort('SIGINT');
  };
  const given = { 'training-id': '21', token: 'made-up-token', ...inputs };
  const world = { clock, random, createSend };
  const ran = await inProcess(given, () => runStep(cancel.signal, world), onPrint);
  await drainRequests();
  unused = [...left].filter(([, answers]) => answers.length > 0).map(([request]) => request);
  const { title = '' } = ran.errors[0] ?? {};
  return { ...ran, sent, clock, title, results: JSON.parse(ran.outputs.results ?? '[]') };
}

/** A connection that fails with a code of Node. nock's own never stand. */
export const broken = (code: string, message = `read ${code}`): Error =>
  Object.assign(new Error(message), { code });

export const times = (count: number, answer: Scripted): readonly Scripted[] =>
  Array.from({ length: count }, () => answer);
export const always = (answer: Scripted) => ({ always: answer });

export const OPEN = 'POST /trainings/21/open';
export const POLL = 'GET /operations/op-1';
export const LOG = 'GET /operations/op-1/log';
export const LIST = 'GET /operations';
export const READ = 'GET /trainings/21';
export const PAGE = 'https://platform.toloka.ai/requester/project/7/training/21';

/** An operation that opens training 21, or a pool. */
export const operation = (status: string, more: Record<string, unknown> = {}) => ({
  id: 'op-1',
  type: 'TRAINING.OPEN',
  status,
  submitted: '2026-11-23T12:00:00.000',
  parameters: { training_id: '21' },
  ...more,
});
export const problem = (code: string) => ({
  ...{ request_id: 'r1', code, message: 'Because', payload: null },
});
export const reads = (status: string, more: Record<string, unknown> = {}): Scripted => [
  200,
  { id: '21', project_id: '7', status, ...more },
];
export const polls = (...statuses: readonly string[]): readonly Scripted[] =>
  statuses.map((status): Scripted => [200, operation(status)]);
export const accepts = (status: string, more: Record<string, unknown> = {}): Scripted => [
  202,
  operation(status, more),
];
export const refuses = (status: number, code: string): Scripted => [status, problem(code)];
/** A page of the list of operations. */
export const lists = (...items: readonly unknown[]): Scripted => [200, { items, has_more: false }];

export const IS_OPEN = { [READ]: always(reads('OPEN')) };
export const IS_CLOSED = { [READ]: always(reads('CLOSED')) };
export const NOTHING_RUNS = { [LIST]: always(lists()) };
