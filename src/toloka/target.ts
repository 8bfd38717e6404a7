import { adviseOnCode } from './advice.ts';
import { TolokaError } from './errors.ts';
import { isRecord, parseId, parseText, recordOf } from './json.ts';

/** What a step opens. To Toloka, a training is a kind of pool, so all calls are alike. */
export type Target = Readonly<{ kind: 'training' | 'pool'; id: string }>;

/** What a target reads as. */
export type Reading = Readonly<{
  /** `OPEN`, `CLOSED`, `ARCHIVED`, `LOCKED`, or anything else that Toloka gives. */
  status: string;
  name: string | undefined;
  /** The page for people; undefined if none is known. */
  url: string | undefined;
  /** Why it was closed last. It may be long ago. */
  closeReason: string | undefined;
  /** The id of the training that the workers of a pool have to pass. */
  needs: string | undefined;
}>;

/** @param site with the pages for people @returns undefined if the JSON is no target */
export function parseReading(
  json: unknown,
  { kind, id }: Target,
  site: string | undefined,
): Reading | undefined {
  if (!isRecord(json)) return undefined;
  const [status, project] = [parseText(json.status), parseId(json.project_id)?.toWellFormed()];
  if (status === undefined) return undefined;
  const { training_requirement: requirement } = recordOf(json.quality_control);
  return {
    status,
    name: parseText(json.private_name),
    url:
      site && project && `${site}/requester/project/${encodeURIComponent(project)}/${kind}/${id}`,
    closeReason: parseText(json.last_close_reason),
    needs: parseId(recordOf(requirement).training_pool_id),
  };
}

/** Adds to an error what the target reads as, and what to do about it. */
export function addState(error: TolokaError, { kind }: Target, now?: Reading, earlier = now) {
  if (now === undefined) return error;
  const { status, closeReason } = now;
  const code = status === 'ARCHIVED' ? status : error.facts.code;
  // A reason that is not new may have nothing to do with this opening.
  const isNew = closeReason !== earlier?.closeReason;
  const cause = isNew && code !== status ? adviseOnCode(closeReason) : undefined;
  const advice = cause ?? adviseOnCode(code) ?? error.facts.advice;
  const why = code === 'NOT_OPEN' && closeReason ? ` (last_close_reason: ${closeReason})` : '';
  const message = `${error.message}; the ${kind} is ${status}${why}`;
  return new TolokaError(error.kind, message, { ...error.facts, code, advice }, error);
}
