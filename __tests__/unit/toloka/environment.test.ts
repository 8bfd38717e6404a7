import { expect, test } from '@jest/globals';
import {
  adviseIfUnreachable,
  nameEnvironment,
  trainingPage,
} from '../../../src/toloka/environment.ts';

const HINT =
  "toloka-kit's reference says that the sandbox has been unavailable since July 1, 2024: use production";

test.each([
  ['https://toloka.dev/api/v1', 'production', 'https://platform.toloka.ai', undefined],
  ['https://sandbox.toloka.dev/api/v1', 'sandbox', 'https://platform.sandbox.toloka.ai', HINT],
  ['https://tasks.yandex.ru/api/v1', 'tasks.yandex.ru', undefined, undefined],
  ['https://toloka.dev.example/api/v1', 'toloka.dev.example', undefined, undefined],
  ['https://toloka.dev:8443/api/v1', 'toloka.dev:8443', undefined, undefined],
])('the API at %s is named %s, has the pages of %s, and the hint %j', (text, name, site, hint) => {
  const url = new URL(text);
  expect(nameEnvironment(url)).toBe(name);
  expect(trainingPage(url, '7', '21')).toBe(site && `${site}/requester/project/7/training/21`);
  expect(adviseIfUnreachable(url)).toBe(hint);
});

test("the page of a training stays Toloka's, whatever a server calls a project or a training", () => {
  const page = trainingPage(new URL('https://toloka.dev/api/v1'), '../"><a>', '../21');
  expect(page).toBe(
    'https://platform.toloka.ai/requester/project/..%2F%22%3E%3Ca%3E/training/..%2F21',
  );
});
