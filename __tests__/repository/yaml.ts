import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
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
  readonly environment?: string | { readonly name: string; readonly url?: string };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress'?: boolean | string };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface ActionFile {
  readonly name: string;
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface WorkflowFile {
  readonly path: string;
  readonly text: string;
  readonly workflow: Workflow;
}

/** Reads a YAML file, and trusts that it is of the given type. A repeated key or a wrong indent throws. */
export const readYaml = <T>(path: string): T => parse(readFileSync(path, 'utf8'), { uniqueKeys: true }) as T;

export const workflowsIn = (folder: string): WorkflowFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`)
    .map((path) => ({ path, text: readFileSync(path, 'utf8'), workflow: readYaml<Workflow>(path) }));

const ACTION = readYaml<ActionFile>('action.yml');

/** The action of this repository if a step uses it, by its folder or by its published name. */
export const ownAction = (uses = ''): ActionFile | undefined =>
  /^(?:\.|OWNER\/open-toloka-training)\/?(?:@.+)?$/.test(uses) ? ACTION : undefined;

export const stepsOf = ({ workflow }: WorkflowFile): Step[] =>
  Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps);

/**
 * The mistakes in how a workflow uses the action of this repository: unknown or missing inputs, unknown outputs, unknown
 * steps.
 */
export function misuses({ workflow }: WorkflowFile): string[] {
  return Object.values(workflow.jobs).flatMap(({ steps = [] }) => {
    const wrongInputs = steps.flatMap(({ uses, with: given = {} }) => {
      const { inputs = {} } = ownAction(uses) ?? {};
      if (ownAction(uses) === undefined) return [];
      const unknown = Object.keys(given).filter((name) => inputs[name] === undefined);
      const missing = Object.keys(inputs).filter(
        (name) => inputs[name]?.required === true && given[name] === undefined,
      );
      return [
        ...unknown.map((name) => `${uses} has no input ${name}`),
        ...missing.map((name) => `${uses} needs the input ${name}`),
      ];
    });
    const wrongOutputs = steps.flatMap((step, index) =>
      [...JSON.stringify(step).matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].flatMap(([, id, output = '']) => {
        const source = steps.slice(0, index).find((before) => before.id === id);
        if (source === undefined) return [`no step before ${step.name} has the id ${id}`];
        const action = ownAction(source.uses);
        return action !== undefined && action.outputs[output] === undefined
          ? [`${source.uses} has no output ${output}`]
          : [];
      }),
    );
    return [...wrongInputs, ...wrongOutputs];
  });
}

/** An expression as a workflow writes it. */
export const expression = (text: string): string => `\${{ ${text} }}`;
