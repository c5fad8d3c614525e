const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Jest leaves a core free: of two that is half of the time, and what runs longest here waits for Terraform.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/__tests__/esbuild-transform.js' },
  // Source maps of the bindings hold whole source files; jest need not look at anything generated.
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.lab'],
};
