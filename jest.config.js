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
  maxWorkers: '100%',
  // What a test starts (servers, child processes) ends by itself; a test that hangs is a failure, not a wait.
  testTimeout: 30_000,
};
