import { MemoryTables } from '../../../cli/model/memory-ports';
import { ORIGIN_INDEX } from '../../../lambdas/shared/fenced-write';
import { describePorts } from './port-contract';

describePorts('in memory', () => {
  const tables = new MemoryTables();
  return {
    register: tables.registerStore,
    endpoints: ['eu-west-1', 'eu-west-2', 'eu-west-3'],
    fence: tables.fences.in('eu-west-1'),
    content: tables.contents.in('eu-west-1'),
    index: ORIGIN_INDEX,
  };
});
