// A zone that is not UTC shows if a time of Toloka, which is UTC, is read as a local one.
process.env.TZ = 'America/St_Johns';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  collectCoverage: true,
  collectCoverageFrom: ['src/**/*.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  // Steps wait more than they work, so one more than the two cores of GitHub's runners.
  maxWorkers: 3,
  // A step spends nearly all of its time waiting, so many cases of a fault suite run at a time.
  maxConcurrency: 20,
  // Servers and child processes of a test end by themselves. A test that hangs is a failure.
  testTimeout: 60_000,
};
