import { adviseOnCode } from './advice.ts';
import { TolokaError } from './errors.ts';
import { isRecord, parseId, parseText, recordOf } from './json.ts';

/** What Toloka says went wrong, in refusals and in logs of operations alike. */
export type Problem = Readonly<{
  code: string | undefined;
  /** Code, message and all that is said besides; undefined if nothing is said. */
  text: string | undefined;
  requestId: string | undefined;
}>;

/**
 * Takes what there is: any part can be missing. The cause is often in `payload` alone, or one level
 * down, by field (payloads that Toloka and its clients have published).
 */
export function parseProblem(json: unknown): Problem {
  const { code, message, request_id: requestId, payload, ...rest } = recordOf(json);
  const said = Object.entries(rest).filter(([key]) => !key.endsWith('_count'));
  const more = Object.fromEntries(said);
  const fields = [payload, more, isRecord(json) ? undefined : json];
  const texts = [code, message].flatMap((part) => parseText(part) ?? []);
  const text = [...texts, ...fields.flatMap(describeFields)].join(': ');
  const first = Object.values(recordOf(payload ?? more)).map(recordOf)[0];
  return {
    code: parseText(code) ?? parseText(first?.code),
    text: text || undefined,
    requestId: parseId(requestId),
  };
}

/** Such as `skill_id: ENTITY_DOES_NOT_EXIST: Entity does not exist`, or JSON. */
function describeFields(json: unknown): readonly string[] {
  const fields = Object.entries(recordOf(json));
  if (['', '{}', '[]', 'null'].includes(JSON.stringify(json) ?? '')) return [];
  const areProblems = fields.length > 0 && fields.every(([, one]) => parseText(recordOf(one).code));
  if (!areProblems) return [JSON.stringify(json)];
  return [fields.map(([name, one]) => `${name}: ${parseProblem(one).text}`).join('; ')];
}

/** The failures that an operation's log tells of. @returns undefined if it is no log */
export function parseLog(json: unknown): readonly Problem[] | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  // Toloka's pages show a list, its OpenAPI file one entry.
  const entries = [json].flat().map(recordOf);
  return entries
    .filter(({ success }) => success === false)
    .map(({ output }) => parseProblem(output));
}

/** Why an operation failed: what its log says, then its details. */
export function explainFail(details: unknown, log: readonly Problem[] | undefined): TolokaError {
  const problems = [...(log ?? []), parseProblem(details)];
  const texts = [...new Set(problems.flatMap(({ text }) => text ?? []))].join('; ');
  const silence = `its log ${log === undefined ? "can't be read" : 'gives no reason'}`;
  const codes = problems.flatMap((one) => one.code ?? []);
  // A log of uploads has other failures, too.
  const given = codes.find(adviseOnCode) ?? codes[0];
  const reason = given ? texts : `the operation failed: ${texts || silence}`;
  const code = given ?? 'OPERATION_FAILED';
  const requestId = problems.find((one) => one.requestId)?.requestId;
  return new TolokaError('failed', reason, { code, requestId, advice: adviseOnCode(code) });
}
