import { runStep } from '../../src/step.ts';
import { DEFAULT_TARGETS } from '../toloka/default-targets.js';
import { startModel } from '../toloka/model.js';

// A step that sees production, for the picture of the README. The local Toloka's model answers. Time
// is simulated, so that the picture is the same on every machine.

let now = 0;
const clock = {
  now: () => now,
  sleep: async (/** @type {number} */ ms) => {
    now += ms;
  },
};
const { answer } = startModel(DEFAULT_TARGETS, () => now);
/** @type {import('../../src/step.ts').World['createSend']} */
const createSend = () => async (method, path) => {
  now += 100;
  const { status, body } = answer(method, path);
  return { status, headers: {}, json: body };
};

const cancel = new AbortController();
const passed = await runStep(cancel.signal, { clock, random: () => 0.5, createSend });
process.exitCode = passed ? 0 : 1;
