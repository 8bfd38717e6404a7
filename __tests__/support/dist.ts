import assert from 'node:assert/strict';
import { type RunOptions, runAction, type StepResult } from '../../tools/toloka/runner.js';
import { startToloka, type TolokaOptions } from '../../tools/toloka/toloka.js';
import { TOKEN } from './send.ts';

const toBase64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');
const SECRETS = [TOKEN, `OAuth ${TOKEN}`].flatMap((form) => [
  ...[form, encodeURIComponent(form), toBase64(form)],
]);

/**
 * Runs a step of the built action as the GitHub runner would. It asserts what holds for every step,
 * however it ends: one error if it failed and none if it passed, no command but its own, no token
 * anywhere.
 */
export async function runDist(options: RunOptions): Promise<StepResult> {
  const result = await runAction({ ...options, inputs: { token: TOKEN, ...options.inputs } });
  const errors = result.annotations.filter(({ level }) => level === 'error');
  assert.equal(errors.length, result.exitCode === 0 ? 0 : 1, result.raw);
  const names = new Set(result.commands.map(({ name }) => name));
  for (const own of ['add-mask', 'debug', 'warning', 'error']) names.delete(own);
  assert.deepEqual([...names], [], 'it prints commands of others');
  assert.deepEqual(result.env, {}, 'it sets variables');

  // The runner masks the token too, so what it does not touch is looked at. Only the lines that ask
  // for the mask have it.
  const lines = result.raw.split(/\r\n|\r|\n/).filter((line) => !line.startsWith('::add-mask::'));
  const shown = [...lines, JSON.stringify(result.outputs), result.rawSummary].join('\n');
  for (const secret of SECRETS) assert.ok(!shown.includes(secret), 'the token shows');
  return result;
}

/** Runs something against a local Toloka that takes the token of the tests, and then closes it. */
export async function withToloka<T>(
  options: TolokaOptions,
  run: (inputs: Record<string, string>, toloka: Toloka) => Promise<T>,
): Promise<T> {
  const toloka = await startToloka({ token: TOKEN, ...options });
  try {
    const ids = toloka.targets.map(({ id }) => id).join();
    const inputs = { 'training-id': ids, 'api-url': toloka.url, token: TOKEN, timeout: '2m' };
    return await run(inputs, toloka);
  } finally {
    await toloka.close();
  }
}
export type Toloka = Awaited<ReturnType<typeof startToloka>>;

/** The title of a step's error, without the name of the training. */
export const titleOf = ({ annotations }: StepResult): string =>
  annotations.find(({ level }) => level === 'error')?.title.replace(/ "[^"]*"/, '') ?? '';
