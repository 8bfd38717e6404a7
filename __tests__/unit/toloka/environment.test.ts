import { describe, expect, test } from '@jest/globals';
import { hintIfUnreachable, nameEnvironment, trainingPage } from '../../../src/toloka/environment.ts';

describe('the page of a training', () => {
  test.each([
    ['https://toloka.dev/api/v1', 'https://platform.toloka.ai/requester/project/7/training/21'],
    ['https://sandbox.toloka.dev/api/v1', 'https://platform.sandbox.toloka.ai/requester/project/7/training/21'],
    ['https://tasks.yandex.ru/api/v1', undefined],
    ['https://toloka.dev.example/api/v1', undefined],
    ['http://127.0.0.1:8080/api/v1', undefined],
  ])('of %s', (apiUrl, page) => {
    expect(trainingPage(new URL(apiUrl), '7', '21')).toBe(page);
  });

  test('stays the page, whatever a server calls a project', () => {
    expect(trainingPage(new URL('https://toloka.dev/api/v1'), '../"><a>', '21')).toBe(
      'https://platform.toloka.ai/requester/project/..%2F%22%3E%3Ca%3E/training/21',
    );
  });
});

describe('an environment', () => {
  test.each([
    ['https://toloka.dev/api/v1', 'production'],
    ['https://tasks.yandex.ru/api/v1', 'production, tasks.yandex.ru'],
  ])('at %s is called %s', (apiUrl, name) => {
    expect(nameEnvironment('production', new URL(apiUrl))).toBe(name);
  });

  test('that is unavailable says so: only the sandbox', () => {
    expect(hintIfUnreachable(new URL('https://sandbox.toloka.dev/api/v1'))).toContain('unavailable since July 1, 2024');
    expect(hintIfUnreachable(new URL('https://toloka.dev/api/v1'))).toBe('');
  });
});
