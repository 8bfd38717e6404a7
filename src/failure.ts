import type { Inputs } from './inputs.ts';
import { formatDuration } from './time.ts';
import type { Kind, TolokaError } from './toloka/errors.ts';
import { type Known, type Phase, phaseOf } from './toloka/known.ts';
import type { Failure } from './words.ts';

type Standings = Readonly<Partial<Record<Kind | 'not found', string>> & { others: string }>;

/** How a target stands that is not open, by what its opening has come to. */
const STANDINGS: Readonly<Record<Phase | 'dry run', Standings>> = {
  none: { refused: 'was refused', 'not found': 'was not found', others: 'was not opened' },
  unsure: { others: 'may be opening' },
  running: { others: 'is not open yet' },
  SUCCESS: { deadline: 'is not open yet', cancelled: 'may be open', others: 'failed to open' },
  FAIL: { others: 'failed to open' },
  'dry run': { 'not found': 'was not found', failed: "can't be opened", others: "can't be read" },
};

/** Says why the work on a target has failed, and how the target stands. */
export function describeFailure(error: TolokaError, known: Known, inputs: Inputs): Failure {
  const { kind, facts } = error;
  const isNotFound = facts.status === 404 && facts.code !== 'NOT_TOLOKA';
  // After an error that nobody expects, Toloka may have taken the request. What does not exist,
  // is not opening.
  const mayHaveBegun = known.answerLost || (kind === 'unexpected' && !inputs.dryRun);
  const phase = phaseOf({ ...known, answerLost: mayHaveBegun && !isNotFound });
  const standings = STANDINGS[inputs.dryRun ? 'dry run' : phase];
  const mayOpen = phase === 'running' || phase === 'unsure';
  const source = known.operation ? `operation ${known.operation.id}` : facts.request;
  return {
    standing: standings[isNotFound ? 'not found' : kind] ?? standings.others,
    reason: join([...explain(error, inputs.timeoutMs), ...describeRest(known, phase)]),
    advice: join([facts.advice, adviseToRepeat(kind, phase, mayOpen)]),
    reference: join([source, facts.requestId && `request_id ${facts.requestId}`], ', '),
    code: facts.code,
    mayOpen,
  };
}

function explain({ kind, message, facts }: TolokaError, timeoutMs: number) {
  const fault = facts.request ? `last fault: ${message}` : message;
  return kind === 'deadline' ? [`timed out after ${formatDuration(timeoutMs)}`, fault] : [message];
}

/** What goes on at Toloka, or may go on, and what failed before. */
const describeRest = ({ operation, prior }: Known, phase: Phase) => [
  phase === 'unsure' && 'it is not known whether Toloka took the request',
  phase === 'running' && `the opening was last ${operation?.status} and goes on at Toloka`,
  prior && `the opening that ran before failed: ${prior.reason.message}`,
];

function adviseToRepeat(kind: Kind, phase: Phase, mayOpen: boolean) {
  const again = phase === 'running' ? 'run the step again to join it' : 'run the step again';
  if (kind === 'deadline') return `${again}, or raise timeout`;
  return (mayOpen || kind === 'cancelled') && again;
}

const join = (parts: readonly (string | undefined | false)[], separator = '; ') =>
  parts.filter(Boolean).join(separator);
