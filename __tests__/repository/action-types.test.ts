import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENTS } from '../../src/toloka/environment.ts';
import { type ActionFile, readYaml } from './yaml.ts';

interface Typing {
  readonly type: string;
  readonly name?: string;
  readonly separator?: string;
  readonly 'allowed-values'?: readonly string[];
  readonly 'list-item'?: { readonly type: string };
}
type Typings = Readonly<Record<'inputs' | 'outputs', Readonly<Record<string, Typing>>>>;

/** The keys of each type in github-actions-typing. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  string: ['type'],
  boolean: ['type'],
  enum: ['type', 'name', 'allowed-values'],
  list: ['type', 'separator', 'list-item'],
};

describe('action-types.yml', () => {
  const action = readYaml<ActionFile>('action.yml');
  const typings = readYaml<Typings>('action-types.yml');
  const all = Object.entries({ ...typings.inputs, ...typings.outputs });

  test('has a type for each input and output of action.yml, in its order, and for no other', () => {
    expect(Object.keys(typings)).toEqual(['inputs', 'outputs']);
    expect(Object.keys(typings.inputs)).toEqual(Object.keys(action.inputs));
    expect(Object.keys(typings.outputs)).toEqual(Object.keys(action.outputs));
  });

  test.each(all)('types %s with the keys that its type has', (_, typing) => {
    expect(Object.keys(typing)).toEqual(KEYS[typing.type]);
  });

  test('has a boolean if the default is one', () => {
    for (const [name, { default: value = '' }] of Object.entries(action.inputs)) {
      expect({ name, boolean: typings.inputs[name]?.type === 'boolean' }).toEqual({
        name,
        boolean: ['true', 'false'].includes(value),
      });
    }
  });

  test('knows the environments that the code knows', () => {
    expect(typings.inputs.environment?.['allowed-values']).toEqual(Object.keys(ENVIRONMENTS));
  });
});
