import { ConfigError, loadPlatform } from './config';
import { synthesizePlatform } from './stacks/synthesize';

try {
  const platform = loadPlatform(); // every problem of the config at once, before anything is written
  // cdktf keeps a stack trace for each reference; mapping them all to TypeScript takes longer than the rest of the synth.
  process.setSourceMapsEnabled(false);
  synthesizePlatform(platform); // bootstrap, foundation, and a stack for each Region: stacks/platform-app.ts
} catch (error) {
  process.setSourceMapsEnabled(true);
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
