/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  collectCoverageFrom: ['src/**/*.ts', '!src/index.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text'],
  // Steps of the built action wait more than they work.
  maxWorkers: 3,
  maxConcurrency: 4,
  // For what hangs, not for what is slow.
  testTimeout: 120_000,
};
