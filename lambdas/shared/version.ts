/** Version of the routing layer, as telemetry tells it. A test holds it equal to the project's own. */
export const VERSION = '0.1.0';
