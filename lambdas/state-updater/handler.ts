import { createControl } from '../shared/control';
import { controlPorts } from '../shared/control-ports';
import { createStateUpdater } from './updater';

/** `AppStateUpdater`: moves the writer. Invoked directly, in any Region that lives. */
export const handler = createStateUpdater(createControl(controlPorts('state-updater', process.env)));
