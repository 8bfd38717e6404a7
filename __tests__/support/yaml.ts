import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly 'continue-on-error'?: boolean;
}

export interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Reads a YAML file, and trusts that it is of the given type. A repeated key or a wrong indent throws. */
export const readYaml = <T>(path: string): T =>
  parse(readFileSync(path, 'utf8'), { uniqueKeys: true }) as T;

export const workflowsIn = (folder: string) =>
  readdirSync(folder).map((name) => {
    const path = `${folder}/${name}`;
    return { path, text: readFileSync(path, 'utf8'), workflow: readYaml<Workflow>(path) };
  });

export const ACTION = readYaml<{
  readonly inputs: Readonly<
    Record<string, { readonly required?: boolean; readonly default?: string }>
  >;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string };
}>('action.yml');

const { repository, scripts } = readYaml<{
  readonly repository: string;
  readonly scripts: Readonly<Record<string, string>>;
}>('package.json');
export const SCRIPTS = scripts;
/** This repository, such as `account/name`, and the account that hosts it. */
export const REPOSITORY = repository.replace('github:', '');
export const [ACCOUNT = ''] = REPOSITORY.split('/');

/** Whether a step uses the action of this repository, by its folder or by its published name. */
export const isOwn = ({ uses = '' }: Step): boolean =>
  uses === './' || uses.startsWith(`${REPOSITORY}@`);

export const stepsOf = ({ jobs }: Workflow): Step[] =>
  Object.values(jobs).flatMap(({ steps = [] }) => steps);

/** The mistakes of steps that use the action: unknown or missing inputs, and unknown outputs of earlier steps. */
export function misuses(steps: readonly Step[]): string[] {
  const { inputs, outputs } = ACTION;
  const wrongInputs = steps
    .filter(isOwn)
    .flatMap(({ with: given = {} }) => [
      ...Object.keys(given).filter((name) => !Object.hasOwn(inputs, name)),
      ...Object.keys(inputs).filter(
        (name) => inputs[name]?.required === true && !Object.hasOwn(given, name),
      ),
    ]);
  const own = steps.filter(isOwn).map(({ id }) => id);
  const wrongOutputs = [...JSON.stringify(steps).matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    .filter(([, id, output = '']) => own.includes(id) && !Object.hasOwn(outputs, output))
    .map(([text]) => text);
  return [...wrongInputs, ...wrongOutputs];
}
