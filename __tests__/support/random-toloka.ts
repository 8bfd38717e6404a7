import fc from 'fast-check';
import type { World } from '../../src/step.ts';
import { runStep } from '../../src/step.ts';
import type { Answer } from '../../src/toloka/answer.ts';
import { TolokaError } from '../../src/toloka/errors.ts';
import type { Send } from '../../src/toloka/request.ts';
import { describePool, describeTraining, startModel } from '../../tools/toloka/model.js';
import { inProcess } from './in-process.ts';
import { simulateClock } from './simulated-clock.ts';

/** Worth nothing anywhere. The random Toloka puts it into its texts. */
export const TOKEN = 'made-up-token-worth-nothing';
const NOON = Date.UTC(2026, 10, 23, 12);

/** What goes wrong with one request. Those in the second list end a call for good. */
const PASSING = [
  ...['no connection', 'reset', 'silence', 'page', 'empty', 'another operation', 'Retry-After'],
  ...[408, 425, 429, 500, 502, 503, 522],
] as const;
const FINAL = [400, 403, 404, 501, 302] as const;
export type Fault = (typeof PASSING)[number] | (typeof FINAL)[number];

const times = (maxMs: number) => fc.oneof(fc.constant(0), fc.integer({ min: 1, max: maxMs }));
/** With these, a request may have its effect although no answer says so. */
const MAY_REACH: readonly Fault[] = [
  ...(['reset', 'silence', 'page', 'empty', 'another operation', 'Retry-After'] as const),
  ...([408, 500, 502, 503, 522] as const),
];

/** One value as a rule, so many times as often as each of the others. */
const rarely = <T>(usual: T, weight: number, ...others: readonly T[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight }, ...others.map((one) => fc.constant(one)));
const opening = fc.record({
  pendingMs: times(3_000),
  runningMs: times(20_000),
  ends: fc.constantFrom<('SUCCESS' | 'FAIL')[]>('SUCCESS', 'SUCCESS', 'SUCCESS', 'FAIL'),
  lagMs: fc.constantFrom(0, 0, 0, 2_000, 60_000),
});
/** One time in so many. It shrinks to nothing. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number) =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant(undefined), weight: oneIn - 1 },
    { arbitrary, weight: 1 },
  );

/** How it goes with a training or a pool. */
const fate = fc.record({
  status: rarely('CLOSED', 12, 'OPEN', 'OPEN', 'ARCHIVED', 'LOCKED'),
  isMissing: rarely(false, 20, true),
  empty: rarely(false, 12, true),
  joins: fc.boolean(),
  opening,
  later: opening,
  closes: rarely(undefined, 12, 'COMPLETED'),
  /** Somebody closes it meanwhile, which takes so long. */
  closingMs: maybe(fc.integer({ min: 1, max: 20_000 }), 8),
  /** Somebody has opened it so long before the step. */
  openedBeforeMs: maybe(fc.integer({ min: 0, max: 5_000 }), 3),
});
export type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;

const fault = fc.record({
  what: fc.oneof(
    { arbitrary: fc.constantFrom<Fault[]>(...PASSING), weight: 30 },
    { arbitrary: fc.constantFrom<Fault[]>(...FINAL), weight: 1 },
  ),
  /** Whether the request has its effect all the same, if it may. */
  reaches: fc.boolean(),
});

export const scenario = fc.record({
  trainings: fc.array(fate, { minLength: 1, maxLength: 2 }),
  pools: fc.array(fate, { maxLength: 2 }),
  wait: rarely(true, 6, false),
  isDryRun: rarely(false, 9, true),
  timeoutS: fc.constantFrom(2, 5, 20, 600, 600),
  /** The faults of the first requests, in turn; none for most. */
  faults: fc.array(maybe(fault, 2), { maxLength: 25 }),
  /** How long each answer takes, in turn. */
  delays: fc.array(times(1_500), { minLength: 1, maxLength: 6 }),
  /** The workflow is cancelled when so many requests have come. */
  cancelAt: maybe(fc.integer({ min: 1, max: 12 }), 12),
});
export type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

export interface Exchange {
  readonly request: string;
  /** The path of what is asked about, such as `/pools/77`; empty for lists. */
  readonly about: string;
  readonly at: number;
  readonly fault: Fault | undefined;
  /** What the step was told. */
  answer: Answer | 'nothing';
  /** Whether the step's own opening began an operation. */
  readonly begins: string | undefined;
}

/** Runs a whole step on a simulated clock against the Toloka of a scenario. */
export async function playScenario(drawn: Scenario) {
  const clock = simulateClock();
  const cancel = new AbortController();
  const exchanges: Exchange[] = [];
  const descriptions = [
    ...drawn.trainings.map((one, index) => describe('training', String(21 + index), one)),
    ...drawn.pools.map((one, index) => describe('pool', String(77 + index), one)),
  ];
  let offsetMs = 0;
  const model = startModel(
    descriptions.filter(({ isMissing }) => !isMissing),
    () => NOON + clock.now() + offsetMs,
  );
  for (const { path, openedBeforeMs, closing } of descriptions) {
    offsetMs = -(openedBeforeMs ?? 0);
    if (openedBeforeMs !== undefined) model.answer('POST', `${path}/open`);
    offsetMs = 0;
    if (closing !== undefined) model.answer('POST', `${path}/close`);
  }
  const others = new Set(model.operations().map(({ id }) => id));

  const createSend = (): Send => async (method, path, limitMs, signal) => {
    signal.throwIfAborted();
    const index = exchanges.length;
    const { what: meets, reaches = true } = drawn.faults[index] ?? {};
    const isLost = meets !== undefined && !(reaches && MAY_REACH.includes(meets));
    const known = model.operations().length;
    const answer = isLost ? undefined : toAnswer(model.answer(method, path));
    const exchange: Exchange = {
      request: `${method} ${path}`,
      about: /^\/(trainings|pools)\/\w+/.exec(path)?.[0] ?? '',
      at: clock.now(),
      fault: meets,
      answer: 'nothing',
      begins: model.operations()[known]?.id,
    };
    exchanges.push(exchange);
    if (exchanges.length === drawn.cancelAt) setImmediate(() => cancel.abort('SIGINT'));
    const delayMs = drawn.delays[index % drawn.delays.length] ?? 0;
    const isSilent = meets === 'silence' || delayMs > limitMs;
    try {
      await clock.sleep(Math.min(isSilent ? limitMs : delayMs, limitMs), signal);
    } catch {
      throw silence('cancelled', meets !== 'no connection');
    }
    if (meets === 'no connection') throw silence('no connection', false);
    if (meets === 'reset' || isSilent) throw silence('no whole answer', true);
    exchange.answer = meets === undefined ? (answer ?? toAnswer(undefined)) : spoil(meets, path);
    return exchange.answer;
  };

  const inputs = {
    'training-id': drawn.trainings.map((_, index) => 21 + index).join(),
    'pool-id': drawn.pools.map((_, index) => 77 + index).join(),
    token: TOKEN,
    wait: String(drawn.wait || drawn.pools.length > 0),
    'dry-run': String(drawn.isDryRun),
    timeout: `${drawn.timeoutS}s`,
  };
  const world: World = { clock, random: () => 0.5, createSend };
  const ran = await inProcess(inputs, () => runStep(cancel.signal, world));
  const results: readonly Record<string, unknown>[] = JSON.parse(ran.outputs.results ?? '[]');
  return {
    ...ran,
    ...{ results, exchanges, model, others, descriptions, isCancelled: cancel.signal.aborted },
    endedAt: clock.now(),
    /** What a target reads as once all is over. */
    statusOf: (path: string): unknown => {
      offsetMs = 3_600_000;
      const { body } = model.answer('GET', path);
      return typeof body === 'object' && body !== null && 'status' in body
        ? body.status
        : undefined;
    },
  };
}

export type PlayedScenario = Awaited<ReturnType<typeof playScenario>>;

function describe(kind: 'training' | 'pool', id: string, drawn: Fate) {
  const { isMissing, openedBeforeMs, closes, closingMs, opening: first, later, ...rest } = drawn;
  const named = { ...rest, private_name: `echoes OAuth ${TOKEN}` };
  const make = kind === 'training' ? describeTraining : describePool;
  const echo = { details: { echo: TOKEN }, ...(closes && { closes }) };
  const description = make(id, { ...first, ...echo }, named);
  const closing = closingMs && { ...description.opening, pendingMs: 0, runningMs: closingMs };
  return {
    ...description,
    ...(closing && { closing: { ...closing, ends: 'SUCCESS' as const } }),
    later: { ...description.opening, ...later },
    ...{ isMissing, openedBeforeMs, path: `/${kind}s/${id}` },
  };
}

const toAnswer = (given: { status: number; body: unknown } | undefined): Answer => ({
  status: given?.status ?? 500,
  headers: {},
  json: given?.body,
});

const silence = (reason: string, answerLost: boolean) =>
  new TolokaError('transient', reason, { code: 'NOT_REACHED', answerLost });

/** The answer that a fault makes of any other. */
function spoil(what: Fault, path: string): Answer {
  const message = `says OAuth ${TOKEN}`;
  if (typeof what === 'number') {
    const headers = what === 302 ? { location: `https://elsewhere.example/${TOKEN}` } : {};
    return { status: what, headers, json: { code: 'FAULT', message, request_id: 'r1' } };
  }
  if (what === 'Retry-After') return { status: 503, headers: { 'retry-after': '3' }, json: {} };
  if (what === 'page') return { status: 200, headers: {}, json: undefined };
  if (what === 'empty') return { status: 200, headers: {}, json: {} };
  // Only a poll can tell another operation from its own.
  const id = /^\/operations\/[^/]+$/.test(path) ? 'never-to-be-believed' : '..';
  return { status: 200, headers: {}, json: { id, type: 'TRAINING.OPEN', status: 'SUCCESS' } };
}
