import { instancePrice } from './instance-prices';
import { PRICES } from './prices';
import type { Quantities } from './quantity';
import { type Arguments, blocksIn, numberIn, type Resource, referred } from './stacks-json';

/** What the service itself costs with as few tasks or instances as it is allowed to have. */
export const APPLICATION: Quantities = {
  aws_ecs_service: (service, all) => {
    const tasks = fewestTasks(service, all);
    const definition = referred(all, service, service.args.task_definition)?.args;
    const [cpu, memory] = [numberIn(definition?.cpu), numberIn(definition?.memory)];
    if (tasks === undefined || cpu === undefined || memory === undefined)
      return [{ unpriced: `tasks of ${service.address}` }];
    const arm = blocksIn(definition?.runtime_platform).some(({ cpu_architecture: kind }) => kind === 'ARM64');
    // A task's size is in 1/1024 of a vCPU and in MiB.
    return [
      { price: arm ? PRICES.fargateArmCpu : PRICES.fargateCpu, count: (tasks * cpu) / 1024 },
      { price: arm ? PRICES.fargateArmMemory : PRICES.fargateMemory, count: (tasks * memory) / 1024 },
    ];
  },
  aws_autoscaling_group: (group, all) => {
    const [template] = blocksIn(group.args.launch_template);
    const launched = referred(all, group, template?.id)?.args;
    const [type, count] = [String(launched?.instance_type), numberIn(group.args.min_size)];
    const price = instancePrice(type);
    if (count === undefined || price === undefined) return [{ unpriced: `instances ${type} of ${group.address}` }];
    return [
      { price, count },
      { price: PRICES.volume, count: count * diskGiB(launched) },
    ];
  },
};

/** The least that scaling keeps, else what is asked for. */
function fewestTasks(service: Resource, all: readonly Resource[]): number | undefined {
  const target = all.find(
    ({ stack, type, args }) =>
      stack === service.stack && type === 'aws_appautoscaling_target' && args.service_namespace === 'ecs',
  );
  return numberIn(target?.args.min_capacity) ?? numberIn(service.args.desired_count);
}

/** Size of an instance's disks, as far as its template gives it. */
const diskGiB = (template: Arguments | undefined): number =>
  blocksIn(template?.block_device_mappings)
    .flatMap(({ ebs }) => blocksIn(ebs))
    .reduce((sum, { volume_size: size }) => sum + (numberIn(size) ?? 0), 0);
