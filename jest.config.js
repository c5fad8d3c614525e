/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/__tests__/esbuild-transform.js' },
  // Source maps of the bindings hold whole source files; jest need not look at anything generated.
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.lab'],
};
