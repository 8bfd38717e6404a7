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
  readonly environment?: string;
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

/** A file of YAML, parsed and trusted to be of the type asked for: a repeated key or a wrong indent throws. */
export const readYaml = <T>(path: string): T => parse(readFileSync(path, 'utf8'), { uniqueKeys: true }) as T;

export const workflowsIn = (folder: string): WorkflowFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`)
    .map((path) => ({ path, text: readFileSync(path, 'utf8'), workflow: readYaml<Workflow>(path) }));

const ACTIONS: Readonly<Record<string, ActionFile>> = {
  '': readYaml<ActionFile>('action.yml'),
  wait: readYaml<ActionFile>('wait/action.yml'),
};

/** The action of this repository that a step uses, if it uses one: by its folder, or by its published name. */
export function ownAction(uses = ''): ActionFile | undefined {
  const match = /^(?:\.|OWNER\/open-toloka-training)(?:\/(wait)?)?(?:@.+)?$/.exec(uses);
  return match === null ? undefined : ACTIONS[match[1] ?? ''];
}

export const stepsOf = ({ workflow }: WorkflowFile): Step[] =>
  Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps);

/**
 * What is wrong in how a workflow uses the actions of this repository: inputs that are not there or missing, outputs
 * that are not there, steps that are not.
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
