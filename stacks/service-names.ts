/** What the service's roles are called after; a Region finds its own by name. */
export const EXECUTION_ROLE = 'service-execution';
export const TASK_ROLE = 'service-task';
export const INSTANCE_ROLE = 'service-instance';
