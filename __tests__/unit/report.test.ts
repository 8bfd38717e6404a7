import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hide, printable } from '../../src/printable.ts';
import type { Progress } from '../../src/progress.ts';
import * as report from '../../src/report.ts';
import { parseCommand } from '../../tools/toloka/workflow-commands.js';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';

const training = (known: Partial<Progress>): Progress => ({
  trainingId: '21',
  alreadyOpen: false,
  ...known,
});
const failure = (reason: string) => ({ reason, reference: '' });

describe('printable text', () => {
  test('forges no workflow command, alone or after a prefix, whatever it is', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('', ' ', 'training 21: '), (text, prefix) => {
        const line = printable(prefix + text, 100_000);
        expect(parseCommand(line)).toBeUndefined();
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(line.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is at most as long as it may be, its ends kept', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 20, max: 200 }), (text, limit) => {
        expect(printable(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
    expect(printable(`start${'x'.repeat(1_000_000)}end`)).toMatch(/^startx+…x+end$/);
    expect(printable('😀'.repeat(5_000)).isWellFormed()).toBe(true);
  });

  test.each([
    ['a plain line', 'a plain line'],
    ['обучение №21 – done', 'обучение №21 – done'],
    ['ECONNREFUSED ::1:9', 'ECONNREFUSED ::1:9'],
    ['a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['::error::x', '\\::error::x'],
    ['\u3000::error::x', '\u3000\\::error::x'],
    ['a ##[error]x', 'a ##\\[error]x'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u202egnp', '\\u{202e}gnp'],
    ['\ud800', '\\u{d800}'],
  ])('%j becomes %j', (text, printed) => {
    expect(printable(text)).toBe(printed);
  });

  test('shows no secret in any of its forms, not even a part of one at a cut', async () => {
    await inProcess({}, () => hide('OAuth hidden/secret+1'));
    await inProcess({}, () => hide(''));
    for (const form of [
      'OAuth hidden/secret+1',
      Buffer.from('OAuth hidden/secret+1').toString('base64'),
      Buffer.from('OAuth hidden/secret+1').toString('base64url').replaceAll('-', '+').replaceAll('_', '/'),
      encodeURIComponent('OAuth hidden/secret+1'),
    ]) {
      expect(printable(`a ${form} b`)).toBe('a *** b');
      for (let limit = 10; limit < 60; limit += 1) {
        expect(printable(`${'x'.repeat(30)}${form}`, limit)).not.toContain(form.slice(0, 8));
      }
    }
  });
});

describe('the error of a step', () => {
  test('is one annotation with a title, a line for each reason', async () => {
    const { errors, lines } = await inProcess({}, () =>
      report.fail('2 of 2 did not open', ['21: a', '22: ::error::b']),
    );
    expect(errors).toEqual([{ title: '2 of 2 did not open', message: '21: a\n22: ::error::b' }]);
    expect(lines).toHaveLength(1);
  });

  test.each([1, 2, 100, 1_000])('fits into what the runner keeps of one, for %d long reasons', async (count) => {
    const reasons = Array.from({ length: count }, (_, index) => `${index}: ${'x'.repeat(5_000)}`);
    const { errors } = await inProcess({}, () => report.fail('title', reasons));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message.length).toBeLessThanOrEqual(4_096);
    if (count > 10) expect(errors[0]?.message).toMatch(/\nand \d+ more: see the log$/);
  });
});

describe('the outputs', () => {
  test('of one training', async () => {
    const one = training({
      operationId: 'op',
      status: 'RUNNING',
      trainingUrl: 'https://platform.toloka.ai/x',
      failure: failure('why'),
    });
    const { outputs } = await inProcess({}, () => report.setOutputs([one]));
    expect(outputs).toEqual({
      'operation-id': 'op',
      status: 'RUNNING',
      'already-open': 'false',
      'training-url': 'https://platform.toloka.ai/x',
      results:
        '[{"training-id":"21","operation-id":"op","status":"RUNNING","already-open":false,"training-url":"https://platform.toloka.ai/x","error":"why"}]',
    });
  });

  test('of several, a line for each in the order given, and the worst status', async () => {
    const all = [
      training({ operationId: 'op-1', status: 'SUCCESS' }),
      training({ status: 'SUCCESS', alreadyOpen: true, trainingUrl: 'https://platform.toloka.ai/2' }),
      training({ operationId: 'op-3', status: 'FAIL' }),
    ];
    const { outputs } = await inProcess({}, () => report.setOutputs(all));
    expect(outputs).toMatchObject({
      'operation-id': 'op-1\n\nop-3',
      status: 'FAIL',
      'already-open': 'false',
      'training-url': '\nhttps://platform.toloka.ai/2\n',
    });
    expect(JSON.parse(outputs.results ?? '')).toHaveLength(3);
  });

  test.each([
    [[true, true], 'true'],
    [[true, false], 'false'],
    [[], 'false'],
  ])('of trainings that were already open: %j', async (states, expected) => {
    const all = states.map((alreadyOpen) => training({ alreadyOpen }));
    expect((await inProcess({}, () => report.setOutputs(all))).outputs['already-open']).toBe(expected);
  });

  test('are JSON, whatever a server wrote', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const all = [training({ status: text, failure: failure(text), operationId: text })];
        const { outputs } = await inProcess({}, () => report.setOutputs(all));
        expect(JSON.parse(outputs.results ?? '')).toMatchObject([{ status: outputs.status }]);
        expect(outputs['operation-id']?.split('\n')).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});
