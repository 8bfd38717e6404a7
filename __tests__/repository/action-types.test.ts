import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENTS } from '../../src/toloka/environment.ts';
import { ACTION, readYaml } from '../support/yaml.ts';

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
  const typings = readYaml<Typings>('action-types.yml');
  const all = Object.entries({ ...typings.inputs, ...typings.outputs });

  test('has a type for each input and output of action.yml, in its order, and for no other', () => {
    expect(Object.keys(typings.inputs)).toEqual(Object.keys(ACTION.inputs));
    expect(Object.keys(typings.outputs)).toEqual(Object.keys(ACTION.outputs));
  });

  test.each(all)('types %s with the keys that its type has', (_, typing) => {
    expect(Object.keys(typing)).toEqual(KEYS[typing.type]);
  });

  test('has a boolean if the default is one', () => {
    const booleans = Object.keys(typings.inputs).filter(
      (name) => typings.inputs[name]?.type === 'boolean',
    );
    expect(booleans).toEqual(
      Object.keys(ACTION.inputs).filter((name) =>
        /true|false/.test(ACTION.inputs[name]?.default ?? ''),
      ),
    );
  });

  test('knows the environments that the code knows', () => {
    expect(typings.inputs.environment?.['allowed-values']).toEqual(Object.keys(ENVIRONMENTS));
  });
});
