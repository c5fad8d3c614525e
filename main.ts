import { ConfigError, loadPlatform } from './config';
import { synthesizePlatform } from './stacks/synthesize';

const { prepareStackTrace } = Error;
try {
  const platform = loadPlatform(); // every problem of the config at once, before anything is written
  // cdktf keeps a stack trace for each reference; to write them all out, as TypeScript, takes longer than the rest of the synth.
  process.setSourceMapsEnabled(false);
  Error.prepareStackTrace = () => '';
  synthesizePlatform(platform); // bootstrap, foundation, a stack for each Region, global: stacks/platform-app.ts
} catch (error) {
  process.setSourceMapsEnabled(true);
  Error.prepareStackTrace = prepareStackTrace; // an error's own is written out when it is first looked at
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
