import fc from 'fast-check';
import { fargateSizeProblem } from '../../config/fargate-size';

test.each([
  [256, 512],
  [256, 2048],
  [512, 1024],
  [512, 4096],
  [1024, 2048],
  [1024, 8192],
  [2048, 4096],
  [2048, 16_384],
  [4096, 8192],
  [4096, 30_720],
])('Fargate has %d of cpu with %d MiB', (cpu, memoryMiB) => expect(fargateSizeProblem(cpu, memoryMiB)).toBeUndefined());

test.each([
  [256, 3072, 'memoryMiB is 3072; allowed with 256 of cpu are 512, 1024, 2048 (MiB)'],
  [512, 512, 'memoryMiB is 512; allowed with 512 of cpu are 1024, 2048, 3072, 4096 (MiB)'],
  [1024, 2500, 'memoryMiB is 2500; allowed with 1024 of cpu are 2048 to 8192 in steps of 1024 (MiB)'],
  [4096, 31_744, 'memoryMiB is 31744; allowed with 4096 of cpu are 8192 to 30720 in steps of 1024 (MiB)'],
  [300, 512, 'cpu is 300; allowed are 256, 512, 1024, 2048, 4096 (1/1024 of a processor)'],
])('and not %d with %d', (cpu, memoryMiB, problem) => expect(fargateSizeProblem(cpu, memoryMiB)).toBe(problem));

test('never less than two MiB for each share of a processor', () =>
  fc.assert(
    fc.property(fc.constantFrom(256, 512, 1024, 2048, 4096), fc.integer({ min: 1, max: 40_000 }), (cpu, memoryMiB) => {
      if (memoryMiB < 2 * cpu) expect(fargateSizeProblem(cpu, memoryMiB)).toBeDefined();
    }),
  ));
