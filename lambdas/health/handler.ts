import { createControl } from '../shared/control';
import { controlPorts } from '../shared/control-ports';
import { createHealth } from './api';

/** Whether this Region lives, works, and is where people are to be sent. */
export const handler = createHealth(createControl(controlPorts('health', process.env)));
