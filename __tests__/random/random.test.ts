import { test } from '@jest/globals';
import fc from 'fast-check';
import { recordOf } from '../../src/toloka/json.ts';
import {
  type Exchange,
  type PlayedScenario,
  playScenario,
  type Scenario,
  scenario,
  TOKEN,
} from '../support/random-toloka.ts';

// Whole steps against random Tolokas, on a simulated clock. SEED=7 RUNS=100000 npm test -- random
// runs others.
const SEED = Number(process.env.SEED ?? 20_261_123);
const RUNS = Number(process.env.RUNS ?? 2_000);

const isFinal = ({ fault }: Exchange) => [400, 403, 404, 501, 302].includes(Number(fault));
const isPost = ({ request }: Exchange) => request.startsWith('POST');

/** All that is untrue of a step. */
function findUntrue(drawn: Scenario, ran: PlayedScenario): readonly string[] {
  const { result: isGreen, exchanges, outputs, errors, lines, isCancelled, endedAt } = ran;
  const shown = [
    ...lines.filter((line) => !line.startsWith('::add-mask::')),
    ...[...Object.values(outputs), ran.summary],
  ].join('\n');
  const expectedErrors = isGreen ? 0 : 1;
  const untrue = {
    [`${errors.length} errors`]: errors.length !== expectedErrors,
    'the token shows': shown.includes(TOKEN),
    'it sends something else': exchanges.some(
      ({ request }) =>
        !/^(POST \/\w+\/\d+\/open|GET \/(trainings|pools|operations|tasks)\b.*)$/.test(request),
    ),
    'a dry run posts': drawn.isDryRun && exchanges.some(isPost),
    'it ends late': endedAt > drawn.timeoutS * 1_000 + 2_000,
    'it is red for a passing fault': !isGreen && mustPass(drawn, ran),
    'a pool is touched before the trainings are open': touchesPoolsTooSoon(ran),
  };
  const broken = Object.entries(untrue).flatMap(([text, isSo]) => (isSo ? [text] : []));
  return [
    ...broken,
    ...ran.descriptions.flatMap((one) => findUntrueOf(one, drawn, ran, isCancelled)),
  ];
}

/** Whether nothing but time and passing faults stands between the step and green. */
function mustPass({ timeoutS }: Scenario, ran: PlayedScenario): boolean {
  const { descriptions, exchanges, isCancelled } = ran;
  const canOpen = descriptions.every((one) => {
    const { status, empty, isMissing, openedBeforeMs, joins, opening, later } = one;
    const opens = ({ ends, closes, lagMs = 0 }: typeof opening) =>
      ends === 'SUCCESS' && !closes && lagMs < 10_000;
    // What somebody has opened before, and failed, is opened once more, if that can be seen.
    const isOthers = openedBeforeMs !== undefined && !joins;
    const canEnd = isOthers ? later && opens(later) && !opening.closes : opens(opening);
    const isReady = ['CLOSED', 'OPEN'].includes(status) && !isMissing && !empty;
    return (
      isReady && canEnd && later !== undefined && opens(later) && (opening.lagMs ?? 0) < 10_000
    );
  });
  return timeoutS === 600 && canOpen && !isCancelled && !exchanges.some(isFinal);
}

function touchesPoolsTooSoon({ exchanges, results, statusOf, descriptions }: PlayedScenario) {
  if (!exchanges.some((one) => isPost(one) && one.about.startsWith('/pools'))) return false;
  const trainings = descriptions.filter(({ kind }) => kind === 'training');
  const isUnseen = (id: string) =>
    results.some((one) => one['training-id'] === id && one.status === 'SUCCESS');
  return trainings.some(({ path, id }) => statusOf(path) !== 'OPEN' && !isUnseen(id));
}

/** All that is untrue of one target. */
function findUntrueOf(
  { kind, id, path, status: start, opening }: PlayedScenario['descriptions'][number],
  drawn: Scenario,
  { result: isGreen, results, warnings, exchanges, model, others, statusOf }: PlayedScenario,
  isCancelled: boolean,
): readonly string[] {
  const own = exchanges.filter(({ about }) => about === path);
  const {
    'operation-id': operationId,
    code,
    ...result
  } = results.find((one) => one[`${kind}-id`] === id) ?? {};
  const operations = model.operations().filter(({ parameters }) => parameters[`${kind}_id`] === id);
  const operation = operations.find((one) => one.id === operationId);
  const isOpen = statusOf(path) === 'OPEN';
  const mayBeUnseen = warnings.some(
    (text) => text.includes(`${kind} ${id}`) && /can't be read/.test(text),
  );
  const isWell = code === '' && !isCancelled && !drawn.isDryRun;
  const waits = drawn.wait || drawn.pools.length > 0;
  const wasOpen = result['already-open'] === true;
  const hasBegun = own.some(({ begins }) => begins !== undefined);
  const [first] = own.filter(isPost);
  const isSeenClosed = own.some((one) => readsAs(one, 'CLOSED'));
  const untrue = {
    'it has no result': operationId === undefined,
    'it is green with a code': isGreen && code !== '',
    'it is not open': isWell && waits && !isOpen && !mayBeUnseen,
    'its operation is of another': operationId !== '' && operation === undefined,
    'its operation has another status':
      operation !== undefined && !couldRead(operation.status, String(result.status)),
    'it was already open, but this step opened it': wasOpen && hasBegun,
    'it was already open, but this step saw it closed': wasOpen && isSeenClosed && !drawn.isDryRun,
    'it is first posted after the deadline': (first?.at ?? 0) >= drawn.timeoutS * 1_000,
    'it was seen closed, and then nobody saw it open':
      isWell && waits && !isOpen && operationId === '' && isSeenClosed,
    'it was already open, but it is not open':
      wasOpen &&
      !drawn.isDryRun &&
      !isOpen &&
      !mayBeUnseen &&
      start !== 'OPEN' &&
      opening.closes === undefined,
    'it is posted again after an operation was known': repeatsPost(
      own,
      exchanges,
      others,
      operations,
    ),
  };
  const story = `${kind} ${id} (${JSON.stringify(results.find((one) => one[`${kind}-id`] === id))})`;
  return Object.entries(untrue).flatMap(([text, isSo]) => (isSo ? [`${story}: ${text}`] : []));
}

const readsAs = ({ request, answer }: Exchange, status: string): boolean =>
  request.startsWith('GET') && answer !== 'nothing' && recordOf(answer.json).status === status;

/** Whether an operation that has this status now can have been seen with that one. */
function couldRead(now: string, seen: string): boolean {
  const order = ['PENDING', 'RUNNING', 'SUCCESS'];
  return (
    now === seen || (now === 'FAIL' ? seen !== 'SUCCESS' : order.indexOf(seen) < order.indexOf(now))
  );
}

/** After an operation is known nothing is posted, but for one opening after a joined one has failed. */
function repeatsPost(
  own: readonly Exchange[],
  exchanges: readonly Exchange[],
  others: ReadonlySet<string>,
  operations: readonly { id: string; status: string }[],
): boolean {
  const posts = own.filter(isPost);
  const accepted = posts.findIndex(
    ({ answer }) => answer !== 'nothing' && answer.status === 202 && isOperation(answer.json),
  );
  const isLast = accepted === posts.length - 1;
  if (accepted < 0 || isLast) return false;
  // The opening that was answered, or one that it joined, has failed.
  const polled = exchanges.filter(({ request }) =>
    operations.some(({ id }) => request.includes(id)),
  );
  return (
    !operations.some(({ id, status }) => others.has(id) && status === 'FAIL') || polled.length === 0
  );
}

const isOperation = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'id' in json && json.id !== '..';

/** What happened, for a person. */
const tellStory = (drawn: Scenario, ran: PlayedScenario): string =>
  [
    ...ran.exchanges.map(({ at, request, fault, answer }) => {
      const answered =
        answer === 'nothing' ? answer : `${answer.status} ${JSON.stringify(answer.json)}`;
      return `${(at / 1_000).toFixed(1)}s ${request} → ${fault ?? 'fine'}: ${answered.slice(0, 160)}`;
    }),
    `ended at ${ran.endedAt / 1_000}s of ${drawn.timeoutS}s: ${ran.result ? 'green' : 'red'}`,
    ...ran.errors.map(({ title, message }) => `${title}: ${message}`),
  ].join('\n');

test(`${RUNS} random Tolokas: each step tells the truth`, async () => {
  const property = fc.asyncProperty(scenario, async (drawn) => {
    const ran = await playScenario(drawn);
    const untrue = findUntrue(drawn, ran);
    if (untrue.length > 0) throw new Error(`${untrue.join('\n')}\n${tellStory(drawn, ran)}`);
  });
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: false });
}, 300_000);
