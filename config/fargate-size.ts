/** MiB that a task may have with a share of processors: from, to, and in steps of ("Amazon ECS task definition differences for Fargate", Task CPU and memory). */
const MEMORY: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16_384, 1024)],
  [4096, steps(8192, 30_720, 1024)],
]);

/** Why Fargate has no task of this size; nothing where it has one. @param cpu in 1/1024 of a processor */
export function fargateSizeProblem(cpu: number, memoryMiB: number): string | undefined {
  const allowed = MEMORY.get(cpu);
  if (!allowed) return `cpu is ${cpu}; allowed are ${[...MEMORY.keys()].join(', ')} (1/1024 of a processor)`;
  if (allowed.includes(memoryMiB)) return undefined;
  return `memoryMiB is ${memoryMiB}; allowed with ${cpu} of cpu are ${listed(allowed)} (MiB)`;
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

const listed = (sizes: readonly number[]): string =>
  sizes.length <= 4 ? sizes.join(', ') : `${sizes[0]} to ${sizes.at(-1)} in steps of 1024`;
